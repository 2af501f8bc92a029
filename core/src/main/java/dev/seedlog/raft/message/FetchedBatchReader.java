package dev.seedlog.raft.message;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.raft.ControlRecord;
import dev.seedlog.raft.FetchedBatches;
import dev.seedlog.record.BadBatchException;
import dev.seedlog.record.BatchCursor;
import dev.seedlog.record.BatchError;
import dev.seedlog.record.RecordBatch;
import dev.seedlog.record.RecordReader;
import dev.seedlog.wire.Payload;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks the batches of a fetch response before anything of them is believed, and finds the control records that the
 * kernel must know. The metadata log is never compacted: its offsets have no gap.
 */
public final class FetchedBatchReader {

    private final BatchCursor cursor = new BatchCursor();
    private final RecordReader records;

    /** Reads control records by means of {@code records}. */
    public FetchedBatchReader(RecordReader records) {
        this.records = records;
    }

    /**
     * Describes the whole batches of a response; a batch that its end cuts off is left out.
     *
     * @throws BadBatchException if a checksum, an offset, an epoch or a control record is wrong
     */
    public FetchedBatches read(Payload payload) {
        if (!(payload instanceof Payload.Bytes bytes)) {
            throw new IllegalArgumentException("a received payload is in memory");
        }
        BufferSlice slice = bytes.slice();
        cursor.wrap(slice.buffer(), slice.offset(), slice.lengthBytes());
        List<ControlRecord> controls = new ArrayList<>();
        long baseOffset = -1;
        long endOffset = -1;
        int lastEpoch = -1;
        int wholeBytes = 0;
        BatchCursor.Step step = cursor.next();
        while (step == BatchCursor.Step.BATCH) {
            RecordBatch batch = cursor.batch();
            check(batch, endOffset, lastEpoch);
            if (batch.isControl()) {
                ControlRecords.collect(records, batch, controls);
            }
            baseOffset = baseOffset < 0 ? batch.baseOffset() : baseOffset;
            endOffset = batch.nextOffset();
            lastEpoch = batch.partitionLeaderEpoch();
            wholeBytes += batch.sizeBytes();
            step = cursor.next();
        }
        if (step == BatchCursor.Step.CORRUPT) {
            throw new BadBatchException(BatchError.CORRUPT, cursor.problem());
        }
        return wholeBytes == 0 ? FetchedBatches.NONE : new FetchedBatches(baseOffset, endOffset, lastEpoch,
                List.copyOf(controls), new SlicePayload(slice.slice(0, wholeBytes)));
    }

    private static void check(RecordBatch batch, long endBefore, int epochBefore) {
        if (!batch.isCrcValid()) {
            throw new BadBatchException(BatchError.CORRUPT,
                    "a batch at " + batch.baseOffset() + " has a wrong checksum");
        }
        boolean whole = batch.baseOffset() >= 0 && batch.recordCount() > 0
                && batch.recordCount() == batch.lastOffsetDelta() + 1;
        if (!whole || (endBefore >= 0 && batch.baseOffset() != endBefore)) {
            throw new BadBatchException(BatchError.INVALID, "a batch at " + batch.baseOffset() + " with "
                    + batch.recordCount() + " records does not continue the log at " + endBefore);
        }
        if (batch.partitionLeaderEpoch() < 0 || batch.partitionLeaderEpoch() < epochBefore) {
            throw new BadBatchException(BatchError.INVALID, "a batch at " + batch.baseOffset() + " of epoch "
                    + batch.partitionLeaderEpoch() + " behind one of epoch " + epochBefore);
        }
    }
}
