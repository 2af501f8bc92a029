package dev.seedlog.replica;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.env.FileRegion;
import dev.seedlog.log.BatchPosition;
import dev.seedlog.log.EpochEntry;
import dev.seedlog.log.LeaderEpochs;
import dev.seedlog.log.PartitionLog;
import dev.seedlog.record.BadBatchException;
import dev.seedlog.record.Codecs;
import dev.seedlog.record.RecordBatch;
import dev.seedlog.record.RecordReader;
import dev.seedlog.wire.ErrorCode;
import org.agrona.concurrent.UnsafeBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks for records by their timestamps, within the batches that the log's index points to. */
public final class OffsetSearch {

    private static final Logger LOG = LoggerFactory.getLogger(OffsetSearch.class);
    private static final int UNKNOWN_EPOCH = -1;

    private final RecordReader reader;
    private final RecordBatch batch = new RecordBatch();

    /** A search with a shard's codecs. */
    public OffsetSearch(Codecs codecs) {
        this.reader = new RecordReader(codecs, RecordReader.DEFAULT_MAX_DECOMPRESSED_BYTES);
    }

    /** Where the log begins. */
    public OffsetFound atStart(PartitionLeader leader) {
        long start = leader.log().logStartOffset();
        return new OffsetFound(start, -1, epochAt(leader.log().leaderEpochs(), start));
    }

    /** The first record, visible to the reader, whose timestamp is not smaller. */
    public OffsetFound byTimestamp(PartitionLeader leader, long timestampMs, boolean committedOnly) {
        long bound = boundOf(leader, committedOnly);
        BatchPosition position = leader.log().batchByTimestamp(timestampMs, leader.log().logStartOffset());
        while (position != null && position.baseOffset() < bound) {
            OffsetFound found = firstAtLeast(leader.log(), position, timestampMs);
            if (found != OffsetFound.NOTHING) {
                return found.offset() < bound ? found : OffsetFound.NOTHING;
            }
            position = leader.log().batchByTimestamp(timestampMs, position.lastOffset() + 1);
        }
        if (position != null) {
            position.region().release();
        }
        return OffsetFound.NOTHING;
    }

    /** The first record that has the largest timestamp of all, unless the reader does not see it yet. */
    public OffsetFound ofMaxTimestamp(PartitionLeader leader, boolean committedOnly) {
        long bound = boundOf(leader, committedOnly);
        BatchPosition position = leader.log().batchOfMaxTimestamp();
        if (position == null || position.maxTimestampMs() < 0) {
            if (position != null) {
                position.region().release();
            }
            return OffsetFound.NOTHING;
        }
        OffsetFound found = firstAtLeast(leader.log(), position, position.maxTimestampMs());
        return found.offset() < bound ? found : OffsetFound.NOTHING;
    }

    private static long boundOf(PartitionLeader leader, boolean committedOnly) {
        return committedOnly ? leader.log().lastStableOffset() : leader.highWatermark();
    }

    private OffsetFound firstAtLeast(PartitionLog log, BatchPosition position, long timestampMs) {
        try {
            BufferSlice bytes = bytesOf(position.region());
            reader.wrap(batch.wrap(bytes.buffer(), bytes.offset()));
            while (reader.next()) {
                if (reader.timestamp() >= timestampMs && reader.offset() >= log.logStartOffset()) {
                    return new OffsetFound(reader.offset(), reader.timestamp(), position.leaderEpoch());
                }
            }
            return OffsetFound.NOTHING;
        } catch (BadBatchException e) {
            LOG.error("the batch at offset {} of {} cannot be read: {} ({})", position.baseOffset(), log.partition(),
                    e.getMessage(), ErrorCode.CORRUPT_MESSAGE);
            return OffsetFound.NOTHING;
        } finally {
            position.region().release();
        }
    }

    private static BufferSlice bytesOf(FileRegion region) {
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[region.sizeBytes()]);
        region.read(0, buffer, 0, region.sizeBytes());
        return new BufferSlice(buffer, 0, region.sizeBytes());
    }

    private static int epochAt(LeaderEpochs epochs, long offset) {
        int epoch = UNKNOWN_EPOCH;
        for (EpochEntry entry : epochs.entries()) {
            if (entry.startOffset() <= offset) {
                epoch = entry.epoch();
            }
        }
        return epoch;
    }
}
