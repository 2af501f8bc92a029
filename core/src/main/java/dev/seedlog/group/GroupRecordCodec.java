package dev.seedlog.group;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.wire.WireReader;
import dev.seedlog.wire.WireWriter;
import dev.seedlog.wire.coordinator.CoordinatorRecordType;

/**
 * The bytes of coordinator records: a key begins with the number of its type, a value with its version.
 *
 * <p>Values are written in version 3, which every Kafka since 2.1 reads; an offset with an expiry of its own in 1, the
 * only one that has it, and one of a topic whose id is known in 4, which every Kafka since 3.5 reads (KIP-915).
 */
public final class GroupRecordCodec {

    private static final short KEY_VERSION = 0;
    private static final short VALUE_VERSION = 3;
    private static final short OFFSET_WITH_EXPIRY_VERSION = 1;
    private static final short OFFSET_WITH_TOPIC_ID_VERSION = 4;

    private GroupRecordCodec() {
    }

    /**
     * Reads a record.
     *
     * @param value null for a tombstone
     * @return null if the key is of a type that is not known here: it stays in the log for whoever knows it
     * @throws dev.seedlog.wire.WireFormatException if key or value are not what their numbers say
     */
    public static GroupRecord read(BufferSlice key, BufferSlice value) {
        WireReader in = new WireReader().wrap(key);
        CoordinatorRecordType type =
                CoordinatorRecordType.forId(CoordinatorRecordType.Coordinator.GROUP, in.readInt16("key type"));
        if (type == CoordinatorRecordType.LEGACY_OFFSET_COMMIT) {
            // Types 0 and 1 are the same key; Kafka only ever wrote 1.
            type = CoordinatorRecordType.OFFSET_COMMIT;
        }
        if (type != CoordinatorRecordType.OFFSET_COMMIT && type != CoordinatorRecordType.GROUP_METADATA) {
            return null;
        }
        var readKey = type.readKey(in);
        if (value == null) {
            return new GroupRecord(type, readKey, null);
        }
        in.wrap(value);
        short version = in.readInt16("value version");
        return new GroupRecord(type, readKey, type.readValue(in, version));
    }

    /** Writes a record's key. */
    public static void writeKey(GroupRecord record, WireWriter out) {
        out.writeInt16(record.type().id());
        record.key().write(out, KEY_VERSION);
    }

    /** Writes a record's value, which there must be. */
    public static void writeValue(GroupRecord record, WireWriter out) {
        short version = valueVersion(record);
        out.writeInt16(version);
        record.value().write(out, version);
    }

    private static short valueVersion(GroupRecord record) {
        return CommittedOffset.hasExpiry(record) ? OFFSET_WITH_EXPIRY_VERSION
                : CommittedOffset.hasTopicId(record) ? OFFSET_WITH_TOPIC_ID_VERSION : VALUE_VERSION;
    }
}
