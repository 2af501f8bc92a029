package dev.seedlog.replica;

import dev.seedlog.env.Timer;
import dev.seedlog.env.Timers;
import dev.seedlog.log.CorruptFileException;
import dev.seedlog.log.LogHome;
import dev.seedlog.log.LogListener;
import dev.seedlog.log.LogRecovery;
import dev.seedlog.log.PartitionLog;
import dev.seedlog.log.TopicPartition;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the logs that are on disk when the broker starts, a bounded number of steps a turn, so that the shard stays
 * responsive however much there is to check.
 */
public final class LogsRecovery {

    private static final Logger LOG = LoggerFactory.getLogger(LogsRecovery.class);
    private static final String METADATA_TOPIC = "__cluster_metadata";
    private static final int STEPS_PER_TURN = 256;
    private static final int MOST_AT_ONCE = 64;

    private final LogDirectories directories;
    private final TopicConfigs configs;
    private final LogListener listener;
    private final Runnable onComplete;
    private final Timer next;
    private final ArrayDeque<Job> waiting = new ArrayDeque<>();
    private final ArrayDeque<Job> runnable = new ArrayDeque<>();
    private final Map<TopicPartition, PartitionLog> loaded = new LinkedHashMap<>();
    private final Map<TopicPartition, RuntimeException> failed = new LinkedHashMap<>();
    private int running;
    private boolean stopped;

    /**
     * Prepares to load.
     *
     * @param onComplete called once, when every log is loaded or has failed
     */
    public LogsRecovery(LogDirectories directories, TopicConfigs configs, LogListener listener, Timers timers,
                        Runnable onComplete) {
        this.directories = directories;
        this.configs = configs;
        this.listener = listener;
        this.onComplete = onComplete;
        this.next = timers.create("log recovery", this::advance);
    }

    /** Begins with all logs of all directories that are online, but for the metadata log. */
    public void start() {
        start(PartitionOwners.ONLY);
    }

    /** Begins with those of them that the shard owns. */
    public void start(PartitionOwners owners) {
        for (LogHome directory : directories.all()) {
            if (directory.health().isOnline()) {
                for (TopicPartition partition : directory.partitions()) {
                    if (!partition.topic().equals(METADATA_TOPIC)
                            && owners.here(partition.topic(), partition.partition())) {
                        waiting.add(new Job(directory, partition));
                    }
                }
            }
        }
        advance();
    }

    /** Leaves the logs that are not loaded yet as they are. */
    public void stop() {
        stopped = true;
        next.stop();
    }

    /** The logs that can be used. */
    public Map<TopicPartition, PartitionLog> loaded() {
        return loaded;
    }

    /** The logs that cannot be, and why. */
    public Map<TopicPartition, RuntimeException> failed() {
        return failed;
    }

    private void advance() {
        while (running < MOST_AT_ONCE && !waiting.isEmpty()) {
            Job job = waiting.poll();
            running++;
            job.recovery = job.directory.recover(job.partition, configs.log(job.partition.topic()), listener,
                    () -> resume(job));
            runnable.add(job);
        }
        for (int steps = 0; steps < STEPS_PER_TURN && !runnable.isEmpty(); steps++) {
            step(runnable.poll());
        }
        if (running == 0 && waiting.isEmpty()) {
            onComplete.run();
        } else if (!runnable.isEmpty() || running < MOST_AT_ONCE && !waiting.isEmpty()) {
            next.startIn(0);
        }
    }

    private void step(Job job) {
        switch (job.recovery.advance()) {
            case READY -> {
                PartitionLog log = job.recovery.loaded();
                job.directory.add(log);
                loaded.put(job.partition, log);
                running--;
            }
            case FAILED -> {
                if (job.recovery.failure() instanceof CorruptFileException) {
                    LOG.error("partition {} is offline: {}", job.partition, job.recovery.failure().getMessage());
                }
                failed.put(job.partition, job.recovery.failure());
                running--;
            }
            case FORCING -> job.forcing = true;
            default -> runnable.add(job);
        }
    }

    private void resume(Job job) {
        if (job.forcing && !stopped) {
            job.forcing = false;
            runnable.add(job);
            next.startIn(0);
        }
    }

    private static final class Job {
        private final LogHome directory;
        private final TopicPartition partition;
        private LogRecovery recovery;
        private boolean forcing;

        private Job(LogHome directory, TopicPartition partition) {
            this.directory = directory;
            this.partition = partition;
        }
    }
}
