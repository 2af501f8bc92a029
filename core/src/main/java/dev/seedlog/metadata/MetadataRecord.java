package dev.seedlog.metadata;

import dev.seedlog.wire.WireMessage;
import dev.seedlog.wire.metadata.MetadataRecordType;

/**
 * A record of {@code __cluster_metadata} with the version of its format.
 *
 * @param value the record
 * @param version the version that it is written in, or was read in
 */
public record MetadataRecord(WireMessage value, short version) {

    /** A record of version 0. */
    public static MetadataRecord of(WireMessage value) {
        return new MetadataRecord(value, (short) 0);
    }

    /** A record of a version. */
    public static MetadataRecord of(WireMessage value, int version) {
        return new MetadataRecord(value, (short) version);
    }

    /** What kind of record it is. */
    public MetadataRecordType type() {
        return MetadataRecordType.of(value);
    }
}
