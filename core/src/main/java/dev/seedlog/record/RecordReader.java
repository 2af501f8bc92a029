package dev.seedlog.record;

import dev.seedlog.base.BufferSlice;
import org.agrona.DirectBuffer;

/**
 * Walks the records of a batch, compressed or not: a flyweight that shows one record at a time. A compressed record
 * lies in memory that the reader keeps, until the next is shown; any other lies in its batch.
 *
 * <p>All that a record says of itself is checked: its size, its numbers, its headers, and after the last record that
 * nothing follows. Whether offsets are consecutive is not, since compaction leaves gaps.
 *
 * <pre>
 * record: length varint | attributes int8 | timestampDelta varlong | offsetDelta varint | keyLength varint | key
 *         valueLength varint | value | headerCount varint | headers
 * header: keyLength varint | key (UTF-8) | valueLength varint | value
 * </pre>
 * A negative length of a key or value means null.
 */
public final class RecordReader {

    /** A limit for decompressed records that no honest batch of usual size reaches. */
    public static final int DEFAULT_MAX_DECOMPRESSED_BYTES = 128 * 1_024 * 1_024;

    /** In place of a length: null. */
    public static final int NULL_LENGTH = -1;

    private final RecordInput input;

    private RecordBatch batch;
    private long baseOffset;
    private long baseTimestamp;
    private int baseSequence;
    private boolean logAppendTime;
    private int recordCount;
    private int shown;

    private int offsetDelta;
    private long timestamp;
    private int sizeBytes;
    private int keyOffset;
    private int keyLength;
    private int valueOffset;
    private int valueLength;
    private int headerCount;
    private int headersOffset;
    private long bodyEnd;

    private final HeaderCursor headers = new HeaderCursor();

    /** A reader that refuses to decompress a batch to more than {@code maxDecompressedBytes}. */
    public RecordReader(Codecs codecs, int maxDecompressedBytes) {
        this.input = new RecordInput(codecs, maxDecompressedBytes);
    }

    /**
     * Begins with a batch, whose size must have been checked.
     *
     * @throws BadBatchException if its compression does not exist or its record count is negative
     */
    public RecordReader wrap(RecordBatch recordBatch) {
        if (!Compression.isKnown(recordBatch.compressionId())) {
            throw new BadBatchException(BatchError.BAD_COMPRESSION,
                    "compression " + recordBatch.compressionId() + " does not exist");
        }
        batch = recordBatch;
        baseOffset = batch.baseOffset();
        baseTimestamp = batch.baseTimestamp();
        baseSequence = batch.baseSequence();
        logAppendTime = batch.timestampType() == TimestampType.LOG_APPEND_TIME;
        recordCount = batch.recordCount();
        shown = 0;
        if (recordCount < 0) {
            throw new BadBatchException(BatchError.INVALID, "the batch says that it has " + recordCount + " records");
        }
        if (recordCount > 0) {
            input.wrap(batch);
        }
        return this;
    }

    /**
     * Goes to the next record.
     *
     * @return whether there is one
     * @throws BadBatchException if the records are malformed; the reader must be wrapped anew
     */
    public boolean next() {
        if (shown == recordCount) {
            return false;
        }
        int bodyBytes = beginBody();
        input.require(bodyBytes);
        readFields();
        headersOffset = input.position();
        skipHeaders();
        endBody();
        return true;
    }

    /** As {@link #next()}, for who wants numbers only: no key, value or header can be looked at. */
    boolean skim() {
        if (shown == recordCount) {
            return false;
        }
        beginBody();
        readFields();
        skipHeaders();
        endBody();
        return true;
    }

    private int beginBody() {
        long recordStart = input.consumed();
        int bodyBytes = input.readVarint();
        if (bodyBytes < 0) {
            throw invalid("a record says that it has " + bodyBytes + " bytes");
        }
        long bodyStart = input.consumed();
        bodyEnd = bodyStart + bodyBytes;
        sizeBytes = (int) Math.min(Integer.MAX_VALUE, bodyEnd - recordStart);
        return bodyBytes;
    }

    private void readFields() {
        input.readByte();
        long timestampDelta = input.readVarlong();
        timestamp = logAppendTime ? batch.maxTimestamp() : baseTimestamp + timestampDelta;
        offsetDelta = input.readVarint();
        keyLength = Math.max(NULL_LENGTH, input.readVarint());
        keyOffset = input.position();
        skipWithinBody(keyLength);
        valueLength = Math.max(NULL_LENGTH, input.readVarint());
        valueOffset = input.position();
        skipWithinBody(valueLength);
        headerCount = input.readVarint();
        // Each header takes two bytes or more.
        if (headerCount < 0 || headerCount > bodyEnd - input.consumed()) {
            throw invalid("a record says that it has " + headerCount + " headers");
        }
    }

    private void skipHeaders() {
        for (int i = 0; i < headerCount; i++) {
            int headerKeyLength = input.readVarint();
            if (headerKeyLength < 0) {
                throw invalid("a header's key has " + headerKeyLength + " bytes");
            }
            skipWithinBody(headerKeyLength);
            skipWithinBody(input.readVarint());
        }
    }

    private void endBody() {
        if (input.consumed() != bodyEnd) {
            throw invalid("a record ends " + (bodyEnd - input.consumed()) + " bytes away from where it says");
        }
        shown++;
        if (shown == recordCount && !input.exhausted()) {
            throw invalid("bytes follow the last of " + recordCount + " records");
        }
    }

    private void skipWithinBody(int lengthBytes) {
        if (lengthBytes <= 0) {
            return;
        }
        if (lengthBytes > bodyEnd - input.consumed()) {
            throw invalid("a field of " + lengthBytes + " bytes is longer than its record");
        }
        input.skip(lengthBytes);
    }

    private static BadBatchException invalid(String message) {
        return new BadBatchException(BatchError.INVALID, message);
    }

    /** The record's offset. */
    public long offset() {
        return baseOffset + offsetDelta;
    }

    /** The record's offset, counted from the batch's base offset. */
    public int offsetDelta() {
        return offsetDelta;
    }

    /** The record's place in its batch, from 0. */
    public int index() {
        return shown - 1;
    }

    /** Milliseconds since 1970: the producer's, or the batch's append time. */
    public long timestamp() {
        return timestamp;
    }

    /** The record's sequence, or {@link RecordBatch#NO_SEQUENCE}. */
    public int sequence() {
        return baseSequence < 0 ? RecordBatch.NO_SEQUENCE : Sequences.increment(baseSequence, offsetDelta);
    }

    /** The bytes that the record takes, decompressed. */
    public int sizeBytes() {
        return sizeBytes;
    }

    /** What holds key, value and headers until the next record is shown. */
    public DirectBuffer buffer() {
        return input.buffer();
    }

    /** Whether the record has a key, an empty one included. */
    public boolean hasKey() {
        return keyLength >= 0;
    }

    /** Where the key begins in {@link #buffer()}. */
    public int keyOffset() {
        return keyOffset;
    }

    /** The key's bytes, or {@link #NULL_LENGTH}. */
    public int keyLength() {
        return keyLength;
    }

    /** Whether the record has a value, an empty one included; a record without one is a tombstone. */
    public boolean hasValue() {
        return valueLength >= 0;
    }

    /** Where the value begins in {@link #buffer()}. */
    public int valueOffset() {
        return valueOffset;
    }

    /** The value's bytes, or {@link #NULL_LENGTH}. */
    public int valueLength() {
        return valueLength;
    }

    /** The key as a slice of its own, or null; valid until the next record is shown. */
    public BufferSlice key() {
        return hasKey() ? new BufferSlice(buffer(), keyOffset, keyLength) : null;
    }

    /** The value as a slice of its own, or null; valid until the next record is shown. */
    public BufferSlice value() {
        return hasValue() ? new BufferSlice(buffer(), valueOffset, valueLength) : null;
    }

    /** How many headers the record has. */
    public int headerCount() {
        return headerCount;
    }

    /** The headers, from the first: one cursor for each reader, which begins anew with each call. */
    public HeaderCursor headers() {
        return headers.wrap(buffer(), headersOffset, headerCount);
    }
}
