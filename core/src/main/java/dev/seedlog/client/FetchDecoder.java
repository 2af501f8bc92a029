package dev.seedlog.client;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.log.TopicPartition;
import dev.seedlog.record.BadBatchException;
import dev.seedlog.record.BatchCursor;
import dev.seedlog.record.RecordBatch;
import dev.seedlog.record.RecordReader;
import dev.seedlog.wire.Payload;

/** Reads the batches of an answer and shows the records at or behind the position that was asked for. */
final class FetchDecoder {

    private final RecordReader reader;
    private final FetchListener listener;
    private final BatchCursor cursor = new BatchCursor();
    private boolean damaged;

    FetchDecoder(RecordReader reader, FetchListener listener) {
        this.reader = reader;
        this.listener = listener;
    }

    /**
     * Shows the records.
     *
     * @return the position behind them
     */
    long decode(TopicPartition partition, long position, Payload records) {
        if (!(records instanceof Payload.Bytes bytes)) {
            return position;
        }
        BufferSlice slice = bytes.slice();
        long next = position;
        damaged = false;
        cursor.wrap(slice.buffer(), slice.offset(), slice.lengthBytes());
        BatchCursor.Step step = cursor.next();
        while (step == BatchCursor.Step.BATCH) {
            RecordBatch batch = cursor.batch();
            if (!batch.isCrcValid()) {
                damaged = true;
                listener.onCorrupt(partition, next, "the checksum is wrong: " + batch);
                return next;
            }
            if (batch.nextOffset() > next) {
                next = decodeBatch(partition, next, batch);
            }
            step = cursor.next();
        }
        if (step == BatchCursor.Step.CORRUPT) {
            damaged = true;
            listener.onCorrupt(partition, next, cursor.problem());
        }
        return next;
    }

    /** Whether what was decoded last is damaged: asking again at once would give the same. */
    boolean damaged() {
        return damaged;
    }

    private long decodeBatch(TopicPartition partition, long position, RecordBatch batch) {
        try {
            reader.wrap(batch);
            while (!batch.isControl() && reader.next()) {
                if (reader.offset() >= position) {
                    listener.onRecord(partition, reader);
                }
            }
        } catch (BadBatchException e) {
            listener.onCorrupt(partition, position, e.getMessage());
        }
        return batch.nextOffset();
    }
}
