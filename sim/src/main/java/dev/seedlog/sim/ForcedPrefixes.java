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
 * Looks, before the power is cut, at what the node has of each partition's log, and at what of that is durable: whole
 * batches from the beginning on, in files whose bytes and names were forced. All that is durable must be there ever
 * after.
 */
final class ForcedPrefixes {

    private static final String SEGMENT_SUFFIX = ".log";

    private final ServerNode server;
    private final Recorder recorder;

    ForcedPrefixes(ServerNode server, Recorder recorder) {
        this.server = server;
        this.recorder = recorder;
    }

    /** Notes what is durable now, and says what there is of each partition that clients have used. */
    Map<TopicPartition, HolderLedger.Holding> look() {
        Map<TopicPartition, HolderLedger.Holding> holdings = new TreeMap<>();
        try (Codecs codecs = new Codecs(CodecInstances.pureJava())) {
            RecordReader reader = new RecordReader(codecs, RecordReader.DEFAULT_MAX_DECOMPRESSED_BYTES);
            for (TopicPartition partition : recorder.partitions()) {
                String directory = server.directoryOf(partition);
                if (directory != null) {
                    Values forced = read(directory, true, reader);
                    if (forced.count > 0) {
                        recorder.forced(recorder.presentKey(partition), forced.firstOffset,
                                Arrays.copyOf(forced.all, forced.count));
                    }
                    Values cached = read(directory, false, reader);
                    if (cached.count > 0) {
                        // What was before the first record was removed on purpose.
                        holdings.put(partition, new HolderLedger.Holding(cached.endOffset,
                                Math.max(cached.firstOffset, forced.endOffset), true));
                    }
                }
            }
        }
        return holdings;
    }

    private Values read(String directory, boolean durableOnly, RecordReader reader) {
        Values values = new Values();
        SimDisk disk = server.node().disk();
        if (durableOnly && !isIdDurable(disk, directory)) {
            return values;
        }
        for (String name : disk.names(directory, false)) {
            if (name.endsWith(SEGMENT_SUFFIX)) {
                String path = directory + "/" + name;
                byte[] content = durableOnly ? disk.durableContent(path) : disk.content(path);
                boolean whole = readSegment(content, reader, values);
                if (!whole || durableOnly && content.length < disk.content(path).length) {
                    break;
                }
            }
        }
        return values;
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
                    if (reader.offset() != values.firstOffset + values.count) {
                        // Compaction has taken a record from between.
                        return false;
                    }
                    values.add(RecordBytes.decode(reader));
                }
            } catch (BadBatchException e) {
                throw new IllegalStateException("a batch with a valid checksum cannot be read", e);
            }
            values.endOffset = batch.nextOffset();
        }
        return step == BatchCursor.Step.END;
    }

    /** Values that become more, one for each offset. */
    private static final class Values {
        private long[] all = new long[64];
        private int count;
        private long firstOffset;
        private long endOffset;

        /** Whether a batch lies behind what there is; the first one may lie anywhere, behind what was deleted. */
        private boolean goesOnAt(long baseOffset) {
            if (count == 0) {
                firstOffset = baseOffset;
                return true;
            }
            return baseOffset == endOffset;
        }

        private void add(long value) {
            if (count == all.length) {
                all = Arrays.copyOf(all, 2 * count);
            }
            all[count++] = value;
        }
    }
}
