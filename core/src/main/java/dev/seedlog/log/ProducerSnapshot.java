package dev.seedlog.log;

import dev.seedlog.record.Crc32c;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The format of a producer snapshot: version 1 (16 bits), CRC32C of what follows, the number of producers, and for each
 * 46 bytes. Of a producer's batches only the last is kept.
 */
final class ProducerSnapshot {

    static final int HEADER_BYTES = 10;
    static final int ENTRY_BYTES = 46;
    private static final short VERSION = 1;
    private static final int CRC_AT = 2;
    private static final int COUNT_AT = 6;
    private static final int EPOCH_AT = 8;
    private static final int LAST_SEQUENCE_AT = 10;
    private static final int LAST_OFFSET_AT = 14;
    private static final int OFFSET_DELTA_AT = 22;
    private static final int TIMESTAMP_AT = 26;
    private static final int COORDINATOR_EPOCH_AT = 34;
    private static final int TRANSACTION_AT = 38;

    private ProducerSnapshot() {
    }

    static byte[] encode(List<ProducerEntry> entries) {
        byte[] bytes = new byte[HEADER_BYTES + entries.size() * ENTRY_BYTES];
        UnsafeBuffer buffer = new UnsafeBuffer(bytes);
        buffer.putShort(0, VERSION, ByteOrder.BIG_ENDIAN);
        buffer.putInt(COUNT_AT, entries.size(), ByteOrder.BIG_ENDIAN);
        int at = HEADER_BYTES;
        for (ProducerEntry entry : entries) {
            buffer.putLong(at, entry.producerId, ByteOrder.BIG_ENDIAN);
            buffer.putShort(at + EPOCH_AT, entry.epoch, ByteOrder.BIG_ENDIAN);
            buffer.putInt(at + LAST_SEQUENCE_AT, entry.lastSequence(), ByteOrder.BIG_ENDIAN);
            buffer.putLong(at + LAST_OFFSET_AT, entry.lastOffset(), ByteOrder.BIG_ENDIAN);
            buffer.putInt(at + OFFSET_DELTA_AT, entry.lastOffsetDelta(), ByteOrder.BIG_ENDIAN);
            buffer.putLong(at + TIMESTAMP_AT, entry.lastTimestampMs, ByteOrder.BIG_ENDIAN);
            buffer.putInt(at + COORDINATOR_EPOCH_AT, entry.coordinatorEpoch, ByteOrder.BIG_ENDIAN);
            buffer.putLong(at + TRANSACTION_AT, entry.transactionFirstOffset, ByteOrder.BIG_ENDIAN);
            at += ENTRY_BYTES;
        }
        buffer.putInt(CRC_AT, crc(buffer), ByteOrder.BIG_ENDIAN);
        return bytes;
    }

    /**
     * The producers in a snapshot.
     *
     * @throws CorruptFileException if the checksum or the size is wrong
     */
    static List<ProducerEntry> decode(String path, byte[] bytes) {
        UnsafeBuffer buffer = new UnsafeBuffer(bytes);
        if (bytes.length < HEADER_BYTES) {
            throw new CorruptFileException(path, "it has only " + bytes.length + " bytes");
        }
        if (buffer.getShort(0, ByteOrder.BIG_ENDIAN) != VERSION) {
            throw new CorruptFileException(path, "version " + buffer.getShort(0, ByteOrder.BIG_ENDIAN));
        }
        int count = buffer.getInt(COUNT_AT, ByteOrder.BIG_ENDIAN);
        if (count < 0 || HEADER_BYTES + (long) count * ENTRY_BYTES != bytes.length) {
            throw new CorruptFileException(path, count + " producers in " + bytes.length + " bytes");
        }
        if (buffer.getInt(CRC_AT, ByteOrder.BIG_ENDIAN) != crc(buffer)) {
            throw new CorruptFileException(path, "the checksum is wrong");
        }
        List<ProducerEntry> entries = new ArrayList<>(count);
        for (int at = HEADER_BYTES; at < bytes.length; at += ENTRY_BYTES) {
            entries.add(decodeEntry(buffer, at));
        }
        return entries;
    }

    private static ProducerEntry decodeEntry(UnsafeBuffer buffer, int at) {
        ProducerEntry entry = new ProducerEntry(buffer.getLong(at, ByteOrder.BIG_ENDIAN));
        entry.epoch = buffer.getShort(at + EPOCH_AT, ByteOrder.BIG_ENDIAN);
        long timestampMs = buffer.getLong(at + TIMESTAMP_AT, ByteOrder.BIG_ENDIAN);
        long lastOffset = buffer.getLong(at + LAST_OFFSET_AT, ByteOrder.BIG_ENDIAN);
        if (lastOffset >= 0) {
            entry.addBatch(buffer.getInt(at + LAST_SEQUENCE_AT, ByteOrder.BIG_ENDIAN), lastOffset,
                    buffer.getInt(at + OFFSET_DELTA_AT, ByteOrder.BIG_ENDIAN), timestampMs);
        }
        entry.lastTimestampMs = timestampMs;
        entry.coordinatorEpoch = buffer.getInt(at + COORDINATOR_EPOCH_AT, ByteOrder.BIG_ENDIAN);
        entry.transactionFirstOffset = Math.max(ProducerEntry.NO_TRANSACTION,
                buffer.getLong(at + TRANSACTION_AT, ByteOrder.BIG_ENDIAN));
        return entry;
    }

    private static int crc(UnsafeBuffer buffer) {
        return new Crc32c().compute(buffer, COUNT_AT, buffer.capacity() - COUNT_AT);
    }
}
