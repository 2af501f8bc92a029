package dev.seedlog.log;

import dev.seedlog.base.Nanos;
import dev.seedlog.base.Uuid;
import dev.seedlog.env.DiskDone;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.env.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A log directory as a shard sees it that has logs in it and does not own it. What concerns the directory as a whole,
 * its checkpoints and its going offline, is the owner's, who is told.
 */
public final class DirectoryShare implements DirectoryCheckpoints, LogHome {

    private static final Logger LOGGER = LoggerFactory.getLogger(DirectoryShare.class);
    /** As often as the owner writes the checkpoint that changes most. */
    private static final long REPORT_INTERVAL_NANOS = Nanos.ofSeconds(5);

    private final Uuid directoryId;
    private final DirectoryOwner owner;
    private final DirectoryHealth health;
    private final LogContext context;
    private final DirectoryTrash trash;
    private final TurnWrites turnWrites = new TurnWrites();
    private final Timer reportTimer;
    private final SortedMap<TopicPartition, RecoveryHints> unloaded;
    private final SortedMap<TopicPartition, PartitionLog> logs = new TreeMap<>();
    private final SortedMap<TopicPartition, LogOffsets> reported = new TreeMap<>();
    private final SortedMap<TopicPartition, Long> cleaned;
    private boolean closing;
    private Runnable onClosed;

    /** Hears what happens to the share. */
    @FunctionalInterface
    public interface Listener {

        /** The directory is offline for good; it may happen within any call that touches the disk. */
        void onOffline(DirectoryShare share, LogDirectoryOffline reason);
    }

    /**
     * A share of an open directory.
     *
     * @param directoryId the directory's own id
     * @param found the logs that are this shard's
     * @param mostOpenFiles how many files of its logs are kept open while nobody uses them
     */
    public DirectoryShare(ShardEnv env, String path, Uuid directoryId, FoundLogs found, int mostOpenFiles,
                          DirectoryOwner owner, Listener listener) {
        this.directoryId = directoryId;
        this.owner = owner;
        this.unloaded = new TreeMap<>(found.hints());
        this.cleaned = new TreeMap<>(found.cleanedUpTo());
        this.health = new DirectoryHealth(path, reason -> onOffline(listener, reason), owner::failed);
        this.context = new LogContext(env, health, this, mostOpenFiles);
        this.trash = new DirectoryTrash(context, () -> !closing && health.isOnline());
        this.reportTimer = env.timers().create("log offset report", this::reportInTime);
        reportTimer.startIn(REPORT_INTERVAL_NANOS);
    }

    private void onOffline(Listener listener, LogDirectoryOffline reason) {
        reportTimer.stop();
        owner.failed(reason);
        listener.onOffline(this, reason);
        closed();
    }

    /** The owner says that the directory is offline. */
    public void wentOffline(LogDirectoryOffline reason) {
        health.goOffline(reason.getMessage(), reason);
    }

    @Override
    public LogRecovery recover(TopicPartition partition, LogConfig config, LogListener logListener,
                               Runnable onForced) {
        return new LogRecovery(LogLocation.of(context, partition), config,
                unloaded.getOrDefault(partition, RecoveryHints.UNKNOWN), turnWrites, logListener, onForced);
    }

    @Override
    public void add(PartitionLog log) {
        logs.put(log.partition(), log);
        unloaded.remove(log.partition());
        report(List.of(log));
    }

    @Override
    public PartitionLog create(TopicPartition partition, Uuid topicId, LogConfig config, LogListener logListener) {
        PartitionLog log = LogDirectory.create(LogLocation.of(context, partition), topicId, config, turnWrites,
                logListener);
        add(log);
        return log;
    }

    @Override
    public void delete(PartitionLog log) {
        health.check();
        forget(log);
        trash.delete(log.partition(), log.directory(), log.config().fileDeleteDelayMs());
    }

    @Override
    public void setAside(PartitionLog log) {
        health.check();
        forget(log);
        String renamed = trash.setAside(log.partition(), log.directory());
        LOGGER.warn("the metadata has no replica of {}, topic id {}, here; its log is put aside as {}", log.partition(),
                log.topicId(), renamed);
    }

    private void forget(PartitionLog log) {
        log.close();
        logs.remove(log.partition());
        reported.remove(log.partition());
        cleaned.remove(log.partition());
        owner.forget(log.partition());
    }

    @Override
    public void checkpoint(PartitionLog log, DiskDone done) {
        health.check();
        LogOffsets now = LogOffsets.of(log);
        reported.put(log.partition(), now);
        owner.checkpoint(new LogReport(log.partition(), now), done);
    }

    @Override
    public long cleanedUpTo(TopicPartition partition) {
        return cleaned.getOrDefault(partition, NEVER);
    }

    @Override
    public void cleaned(TopicPartition partition, long offset, DiskDone done) {
        health.check();
        cleaned.put(partition, offset);
        owner.cleaned(partition, offset, done);
    }

    private void reportInTime() {
        report(logs.values());
        reportTimer.startIn(REPORT_INTERVAL_NANOS);
    }

    /** Tells what has changed since it was told last. */
    private void report(Iterable<PartitionLog> which) {
        List<LogReport> reports = new ArrayList<>();
        for (PartitionLog log : which) {
            LogOffsets now = LogOffsets.of(log);
            if (!now.equals(reported.put(log.partition(), now))) {
                reports.add(new LogReport(log.partition(), now));
            }
        }
        if (!reports.isEmpty()) {
            owner.report(reports);
        }
    }

    /**
     * Makes the logs of this shard durable, closes them and tells the owner where they ended.
     *
     * @param done called once, when that is done or the directory is offline
     */
    public void closeCleanly(Runnable done) {
        closing = true;
        onClosed = done;
        reportTimer.stop();
        if (!health.isOnline()) {
            closed();
            return;
        }
        try {
            CleanClosing.begin(logs.values(), () -> {
                report(logs.values());
                closed();
            });
        } catch (LogDirectoryOffline e) {
            closed();
        }
    }

    private void closed() {
        if (onClosed != null) {
            Runnable done = onClosed;
            onClosed = null;
            done.run();
        }
    }

    @Override
    public List<TopicPartition> partitions() {
        return List.copyOf(unloaded.keySet());
    }

    @Override
    public String path() {
        return health.directory();
    }

    @Override
    public Uuid directoryId() {
        return directoryId;
    }

    @Override
    public DirectoryHealth health() {
        return health;
    }

    @Override
    public TurnWrites turnWrites() {
        return turnWrites;
    }
}
