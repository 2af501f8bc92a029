package dev.seedlog.record;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/**
 * What a control record says. Its key is a version, int16, and the type, int16; the value depends on the type.
 */
public enum ControlRecordType {

    /** The producer's transaction was aborted ({@link EndTransactionMarker}). */
    ABORT(0),
    /** The producer's transaction was committed ({@link EndTransactionMarker}). */
    COMMIT(1),
    /** A Raft leader begins its epoch: LeaderChangeMessage (KIP-595). */
    LEADER_CHANGE(2),
    /** The first record of a snapshot: SnapshotHeaderRecord (KIP-630). */
    SNAPSHOT_HEADER(3),
    /** The last record of a snapshot: SnapshotFooterRecord (KIP-630). */
    SNAPSHOT_FOOTER(4),
    /** The finalized kraft.version: KRaftVersionRecord (KIP-853). */
    KRAFT_VERSION(5),
    /** The set of voters: VotersRecord (KIP-853). */
    KRAFT_VOTERS(6),
    /** A type that this code does not know, which readers pass over. */
    UNKNOWN(-1);

    /** A key's bytes. */
    public static final int KEY_SIZE_BYTES = 4;

    private static final ControlRecordType[] BY_TYPE = values();

    private final short type;

    ControlRecordType(int type) {
        this.type = (short) type;
    }

    /** The number in the key. */
    public short type() {
        return type;
    }

    /**
     * The type in the key of a control record.
     *
     * @throws BadBatchException if the record has no key, one that is too short, or one of a negative version
     */
    public static ControlRecordType of(RecordReader record) {
        return of(record.buffer(), record.keyOffset(), record.keyLength());
    }

    /** As {@link #of(RecordReader)}. */
    public static ControlRecordType of(DirectBuffer buffer, int keyOffset, int keyLength) {
        if (keyLength < KEY_SIZE_BYTES) {
            throw new BadBatchException(BatchError.INVALID, "a control record's key has " + keyLength + " bytes");
        }
        short version = buffer.getShort(keyOffset, ByteOrder.BIG_ENDIAN);
        if (version < 0) {
            throw new BadBatchException(BatchError.INVALID, "a control record's key is of version " + version);
        }
        short number = buffer.getShort(keyOffset + Short.BYTES, ByteOrder.BIG_ENDIAN);
        return number >= 0 && number < UNKNOWN.ordinal() ? BY_TYPE[number] : UNKNOWN;
    }
}
