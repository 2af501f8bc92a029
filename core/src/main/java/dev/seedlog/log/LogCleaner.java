package dev.seedlog.log;

import dev.seedlog.base.Nanos;
import dev.seedlog.env.Clock;
import dev.seedlog.env.DiskException;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.env.Timer;
import dev.seedlog.record.Codecs;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compacts the logs of a shard whose topics say {@code cleanup.policy=compact}, one at a time: the one of which the
 * largest part is new, if that is large enough or has waited for too long. It works a little every turn.
 */
public final class LogCleaner {

    private static final Logger LOGGER = LoggerFactory.getLogger(LogCleaner.class);
    private static final long LOOK_AGAIN_NANOS = 10_000_000;
    private static final double NANOS_PER_SECOND = 1_000_000_000;

    private final Clock clock;
    private final Supplier<List<PartitionLog>> logs;
    private final Function<PartitionLog, CleanerCheckpoints> checkpoints;
    private final CleanerTools tools;
    private final Timer timer;
    private final Set<PartitionLog> uncleanable = new LinkedHashSet<>();
    private LogCleaning current;
    private boolean stopped = true;

    /**
     * A cleaner that does not work yet.
     *
     * @param logs all logs of the shard
     * @param checkpoints where to note how far a log was compacted: its directory
     */
    public LogCleaner(ShardEnv env, Codecs codecs, Supplier<List<PartitionLog>> logs,
                      Function<PartitionLog, CleanerCheckpoints> checkpoints, CleanerSettings settings) {
        this.clock = env.clock();
        this.logs = logs;
        this.checkpoints = checkpoints;
        this.timer = env.timers().create("log cleaner", this::advance);
        this.tools = new CleanerTools(codecs, env.random().fork("log cleaner"), checkpoints, settings, this::wake);
    }

    /** Begins. */
    public void start() {
        stopped = false;
        rest();
    }

    /** Ends; what was not finished is cleared away or completed at the next start. */
    public void stop() {
        stopped = true;
        timer.stop();
    }

    /** Another configuration, for what comes next. */
    public void settings(CleanerSettings settings) {
        boolean other = !settings.equals(tools.settings());
        tools.settings(settings);
        if (other && !stopped && current == null) {
            rest();
        }
    }

    private void rest() {
        timer.startIn(Nanos.ofMillis(tools.settings().backoffMs()));
    }

    private void wake() {
        if (!stopped) {
            timer.startIn(0);
        }
    }

    private void advance() {
        if (current == null && !choose()) {
            rest();
            return;
        }
        boolean more = false;
        try {
            more = current.advance();
        } catch (LogDirectoryOffline e) {
            LOGGER.debug("{} is not compacted: {}", current.owner().partition(), e.getMessage());
        }
        long pauseNanos = pauseNanos(current.takeWorkedBytes());
        if (more) {
            timer.startIn(pauseNanos);
        } else if (current.hasEnded()) {
            noteEnd();
        } else if (current.mustLookAgain()) {
            timer.startIn(LOOK_AGAIN_NANOS);
        }
    }

    private long pauseNanos(long bytes) {
        return (long) (bytes / tools.settings().maxBytesPerSecond() * NANOS_PER_SECOND);
    }

    private void noteEnd() {
        if (current.failure() != null) {
            LOGGER.warn("{} is not compacted any more: {}", current.owner().directory(),
                    current.failure().getMessage());
            uncleanable.add(current.owner());
        }
        boolean done = current.isDone();
        current = null;
        if (done) {
            timer.startIn(0);
        } else {
            rest();
        }
    }

    /** Begins with the log that needs it most; false if none does. */
    private boolean choose() {
        if (!tools.settings().enabled()) {
            return false;
        }
        List<PartitionLog> all = logs.get();
        uncleanable.retainAll(all);
        PartitionLog dirtiest = null;
        CleanableRange chosen = null;
        for (PartitionLog log : all) {
            if (!log.config().compacts() || log.isClosed() || !log.isAppendable() || log.state().cleaning != null
                    || uncleanable.contains(log) || !log.state().context.health().isOnline()) {
                continue;
            }
            CleanableRange range = rangeOf(log);
            if (range != null && range.isDue(log.config().compaction())
                    && (chosen == null || range.ratio() > chosen.ratio())) {
                dirtiest = log;
                chosen = range;
            }
        }
        if (dirtiest != null) {
            current = new LogCleaning(dirtiest, chosen, tools);
        }
        return dirtiest != null;
    }

    /** What of a log may be compacted; null if the disk does not say so: then its directory is offline. */
    private CleanableRange rangeOf(PartitionLog log) {
        try {
            return CleanableRange.of(log, checkpoints.apply(log).cleanedUpTo(log.partition()), clock.epochMillis());
        } catch (DiskException e) {
            log.state().context.health().fail("reading " + log.directory(), e);
            return null;
        }
    }
}
