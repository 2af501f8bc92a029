package dev.seedlog.replica;

import dev.seedlog.base.Nanos;
import dev.seedlog.env.Timer;
import dev.seedlog.env.Timers;
import dev.seedlog.log.LogDirectoryOffline;
import dev.seedlog.log.PartitionLog;
import java.util.ArrayDeque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Retention and the forgetting of silent producers, at intervals and a few logs a turn. */
public final class LogMaintenance {

    private static final Logger LOG = LoggerFactory.getLogger(LogMaintenance.class);
    private static final int LOGS_PER_TURN = 100;

    private final Replicas replicas;
    private final long intervalNanos;
    private final Timer timer;
    private final ArrayDeque<Replica> left = new ArrayDeque<>();

    /**
     * Maintenance that has not begun.
     *
     * @param intervalMs log.retention.check.interval.ms
     */
    public LogMaintenance(Replicas replicas, long intervalMs, Timers timers) {
        this.replicas = replicas;
        this.intervalNanos = Nanos.ofMillis(intervalMs);
        this.timer = timers.create("log maintenance", this::advance);
    }

    /** Begins. */
    public void start() {
        timer.startIn(intervalNanos);
    }

    /** Ends. */
    public void stop() {
        timer.stop();
    }

    private void advance() {
        if (left.isEmpty()) {
            left.addAll(replicas.all());
        }
        for (int i = 0; i < LOGS_PER_TURN && !left.isEmpty(); i++) {
            maintain(left.poll());
        }
        timer.startIn(left.isEmpty() ? intervalNanos : 0);
    }

    private static void maintain(Replica replica) {
        PartitionLog log = replica.log();
        if (log == null || !log.isAppendable()) {
            return;
        }
        try {
            log.applyRetention();
            log.expireProducers();
        } catch (LogDirectoryOffline e) {
            LOG.debug("{} is not maintained: {}", replica, e.getMessage());
        }
    }
}
