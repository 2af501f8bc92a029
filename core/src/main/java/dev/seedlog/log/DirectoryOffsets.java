package dev.seedlog.log;

import dev.seedlog.env.Disk;
import dev.seedlog.env.DiskDone;
import dev.seedlog.env.DiskException;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints of a log directory: recovery points, log starts and high watermarks of all its logs. What they said
 * of logs that are not loaded yet stays in them.
 */
final class DirectoryOffsets {

    private static final Logger LOGGER = LoggerFactory.getLogger(DirectoryOffsets.class);

    private final Disk disk;
    private final String directory;
    private final SortedMap<TopicPartition, LogOffsets> reported = new TreeMap<>();
    private final SortedMap<TopicPartition, PartitionLog> logs = new TreeMap<>();
    private final CheckpointFile recoveryPoints;
    private final CheckpointFile logStarts;
    private final CheckpointFile highWatermarks;
    private final CheckpointFile cleaned;
    private SortedMap<TopicPartition, Long> compacted = new TreeMap<>();
    private final SortedSet<TopicPartition> pointsNoted = new TreeSet<>();
    private final SortedSet<TopicPartition> startsNoted = new TreeSet<>();
    private int filesRead;
    private boolean pointsAreThere;

    DirectoryOffsets(Disk disk, String directory) {
        this.disk = disk;
        this.directory = directory;
        this.recoveryPoints = file(LogFileNames.RECOVERY_POINTS, LogOffsets::recoveryPoint);
        this.logStarts = file(LogFileNames.LOG_STARTS, LogOffsets::logStartOffset);
        this.highWatermarks = file(LogFileNames.HIGH_WATERMARKS, LogOffsets::highWatermark);
        this.cleaned = new CheckpointFile(disk, directory, LogFileNames.CLEANER_OFFSETS,
                () -> OffsetCheckpoint.encode(compacted));
    }

    private CheckpointFile file(String name, ToLongFunction<LogOffsets> value) {
        return new CheckpointFile(disk, directory, name, () -> encode(value));
    }

    /** Reads the files. One that is missing or corrupt says nothing; then more is read and checked than need be. */
    void load() {
        SortedMap<TopicPartition, Long> points = read(LogFileNames.RECOVERY_POINTS);
        SortedMap<TopicPartition, Long> starts = read(LogFileNames.LOG_STARTS);
        pointsAreThere = filesRead == 2;
        pointsNoted.addAll(points.keySet());
        startsNoted.addAll(starts.keySet());
        SortedMap<TopicPartition, Long> watermarks = read(LogFileNames.HIGH_WATERMARKS);
        compacted = read(LogFileNames.CLEANER_OFFSETS);
        SortedMap<TopicPartition, Long> all = new TreeMap<>(points);
        all.putAll(starts);
        all.putAll(watermarks);
        for (TopicPartition partition : all.keySet()) {
            reported.put(partition, new LogOffsets(points.getOrDefault(partition, 0L),
                    starts.getOrDefault(partition, 0L), watermarks.getOrDefault(partition, 0L)));
        }
    }

    private SortedMap<TopicPartition, Long> read(String name) {
        String path = directory + "/" + name;
        byte[] bytes = SmallFiles.read(disk, path);
        if (bytes != null) {
            try {
                SortedMap<TopicPartition, Long> offsets = OffsetCheckpoint.decode(path, bytes);
                filesRead++;
                return offsets;
            } catch (CorruptFileException e) {
                LOGGER.warn("{}; it is ignored", e.getMessage());
            }
        }
        return new TreeMap<>();
    }

    /** Whether recovery points and log starts were there and could be read. */
    boolean pointsAreThere() {
        return pointsAreThere;
    }

    RecoveryHints hintsFor(TopicPartition partition, boolean clean, boolean filesMayBeLost) {
        LogOffsets offsets = reported.getOrDefault(partition, new LogOffsets(0, 0, 0));
        // Kafka notes a log's start only if the first segment begins below it, and recovery points of all logs.
        boolean startKnown = pointsAreThere
                && (startsNoted.contains(partition) || !pointsNoted.contains(partition));
        return new RecoveryHints(offsets.recoveryPoint(), offsets.logStartOffset(), offsets.highWatermark(), clean,
                startKnown, compacted.getOrDefault(partition, 0L), filesMayBeLost && pointsAreThere);
    }

    void add(PartitionLog log) {
        logs.put(log.partition(), log);
    }

    void report(TopicPartition partition, LogOffsets offsets) {
        reported.put(partition, offsets);
    }

    long cleanedUpTo(TopicPartition partition) {
        return compacted.getOrDefault(partition, CleanerCheckpoints.NEVER);
    }

    void cleaned(TopicPartition partition, long offset, DiskDone done) {
        compacted.put(partition, offset);
        cleaned.write(done);
    }

    void remove(TopicPartition partition) {
        compacted.remove(partition);
        logs.remove(partition);
        reported.remove(partition);
    }

    SortedMap<TopicPartition, PartitionLog> logs() {
        return logs;
    }

    private byte[] encode(ToLongFunction<LogOffsets> value) {
        for (PartitionLog log : logs.values()) {
            reported.put(log.partition(), LogOffsets.of(log));
        }
        SortedMap<TopicPartition, Long> offsets = new TreeMap<>();
        reported.forEach((partition, of) -> offsets.put(partition, value.applyAsLong(of)));
        return OffsetCheckpoint.encode(offsets);
    }

    /** Makes recovery points and log starts durable. */
    void writePoints(DiskDone done) {
        Both both = new Both(done);
        recoveryPoints.write(both);
        logStarts.write(both);
    }

    void writeHighWatermarks(DiskDone done) {
        highWatermarks.write(done);
    }

    /** Waits for two; tells the first failure. */
    private static final class Both implements DiskDone {
        private final DiskDone done;
        private DiskException failure;
        private boolean one;

        private Both(DiskDone done) {
            this.done = done;
        }

        @Override
        public void onDone(DiskException problem) {
            failure = failure == null ? problem : failure;
            if (one) {
                done.onDone(failure);
            }
            one = true;
        }
    }
}
