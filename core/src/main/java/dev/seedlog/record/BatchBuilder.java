package dev.seedlog.record;

import dev.seedlog.base.BufferSlice;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Builds one batch after another, in memory that it keeps. {@link #begin} first, then what differs from the defaults,
 * then the records, then {@link #build}.
 */
public final class BatchBuilder {

    private static final byte RECORD_ATTRIBUTES = 0;

    private final Codecs codecs;
    private final CompressionLevels levels;
    // Header and records as they are written; the records move to the other buffer when they are compressed.
    private final ExpandableArrayBuffer plain = new ExpandableArrayBuffer();
    private ExpandableArrayBuffer packed;
    private final UnsafeBuffer controlKey = new UnsafeBuffer(new byte[ControlRecordType.KEY_SIZE_BYTES]);
    private final BufferSlice controlKeySlice = new BufferSlice(controlKey, 0, ControlRecordType.KEY_SIZE_BYTES);
    private final MutableRecordBatch sealing = new MutableRecordBatch();

    private Compression compression;
    private long baseOffset;
    private int leaderEpoch;
    private long producerId;
    private short producerEpoch;
    private int baseSequence;
    private boolean transactional;
    private boolean control;
    private long deleteHorizonMs;
    private long appendTimeMs;

    private int position;
    private int recordCount;
    private int lastOffsetDelta;
    private long baseTimestamp;
    private long maxTimestamp;

    /** A builder that compresses as hard as {@code levels} say. */
    public BatchBuilder(Codecs codecs, CompressionLevels levels) {
        this.codecs = codecs;
        this.levels = levels;
        begin(0, Compression.NONE);
    }

    /** Begins a batch: no producer, no transaction, no leader epoch. What {@link #build} gave before is lost. */
    public BatchBuilder begin(long firstOffset, Compression batchCompression) {
        compression = batchCompression;
        baseOffset = firstOffset;
        leaderEpoch = RecordBatch.NO_LEADER_EPOCH;
        producerId = RecordBatch.NO_PRODUCER_ID;
        producerEpoch = RecordBatch.NO_PRODUCER_EPOCH;
        baseSequence = RecordBatch.NO_SEQUENCE;
        transactional = false;
        control = false;
        deleteHorizonMs = RecordBatch.NO_TIMESTAMP;
        appendTimeMs = RecordBatch.NO_TIMESTAMP;
        position = RecordBatch.HEADER_SIZE_BYTES;
        recordCount = 0;
        lastOffsetDelta = -1;
        baseTimestamp = RecordBatch.NO_TIMESTAMP;
        maxTimestamp = RecordBatch.NO_TIMESTAMP;
        return this;
    }

    /** The epoch of the leader that writes the batch; part of a batch that no producer sends. */
    public BatchBuilder leaderEpoch(int epoch) {
        leaderEpoch = epoch;
        return this;
    }

    /** Makes the batch an idempotent producer's. */
    public BatchBuilder producer(long id, short epoch, int firstSequence) {
        producerId = id;
        producerEpoch = epoch;
        baseSequence = firstSequence;
        return this;
    }

    /** Makes the batch part of its producer's transaction, or not. */
    public BatchBuilder transactional(boolean inTransaction) {
        transactional = inTransaction;
        return this;
    }

    /** Gives all records the time at which the leader appended the batch. */
    public BatchBuilder appendTime(long timeMs) {
        appendTimeMs = timeMs;
        return this;
    }

    /** Makes the batch one of control records, which are copied, or not. */
    public BatchBuilder control(boolean ofControlRecords) {
        control = ofControlRecords;
        return this;
    }

    /** Sets when the batch's tombstones may go (KIP-534); before the first record. */
    public BatchBuilder deleteHorizon(long horizonMs) {
        if (recordCount > 0) {
            throw new IllegalStateException("timestamps already count from the first record's");
        }
        deleteHorizonMs = horizonMs;
        baseTimestamp = horizonMs;
        return this;
    }

    /** Adds a record behind the last; key and value may be null. */
    public void append(long timestampMs, BufferSlice key, BufferSlice value) {
        append(timestampMs, key, value, List.of());
    }

    /** Adds a record behind the last; key and value may be null. */
    public void append(long timestampMs, BufferSlice key, BufferSlice value, List<RecordHeader> headers) {
        if (control) {
            throw new IllegalStateException("a batch has either control records or data");
        }
        put(timestampMs, key, value, headers);
    }

    private void put(long timestampMs, BufferSlice key, BufferSlice value, List<RecordHeader> headers) {
        beginRecord(lastOffsetDelta + 1, timestampMs, keyAndValueBytes(key, value) + headersBytes(headers));
        putField(key);
        putField(value);
        position = Varints.put(plain, position, headers.size());
        for (RecordHeader header : headers) {
            byte[] name = header.key().getBytes(StandardCharsets.UTF_8);
            position = Varints.put(plain, position, name.length);
            plain.putBytes(position, name);
            position += name.length;
            putField(header.value());
        }
    }

    /** Adds a control record, which makes the batch a control batch; all of its records must be such. */
    public void appendControl(long timestampMs, ControlRecordType type, BufferSlice value) {
        if (recordCount > 0 && !control) {
            throw new IllegalStateException("a batch has either control records or data");
        }
        if (type == ControlRecordType.UNKNOWN) {
            throw new IllegalArgumentException("an unknown control record cannot be written");
        }
        control = true;
        controlKey.putShort(0, (short) 0);
        controlKey.putShort(Short.BYTES, type.type(), ByteOrder.BIG_ENDIAN);
        put(timestampMs, controlKeySlice, value, List.of());
    }

    /** Adds a copy of the record that a reader shows, behind the last. */
    public void appendCopy(RecordReader record) {
        appendCopyAt(lastOffsetDelta + 1, record);
    }

    /**
     * Adds a copy of the record that a reader shows, with a gap before it where compaction removed others.
     *
     * @param offsetDelta larger than that of the record before
     */
    public void appendCopyAt(int offsetDelta, RecordReader record) {
        if (offsetDelta <= lastOffsetDelta) {
            throw new IllegalArgumentException("offset delta " + offsetDelta + " does not follow " + lastOffsetDelta);
        }
        DirectBuffer source = record.buffer();
        int headersBytes = Varints.sizeBytes(record.headerCount());
        HeaderCursor headers = record.headers();
        while (headers.next()) {
            headersBytes += fieldBytes(headers.keyLength()) + fieldBytes(headers.valueLength());
        }
        int keyAndValueBytes = fieldBytes(record.keyLength()) + fieldBytes(record.valueLength());
        beginRecord(offsetDelta, record.timestamp(), keyAndValueBytes + headersBytes);
        putField(source, record.keyOffset(), record.keyLength());
        putField(source, record.valueOffset(), record.valueLength());
        position = Varints.put(plain, position, record.headerCount());
        headers = record.headers();
        while (headers.next()) {
            putField(source, headers.keyOffset(), headers.keyLength());
            putField(source, headers.valueOffset(), headers.valueLength());
        }
    }

    /** How many records the batch has so far. */
    public int recordCount() {
        return recordCount;
    }

    /** The bytes that the batch would have uncompressed. */
    public int uncompressedSizeBytes() {
        return position;
    }

    /** What {@link #uncompressedSizeBytes()} would be with one more record without headers. */
    public int sizeBytesWith(long timestampMs, int keyLength, int valueLength) {
        int offsetDelta = lastOffsetDelta + 1;
        int bodyBytes = bodyBytes(offsetDelta, timestampMs, fieldBytes(keyLength) + fieldBytes(valueLength) + 1);
        return Math.addExact(position, Math.addExact(bodyBytes, Varints.sizeBytes(bodyBytes)));
    }

    /**
     * Completes the batch.
     *
     * @return its bytes, valid until the next {@link #begin}
     * @throws IllegalStateException if it has no records
     */
    public BufferSlice build() {
        return build(lastOffsetDelta);
    }

    /** As {@link #build()}, ending at an offset behind the last record's, as compaction keeps it. */
    public BufferSlice build(int finalOffsetDelta) {
        if (recordCount == 0) {
            throw new IllegalStateException("a batch needs a record");
        }
        ExpandableArrayBuffer target = plain;
        int sizeBytes = position;
        if (compression != Compression.NONE) {
            if (packed == null) {
                packed = new ExpandableArrayBuffer();
            }
            target = packed;
            sizeBytes = RecordBatch.HEADER_SIZE_BYTES + codecs.compressor(compression, levels.of(compression))
                    .compress(plain.byteArray(), RecordBatch.HEADER_SIZE_BYTES,
                            position - RecordBatch.HEADER_SIZE_BYTES, packed, RecordBatch.HEADER_SIZE_BYTES);
        }
        putHeader(target, sizeBytes, Math.max(lastOffsetDelta, finalOffsetDelta));
        sealing.wrap(target, 0).sealCrc();
        return new BufferSlice(target, 0, sizeBytes);
    }

    private void putHeader(ExpandableArrayBuffer target, int sizeBytes, int finalOffsetDelta) {
        target.putLong(RecordBatch.BASE_OFFSET_AT, baseOffset, ByteOrder.BIG_ENDIAN);
        target.putInt(RecordBatch.BATCH_LENGTH_AT, sizeBytes - RecordBatch.LENGTH_PREFIX_BYTES, ByteOrder.BIG_ENDIAN);
        target.putInt(RecordBatch.LEADER_EPOCH_AT, leaderEpoch, ByteOrder.BIG_ENDIAN);
        target.putByte(RecordBatch.MAGIC_AT, RecordBatch.MAGIC);
        target.putShort(RecordBatch.ATTRIBUTES_AT, (short) attributes(), ByteOrder.BIG_ENDIAN);
        target.putInt(RecordBatch.LAST_OFFSET_DELTA_AT, finalOffsetDelta, ByteOrder.BIG_ENDIAN);
        target.putLong(RecordBatch.BASE_TIMESTAMP_AT, baseTimestamp, ByteOrder.BIG_ENDIAN);
        target.putLong(RecordBatch.MAX_TIMESTAMP_AT,
                appendTimeMs == RecordBatch.NO_TIMESTAMP ? maxTimestamp : appendTimeMs, ByteOrder.BIG_ENDIAN);
        target.putLong(RecordBatch.PRODUCER_ID_AT, producerId, ByteOrder.BIG_ENDIAN);
        target.putShort(RecordBatch.PRODUCER_EPOCH_AT, producerEpoch, ByteOrder.BIG_ENDIAN);
        target.putInt(RecordBatch.BASE_SEQUENCE_AT, baseSequence, ByteOrder.BIG_ENDIAN);
        target.putInt(RecordBatch.RECORD_COUNT_AT, recordCount, ByteOrder.BIG_ENDIAN);
    }

    private int attributes() {
        return compression.id() | (transactional ? RecordBatch.TRANSACTIONAL_BIT : 0)
                | (control ? RecordBatch.CONTROL_BIT : 0)
                | (appendTimeMs != RecordBatch.NO_TIMESTAMP ? RecordBatch.LOG_APPEND_TIME_BIT : 0)
                | (deleteHorizonMs != RecordBatch.NO_TIMESTAMP ? RecordBatch.DELETE_HORIZON_BIT : 0);
    }

    private void beginRecord(int offsetDelta, long timestampMs, int fieldsBytes) {
        int bodyBytes = bodyBytes(offsetDelta, timestampMs, fieldsBytes);
        // Fails before anything is written if the batch would not be one that a length can describe.
        Math.addExact(position, Math.addExact(bodyBytes, Varints.sizeBytes(bodyBytes)));
        if (recordCount == 0 && deleteHorizonMs == RecordBatch.NO_TIMESTAMP) {
            baseTimestamp = timestampMs;
        }
        position = Varints.put(plain, position, bodyBytes);
        plain.putByte(position++, RECORD_ATTRIBUTES);
        position = Varints.put(plain, position, timestampMs - baseTimestamp);
        position = Varints.put(plain, position, offsetDelta);
        maxTimestamp = Math.max(maxTimestamp, timestampMs);
        lastOffsetDelta = offsetDelta;
        recordCount++;
    }

    private int bodyBytes(int offsetDelta, long timestampMs, int fieldsBytes) {
        boolean first = recordCount == 0 && deleteHorizonMs == RecordBatch.NO_TIMESTAMP;
        long timestampDelta = first ? 0 : timestampMs - baseTimestamp;
        return Math.addExact(fieldsBytes, 1 + Varints.sizeBytes(timestampDelta) + Varints.sizeBytes(offsetDelta));
    }

    private static int keyAndValueBytes(BufferSlice key, BufferSlice value) {
        return Math.addExact(fieldBytes(lengthOf(key)), fieldBytes(lengthOf(value)));
    }

    private static int headersBytes(List<RecordHeader> headers) {
        int bytes = Varints.sizeBytes(headers.size());
        for (RecordHeader header : headers) {
            int nameBytes = header.key().getBytes(StandardCharsets.UTF_8).length;
            bytes = Math.addExact(bytes, fieldBytes(nameBytes) + fieldBytes(lengthOf(header.value())));
        }
        return bytes;
    }

    private static int lengthOf(BufferSlice slice) {
        return slice == null ? RecordReader.NULL_LENGTH : slice.lengthBytes();
    }

    private static int fieldBytes(int lengthBytes) {
        return Varints.sizeBytes(lengthBytes) + Math.max(0, lengthBytes);
    }

    private void putField(BufferSlice slice) {
        if (slice == null) {
            position = Varints.put(plain, position, RecordReader.NULL_LENGTH);
        } else {
            putField(slice.buffer(), slice.offset(), slice.lengthBytes());
        }
    }

    private void putField(DirectBuffer source, int offset, int lengthBytes) {
        position = Varints.put(plain, position, lengthBytes);
        if (lengthBytes > 0) {
            plain.putBytes(position, source, offset, lengthBytes);
            position += lengthBytes;
        }
    }
}
