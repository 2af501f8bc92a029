package dev.seedlog.metadata;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.wire.UnsupportedVersionException;
import dev.seedlog.wire.WireFormatException;
import dev.seedlog.wire.WireMessage;
import dev.seedlog.wire.WireReader;
import dev.seedlog.wire.WireWriter;
import dev.seedlog.wire.metadata.MetadataRecordType;

/**
 * The value of a record in {@code __cluster_metadata}: the version of the frame, the type of the record and the version
 * of its format, each as an unsigned varint, then the record.
 */
public final class MetadataRecordCodec {

    private static final int FRAME_VERSION = 1;

    private MetadataRecordCodec() {
    }

    /** How many bytes the value takes. */
    public static int sizeBytes(MetadataRecord record) {
        WireWriter measure = WireWriter.measuring();
        write(measure, record);
        return measure.sizeBytes();
    }

    /** Writes the value. */
    public static void write(WireWriter out, MetadataRecord record) {
        out.writeUnsignedVarint(FRAME_VERSION);
        out.writeUnsignedVarint(record.type().id());
        out.writeUnsignedVarint(record.version());
        record.value().write(out, record.version());
    }

    /**
     * Reads a value. The bytes are copied first: what a record refers to stays in the image long after the buffer it
     * came from was used again, and metadata is no hot path.
     *
     * @param offset where the record is in the log, for errors
     * @throws MetadataReplayException if the bytes are no record, or one of a type or version that is not known here
     */
    public static MetadataRecord read(BufferSlice bytes, long offset) {
        WireReader in = new WireReader().wrap(BufferSlice.of(bytes.toByteArray()));
        String name = "of unknown type";
        try {
            int frame = in.readUnsignedVarint("frame version");
            if (frame != FRAME_VERSION) {
                throw new MetadataReplayException(offset, name, "frame version " + frame + " is not " + FRAME_VERSION);
            }
            int id = in.readUnsignedVarint("record type");
            MetadataRecordType type = MetadataRecordType.forId(id);
            int version = in.readUnsignedVarint("record version");
            if (type == null) {
                throw new MetadataReplayException(offset, "type " + id + " version " + version,
                        "this version does not know the type");
            }
            name = type.recordName() + " version " + version;
            if (version < type.lowestVersion() || version > type.highestVersion()) {
                throw new MetadataReplayException(offset, name, "versions known here are " + type.lowestVersion()
                        + " to " + type.highestVersion());
            }
            WireMessage value = type.read(in, (short) version);
            in.requireEnd(type.recordName());
            return new MetadataRecord(value, (short) version);
        } catch (WireFormatException | UnsupportedVersionException e) {
            throw new MetadataReplayException(offset, name, e.getMessage(), e);
        }
    }
}
