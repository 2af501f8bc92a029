package dev.seedlog.record;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/**
 * Walks batches that lie one behind the other, checking each length before it is trusted. Checksums are the caller's:
 * {@link RecordBatch#isCrcValid()}.
 *
 * <p>Once {@link #next()} answered anything but {@link Step#BATCH} it stays where it is.
 */
public final class BatchCursor {

    /** What lies at the cursor. */
    public enum Step {
        /** A whole batch of magic 2: {@link #batch()}. */
        BATCH,
        /** Nothing: the range ended with the batch before. */
        END,
        /** The beginning of a batch whose rest is not within the range: a write cut short, or a fetch's last part. */
        TORN,
        /** Bytes that no write cut short could have left: a length that cannot be, another magic. */
        CORRUPT
    }

    private final RecordBatch batch = new RecordBatch();

    private DirectBuffer buffer;
    private int position;
    private int end;
    private int maxBatchBytes;
    private String problem = "";

    /** Walks {@code lengthBytes} bytes from {@code offset}, holding batches of any size. */
    public BatchCursor wrap(DirectBuffer batches, int offset, int lengthBytes) {
        return wrap(batches, offset, lengthBytes, Integer.MAX_VALUE);
    }

    /** As {@link #wrap(DirectBuffer, int, int)}; a batch that says it is larger than {@code maxBytes} is corrupt. */
    public BatchCursor wrap(DirectBuffer batches, int offset, int lengthBytes, int maxBytes) {
        batches.boundsCheck(offset, lengthBytes);
        this.buffer = batches;
        this.position = offset;
        this.end = offset + lengthBytes;
        this.maxBatchBytes = maxBytes;
        this.problem = "";
        return this;
    }

    /** Goes behind the batch found before, and looks what is there. */
    public Step next() {
        int remaining = end - position;
        if (remaining == 0) {
            return Step.END;
        }
        if (remaining < RecordBatch.LENGTH_PREFIX_BYTES) {
            return stop(Step.TORN, "only ", remaining, " bytes of a batch's offset and length");
        }
        int batchLength = buffer.getInt(position + RecordBatch.BATCH_LENGTH_AT, ByteOrder.BIG_ENDIAN);
        long sizeBytes = (long) RecordBatch.LENGTH_PREFIX_BYTES + batchLength;
        if (remaining >= RecordBatch.SIZE_UP_TO_MAGIC_BYTES && batchLength > 0) {
            byte magic = buffer.getByte(position + RecordBatch.MAGIC_AT);
            if (magic != RecordBatch.MAGIC) {
                return stop(Step.CORRUPT, "a batch of magic ", magic, " where only 2 may be");
            }
        }
        if (sizeBytes < RecordBatch.HEADER_SIZE_BYTES) {
            return stop(Step.CORRUPT, "a batch says that it has ", sizeBytes, " bytes, less than its header");
        }
        if (sizeBytes > maxBatchBytes) {
            return stop(Step.CORRUPT, "a batch says that it has ", sizeBytes, " bytes, more than are allowed");
        }
        if (sizeBytes > remaining) {
            return stop(Step.TORN, "a batch ends ", sizeBytes - remaining, " bytes early");
        }
        batch.wrap(buffer, position);
        position += (int) sizeBytes;
        return Step.BATCH;
    }

    private Step stop(Step step, String before, long number, String after) {
        problem = before + number + after;
        return step;
    }

    /** The batch that {@link #next()} found; valid until the next call. */
    public RecordBatch batch() {
        return batch;
    }

    /** Where the cursor stands in the buffer: behind the batches found. */
    public int position() {
        return position;
    }

    /** What is wrong, in words, after TORN or CORRUPT. */
    public String problem() {
        return problem;
    }
}
