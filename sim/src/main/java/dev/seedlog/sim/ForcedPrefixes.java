package dev.seedlog.sim;

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
import dev.seedlog.simworld.SimWorld;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Looks, before the power is cut, at what of each partition's log is durable: whole batches from the beginning on, in
 * files whose bytes and names were forced. All of it must be there ever after.
 */
final class ForcedPrefixes {

    private static final String SEGMENT_SUFFIX = ".log";

    private final SimWorld world;
    private final ServerNode server;
    private final Recorder recorder;

    ForcedPrefixes(SimWorld world, ServerNode server, Recorder recorder) {
        this.world = world;
        this.server = server;
        this.recorder = recorder;
    }

    /** Notes what is durable now. */
    void look() {
        try (Codecs codecs = new Codecs(CodecInstances.pureJava())) {
            RecordReader reader = new RecordReader(codecs, RecordReader.DEFAULT_MAX_DECOMPRESSED_BYTES);
            for (TopicPartition partition : recorder.partitions()) {
                String directory = server.directoryOf(partition);
                if (directory != null) {
                    Values values = new Values();
                    read(directory, reader, values);
                    if (values.count > 0) {
                        recorder.forced(recorder.presentKey(partition), values.firstOffset,
                                Arrays.copyOf(values.all, values.count));
                    }
                }
            }
        }
    }

    private void read(String directory, RecordReader reader, Values values) {
        SimDisk disk = server.node().disk();
        for (String name : disk.names(directory, false)) {
            if (name.endsWith(SEGMENT_SUFFIX)) {
                byte[] durable = disk.durableContent(directory + "/" + name);
                readSegment(durable, reader, values);
                if (durable.length < disk.content(directory + "/" + name).length) {
                    return;
                }
            }
        }
    }

    private static void readSegment(byte[] durable, RecordReader reader, Values values) {
        BatchCursor cursor = new BatchCursor().wrap(new UnsafeBuffer(durable), 0, durable.length);
        while (cursor.next() == BatchCursor.Step.BATCH) {
            RecordBatch batch = cursor.batch();
            // A batch of an earlier life may lie behind the end that recovery has cut.
            if (!batch.isCrcValid() || !values.goesOnAt(batch.baseOffset())) {
                return;
            }
            try {
                reader.wrap(batch);
                while (reader.next()) {
                    values.add(RecordBytes.decode(reader));
                }
            } catch (BadBatchException e) {
                throw new IllegalStateException("a batch with a valid checksum cannot be read", e);
            }
        }
    }

    /** Values that become more. */
    private static final class Values {
        private long[] all = new long[64];
        private int count;
        private long firstOffset;

        /** Whether a batch lies behind what there is; the first one may lie anywhere, behind what was deleted. */
        private boolean goesOnAt(long baseOffset) {
            firstOffset = count == 0 ? baseOffset : firstOffset;
            return baseOffset == firstOffset + count;
        }

        private void add(long value) {
            if (count == all.length) {
                all = Arrays.copyOf(all, 2 * count);
            }
            all[count++] = value;
        }
    }
}
