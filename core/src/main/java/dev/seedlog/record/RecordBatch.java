package dev.seedlog.record;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/**
 * A record batch of magic 2 where it lies: a flyweight over a buffer, wrapped anew for each batch.
 *
 * <p>The getters trust that {@link #HEADER_SIZE_BYTES} bytes are there, and {@link #computeCrc()} that
 * {@link #sizeBytes()} are. {@link BatchCursor} checks both before it shows a batch.
 *
 * <pre>
 * baseOffset int64 | batchLength int32 | partitionLeaderEpoch int32 | magic int8 | crc uint32 | attributes int16
 * lastOffsetDelta int32 | baseTimestamp int64 | maxTimestamp int64 | producerId int64 | producerEpoch int16
 * baseSequence int32 | recordCount int32 | records
 * </pre>
 * batchLength counts what follows it; crc covers all from the attributes on, so that base offset and leader epoch can
 * be set without computing it again. Attributes: 0-2 compression, 3 timestamp type, 4 transactional, 5 control, 6 the
 * base timestamp is the delete horizon.
 */
public final class RecordBatch {

    /** The bytes before the records. */
    public static final int HEADER_SIZE_BYTES = 61;
    /** Base offset and length: what must be there to know a batch's size. */
    public static final int LENGTH_PREFIX_BYTES = 12;
    /** The bytes up to the magic and with it. */
    public static final int SIZE_UP_TO_MAGIC_BYTES = 17;
    /** The only format that is written. */
    public static final byte MAGIC = 2;

    /** In place of a timestamp: none. */
    public static final long NO_TIMESTAMP = -1;
    /** In place of a producer id: not idempotent. */
    public static final long NO_PRODUCER_ID = -1;
    /** In place of a producer epoch: not idempotent. */
    public static final short NO_PRODUCER_EPOCH = -1;
    /** In place of a sequence: not idempotent. */
    public static final int NO_SEQUENCE = -1;
    /** In place of a leader epoch: not known. */
    public static final int NO_LEADER_EPOCH = -1;

    static final int BASE_OFFSET_AT = 0;
    static final int BATCH_LENGTH_AT = 8;
    static final int LEADER_EPOCH_AT = 12;
    static final int MAGIC_AT = 16;
    static final int CRC_AT = 17;
    static final int ATTRIBUTES_AT = 21;
    static final int LAST_OFFSET_DELTA_AT = 23;
    static final int BASE_TIMESTAMP_AT = 27;
    static final int MAX_TIMESTAMP_AT = 35;
    static final int PRODUCER_ID_AT = 43;
    static final int PRODUCER_EPOCH_AT = 51;
    static final int BASE_SEQUENCE_AT = 53;
    static final int RECORD_COUNT_AT = 57;

    static final int COMPRESSION_MASK = 0x07;
    static final int LOG_APPEND_TIME_BIT = 0x08;
    static final int TRANSACTIONAL_BIT = 0x10;
    static final int CONTROL_BIT = 0x20;
    static final int DELETE_HORIZON_BIT = 0x40;

    private final Crc32c crc32c = new Crc32c();

    private DirectBuffer buffer;
    private int offset;

    /**
     * Looks at the batch that begins at {@code batchOffset}.
     *
     * @throws IndexOutOfBoundsException if the buffer has no room for a header there
     */
    public RecordBatch wrap(DirectBuffer batchBuffer, int batchOffset) {
        batchBuffer.boundsCheck(batchOffset, HEADER_SIZE_BYTES);
        this.buffer = batchBuffer;
        this.offset = batchOffset;
        return this;
    }

    /** The buffer that holds the batch. */
    public DirectBuffer buffer() {
        return buffer;
    }

    /** Where the batch begins in {@link #buffer()}. */
    public int bufferOffset() {
        return offset;
    }

    /** The first record's offset; a producer sends 0 and the leader sets it. Compaction leaves it. */
    public long baseOffset() {
        return longAt(BASE_OFFSET_AT);
    }

    /** The bytes that follow the length field; not trusted before it was checked. */
    public int batchLength() {
        return intAt(BATCH_LENGTH_AT);
    }

    /** The whole batch's bytes, header and all. */
    public int sizeBytes() {
        return LENGTH_PREFIX_BYTES + batchLength();
    }

    /** The bytes of the records, compressed or not. */
    public int recordsSizeBytes() {
        return sizeBytes() - HEADER_SIZE_BYTES;
    }

    /** Where the records begin in {@link #buffer()}. */
    public int recordsBufferOffset() {
        return offset + HEADER_SIZE_BYTES;
    }

    /** The epoch of the leader that appended the batch, or {@link #NO_LEADER_EPOCH}. */
    public int partitionLeaderEpoch() {
        return intAt(LEADER_EPOCH_AT);
    }

    /** The format's number: {@link #MAGIC}, or the batch is not one of this format. */
    public byte magic() {
        return buffer.getByte(offset + MAGIC_AT);
    }

    /** The stored checksum, as an unsigned number. */
    public long crc() {
        return Integer.toUnsignedLong(intAt(CRC_AT));
    }

    /** The attribute bits. */
    public short attributes() {
        return buffer.getShort(offset + ATTRIBUTES_AT, ByteOrder.BIG_ENDIAN);
    }

    /** The last offset minus the base offset; compaction keeps it though the last record may be gone. */
    public int lastOffsetDelta() {
        return intAt(LAST_OFFSET_DELTA_AT);
    }

    /** The last record's offset. */
    public long lastOffset() {
        return baseOffset() + lastOffsetDelta();
    }

    /** The offset behind the batch. */
    public long nextOffset() {
        return lastOffset() + 1;
    }

    /** What the records' timestamps count from; the delete horizon if {@link #hasDeleteHorizon()}. Milliseconds. */
    public long baseTimestamp() {
        return longAt(BASE_TIMESTAMP_AT);
    }

    /** The largest timestamp of the records, or the append time, in milliseconds since 1970. */
    public long maxTimestamp() {
        return longAt(MAX_TIMESTAMP_AT);
    }

    /** The idempotent producer, or {@link #NO_PRODUCER_ID}. */
    public long producerId() {
        return longAt(PRODUCER_ID_AT);
    }

    /** Whether an idempotent producer sent the batch. */
    public boolean hasProducerId() {
        return producerId() > NO_PRODUCER_ID;
    }

    /** The producer's epoch, or {@link #NO_PRODUCER_EPOCH}. */
    public short producerEpoch() {
        return buffer.getShort(offset + PRODUCER_EPOCH_AT, ByteOrder.BIG_ENDIAN);
    }

    /** The first record's sequence, or {@link #NO_SEQUENCE}. */
    public int baseSequence() {
        return intAt(BASE_SEQUENCE_AT);
    }

    /** The last record's sequence, wrapped to 0 behind {@link Integer#MAX_VALUE}, or {@link #NO_SEQUENCE}. */
    public int lastSequence() {
        int base = baseSequence();
        return base == NO_SEQUENCE ? NO_SEQUENCE : Sequences.increment(base, lastOffsetDelta());
    }

    /** How many records the batch says that it has; 0 if compaction removed them all. */
    public int recordCount() {
        return intAt(RECORD_COUNT_AT);
    }

    /** The compression's number, which may mean none. */
    public int compressionId() {
        return attributes() & COMPRESSION_MASK;
    }

    /**
     * How the records are compressed.
     *
     * @throws IllegalArgumentException if the number means no compression ({@link Compression#isKnown})
     */
    public Compression compression() {
        return Compression.forId(compressionId());
    }

    /** Who set the timestamps. */
    public TimestampType timestampType() {
        return has(LOG_APPEND_TIME_BIT) ? TimestampType.LOG_APPEND_TIME : TimestampType.CREATE_TIME;
    }

    /** Whether the batch belongs to a transaction. */
    public boolean isTransactional() {
        return has(TRANSACTIONAL_BIT);
    }

    /** Whether its records are control records, which no consumer is shown. */
    public boolean isControl() {
        return has(CONTROL_BIT);
    }

    /** Whether {@link #baseTimestamp()} is the time from which tombstones may go (KIP-534). */
    public boolean hasDeleteHorizon() {
        return has(DELETE_HORIZON_BIT);
    }

    /** The checksum that the bytes have, as an unsigned number. The batch's size must have been checked. */
    public long computeCrc() {
        return Integer.toUnsignedLong(
                crc32c.compute(buffer, offset + ATTRIBUTES_AT, sizeBytes() - ATTRIBUTES_AT));
    }

    /** Whether the stored checksum is the bytes' own. The batch's size must have been checked. */
    public boolean isCrcValid() {
        return crc() == computeCrc();
    }

    private boolean has(int bit) {
        return (attributes() & bit) != 0;
    }

    private int intAt(int at) {
        return buffer.getInt(offset + at, ByteOrder.BIG_ENDIAN);
    }

    private long longAt(int at) {
        return buffer.getLong(offset + at, ByteOrder.BIG_ENDIAN);
    }

    @Override
    public String toString() {
        if (buffer == null) {
            return "no batch";
        }
        return "batch of offsets " + baseOffset() + " to " + lastOffset() + ", " + sizeBytes() + " bytes, epoch "
                + partitionLeaderEpoch() + ", producer " + producerId() + ":" + producerEpoch() + " sequence "
                + baseSequence();
    }
}
