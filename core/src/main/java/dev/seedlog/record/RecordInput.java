package dev.seedlog.record;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The bytes of a batch's records in order, whether they lie in the batch or come out of a codec block by block.
 *
 * <p>A codec's bytes are copied once more only where a record that must lie in one piece spans blocks.
 */
final class RecordInput {

    private static final int VARINT_BITS = 7;
    private static final int VARINT_MASK = 0x7F;
    private static final int VARINT_LAST_SHIFT = 28;
    private static final int VARLONG_LAST_SHIFT = 63;

    private final Codecs codecs;
    private final int limitBytes;
    private final UnsafeBuffer window = new UnsafeBuffer(new byte[0]);
    private final ScratchArray spill = new ScratchArray();

    private Decompressor decompressor;
    private DirectBuffer current;
    private int position;
    private int end;
    /** What {@link #consumed()} was where {@link #current} begins, minus that position. */
    private long consumedBefore;
    /** What is left of the codec's block behind the bytes in {@link #current}. */
    private int blockPosition;
    private int blockEnd;
    private long decompressedBytes;

    RecordInput(Codecs codecs, int limitBytes) {
        this.codecs = codecs;
        this.limitBytes = limitBytes;
    }

    /** Begins with a batch whose size was checked and whose compression exists. */
    void wrap(RecordBatch batch) {
        blockPosition = 0;
        blockEnd = 0;
        decompressedBytes = 0;
        spill.trim();
        Compression compression = batch.compression();
        if (compression == Compression.NONE) {
            decompressor = null;
            current = batch.buffer();
            position = batch.recordsBufferOffset();
            end = position + batch.recordsSizeBytes();
        } else {
            decompressor = codecs.decompressor(compression);
            decompressor.begin(batch.buffer(), batch.recordsBufferOffset(), batch.recordsSizeBytes(), limitBytes);
            current = window;
            position = 0;
            end = 0;
        }
        consumedBefore = -position;
    }

    /** How many bytes have been consumed since the first. */
    long consumed() {
        return consumedBefore + position;
    }

    /** Whether there is no byte left. */
    boolean exhausted() {
        return position == end && !refill();
    }

    byte readByte() {
        if (position == end && !refill()) {
            throw endsEarly();
        }
        return current.getByte(position++);
    }

    /** A signed number in zigzag form of at most 5 bytes. */
    int readVarint() {
        int value = 0;
        for (int shift = 0; shift <= VARINT_LAST_SHIFT; shift += VARINT_BITS) {
            byte next = readByte();
            value |= (next & VARINT_MASK) << shift;
            if (next >= 0) {
                return (value >>> 1) ^ -(value & 1);
            }
        }
        throw new BadBatchException(BatchError.INVALID, "a number in a record has more than 5 bytes");
    }

    /** A signed number in zigzag form of at most 10 bytes. */
    long readVarlong() {
        long value = 0;
        for (int shift = 0; shift <= VARLONG_LAST_SHIFT; shift += VARINT_BITS) {
            byte next = readByte();
            value |= (long) (next & VARINT_MASK) << shift;
            if (next >= 0) {
                return (value >>> 1) ^ -(value & 1);
            }
        }
        throw new BadBatchException(BatchError.INVALID, "a number in a record has more than 10 bytes");
    }

    void skip(int lengthBytes) {
        int left = lengthBytes;
        while (left > end - position) {
            left -= end - position;
            position = end;
            if (!refill()) {
                throw endsEarly();
            }
        }
        position += left;
    }

    /** Makes the next {@code lengthBytes} lie in one piece, at {@link #position()} of {@link #buffer()}. */
    void require(int lengthBytes) {
        if (lengthBytes <= end - position) {
            return;
        }
        if (decompressor == null) {
            throw endsEarly();
        }
        if (lengthBytes > limitBytes) {
            throw tooLarge();
        }
        gather(lengthBytes);
    }

    /** The buffer that {@link #require} spoke of. */
    DirectBuffer buffer() {
        return current;
    }

    /** Where the next byte lies in {@link #buffer()}. */
    int position() {
        return position;
    }

    private void gather(int lengthBytes) {
        long consumed = consumed();
        int gathered = end - position;
        // Grown as bytes come, not to the length that the record claims.
        current.getBytes(position, spill.grow(gathered, limitBytes), 0, gathered);
        while (gathered < lengthBytes) {
            if (blockPosition == blockEnd && !nextBlock()) {
                throw endsEarly();
            }
            int part = Math.min(lengthBytes - gathered, blockEnd - blockPosition);
            byte[] target = spill.grow(gathered + part, limitBytes);
            System.arraycopy(decompressor.block(), blockPosition, target, gathered, part);
            gathered += part;
            blockPosition += part;
        }
        window.wrap(spill.bytes(), 0, gathered);
        current = window;
        position = 0;
        end = gathered;
        consumedBefore = consumed;
    }

    private boolean refill() {
        if (decompressor == null || blockPosition == blockEnd && !nextBlock()) {
            return false;
        }
        long consumed = consumed();
        window.wrap(decompressor.block());
        current = window;
        position = blockPosition;
        end = blockEnd;
        blockPosition = blockEnd;
        consumedBefore = consumed - position;
        return true;
    }

    private boolean nextBlock() {
        int produced = decompressor.nextBlock();
        decompressedBytes += produced;
        if (decompressedBytes > limitBytes) {
            throw tooLarge();
        }
        blockPosition = 0;
        blockEnd = produced;
        return produced > 0;
    }

    private BadBatchException tooLarge() {
        return new BadBatchException(BatchError.TOO_LARGE,
                "the records have more than " + limitBytes + " bytes when they are decompressed");
    }

    private static BadBatchException endsEarly() {
        return new BadBatchException(BatchError.INVALID, "the records end within a record");
    }
}
