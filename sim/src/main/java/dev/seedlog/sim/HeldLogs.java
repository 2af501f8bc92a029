package dev.seedlog.sim;

import dev.seedlog.log.CorruptFileException;
import dev.seedlog.log.LogFileNames;
import dev.seedlog.log.PartitionMetadata;
import dev.seedlog.log.TopicPartition;
import dev.seedlog.record.BadBatchException;
import dev.seedlog.record.BatchCursor;
import dev.seedlog.record.CodecInstances;
import dev.seedlog.record.Codecs;
import dev.seedlog.record.RecordBatch;
import dev.seedlog.record.RecordReader;
import dev.seedlog.sim.workload.RecordBytes;
import dev.seedlog.sim.workload.Recorder;
import dev.seedlog.simworld.SimDisk;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Looks, before the power is cut, at what a node has of each partition's log, and at what of that is durable: whole
 * batches from the beginning on, in files whose bytes and names were forced. All that is durable must be there ever
 * after.
 */
public final class HeldLogs {

    private static final String SEGMENT_SUFFIX = ".log";

    private final Recorder recorder;
    private final ReplicaSafety safety;

    HeldLogs(Recorder recorder, ReplicaSafety safety) {
        this.recorder = recorder;
        this.safety = safety;
    }

    /**
     * The records of a log that can be read, one after the other.
     *
     * @param firstOffset where they begin
     * @param endOffset where they end
     * @param values one for each of them, up to where one was compacted away
     */
    public record Content(long firstOffset, long endOffset, long[] values) {

        static final Content EMPTY = new Content(0, 0, new long[0]);
    }

    /** How far what a node has may be relied on, from when its broker was registered until it is registered again. */
    enum Trust {
        /** Nothing has happened to it. */
        ALL,
        /** Its power was cut: what it had forced is there. */
        FORCED,
        /** It will leave what it is in sync with when it is back, whatever it has. */
        DISOWNED;

        /** Whether everything that clients may know to be written is there, and will be believed to be. */
        boolean keepsWhatCounts(boolean forcedAcks) {
            return this == ALL || this == FORCED && forcedAcks;
        }
    }

    /**
     * What a node has of a partition.
     *
     * @param cached what it can read
     * @param forced what of that is durable
     * @param mayLead whether it may be elected without a record being lost
     * @param ledLast whether it is elected, whatever it has, once nobody else may be
     * @param trust how far this may be relied on
     */
    record Held(Content cached, Content forced, boolean mayLead, boolean ledLast, Trust trust) {

        /** A log that was lost with its directory, by somebody who is believed to have it. */
        private static Held lost(boolean mayLead, boolean ledLast) {
            return new Held(Content.EMPTY, Content.EMPTY, mayLead, ledLast, Trust.DISOWNED);
        }

        /** What is surely left of it. */
        Content left() {
            return trust == Trust.ALL ? cached : forced;
        }

        HolderLedger.Holding holding() {
            // What was before the first record was removed on purpose.
            return new HolderLedger.Holding(cached.endOffset(), Math.max(cached.firstOffset(), forced.endOffset()),
                    mayLead);
        }
    }

    /**
     * What a node has of each partition that clients have used, and of those in which groups are kept. Of topics that
     * are deleted nothing is promised, though logs may still be there, and others of the name.
     */
    Map<TopicPartition, Held> look(ServerNode server) {
        server.groupPartitions().forEach(recorder::internalKey);
        Map<TopicPartition, Held> logs = new TreeMap<>();
        try (Codecs codecs = new Codecs(CodecInstances.pureJava())) {
            RecordReader reader = new RecordReader(codecs, RecordReader.DEFAULT_MAX_DECOMPRESSED_BYTES);
            for (TopicPartition partition : recorder.partitions()) {
                String directory = server.directoryOf(partition);
                boolean mayLead = safety.mayLead(partition, server.id());
                boolean ledLast = safety.ledLast(partition, server.id());
                if (directory != null && recorder.isPresent(partition, safety.topicId(partition.topic()))) {
                    SimDisk disk = server.node().disk();
                    logs.put(partition, new Held(read(disk, directory, false, reader, valuesOf(partition)),
                            read(disk, directory, true, reader, valuesOf(partition)),
                            mayLead, ledLast, safety.trust(server.id())));
                } else if (directory == null && safety.hasLost(server.id()) && (mayLead || ledLast)) {
                    logs.put(partition, Held.lost(mayLead, ledLast));
                }
            }
        }
        return logs;
    }

    /** None yet. What coordinators write has no values of ours. */
    private Values valuesOf(TopicPartition partition) {
        return new Values(recorder.isCompacted(partition.topic()), !ServerNode.isOfGroups(partition));
    }

    private static Content read(SimDisk disk, String directory, boolean durableOnly, RecordReader reader,
                                Values values) {
        if (durableOnly && !isIdDurable(disk, directory)) {
            return Content.EMPTY;
        }
        for (String name : disk.names(directory, false)) {
            if (name.endsWith(SEGMENT_SUFFIX)) {
                String path = directory + "/" + name;
                if (!durableOnly) {
                    values.segmentAt(LogFileNames.offsetOf(name));
                }
                // A compacted segment is as good under its former name: recovery puts it in its place.
                byte[] content = durableOnly ? disk.durableContent(path, name + LogFileNames.SWAP)
                        : disk.content(path);
                boolean whole = readSegment(content, reader, values);
                if (!whole || durableOnly && content.length < disk.content(path).length) {
                    break;
                }
            }
        }
        return values.content();
    }

    /**
     * A node counts no record as forced before the topic's id is. Records that are durable without it were not promised
     * to anybody, and nobody knows whose they are.
     */
    private static boolean isIdDurable(SimDisk disk, String directory) {
        String path = directory + "/" + LogFileNames.PARTITION_METADATA;
        try {
            return !PartitionMetadata.decode(path, disk.durableContent(path)).isZero();
        } catch (CorruptFileException e) {
            return false;
        }
    }

    /** Reads on; false if what is there is no batch, or not the next one. */
    private static boolean readSegment(byte[] content, RecordReader reader, Values values) {
        BatchCursor cursor = new BatchCursor().wrap(new UnsafeBuffer(content), 0, content.length);
        BatchCursor.Step step = cursor.next();
        for (; step == BatchCursor.Step.BATCH; step = cursor.next()) {
            RecordBatch batch = cursor.batch();
            // A batch of an earlier life may lie behind the end that recovery has cut.
            if (!batch.isCrcValid() || !values.goesOnAt(batch.baseOffset())) {
                return false;
            }
            try {
                reader.wrap(batch);
                while (reader.next()) {
                    values.add(reader.offset(), reader);
                }
            } catch (BadBatchException e) {
                throw new IllegalStateException("a batch with a valid checksum cannot be read", e);
            }
            values.endOffset = batch.nextOffset();
        }
        return step == BatchCursor.Step.END;
    }

    /** Values that become more, one for each offset up to where compaction has taken one. */
    private static final class Values {
        private final boolean compacted;
        private boolean dense;
        private boolean begun;
        private long[] all = new long[64];
        private int count;
        private long firstOffset;
        private long endOffset;

        private Values(boolean compacted, boolean wanted) {
            this.compacted = compacted;
            this.dense = wanted;
        }

        /** A segment begins here: all that was before it, if nothing is there, was removed on purpose. */
        private void segmentAt(long baseOffset) {
            if (!begun) {
                firstOffset = baseOffset;
                endOffset = baseOffset;
            }
        }

        /** Whether a batch lies behind what there is; the first one may lie anywhere, behind what was deleted. */
        private boolean goesOnAt(long baseOffset) {
            if (!begun) {
                begun = true;
                firstOffset = baseOffset;
                return true;
            }
            return baseOffset == endOffset || compacted && baseOffset > endOffset;
        }

        private void add(long offset, RecordReader record) {
            dense &= offset == firstOffset + count;
            if (!dense) {
                return;
            }
            if (count == all.length) {
                all = Arrays.copyOf(all, 2 * count);
            }
            all[count++] = RecordBytes.decode(record);
        }

        private Content content() {
            return new Content(firstOffset, endOffset, Arrays.copyOf(all, count));
        }
    }
}
