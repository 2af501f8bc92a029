package dev.seedlog.wire;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.env.FileRegion;

/**
 * The value of a {@code records} field: batches that are passed on as they are, either bytes in memory or a range of a
 * log file.
 */
public sealed interface Payload {

    /** No records at all, which is not the same as null. */
    Payload EMPTY = new Bytes(BufferSlice.EMPTY);

    /** How many bytes it takes on the wire, without its length. */
    int sizeBytes();

    /** Records in memory. */
    static Payload of(BufferSlice bytes) {
        return new Bytes(bytes);
    }

    /** Records in a file, to be sent without being read here. */
    static Payload of(FileRegion region) {
        return new Region(region);
    }

    /**
     * Records in memory.
     *
     * @param slice a view, valid as long as its buffer
     */
    record Bytes(BufferSlice slice) implements Payload {
        @Override
        public int sizeBytes() {
            return slice.lengthBytes();
        }
    }

    /**
     * Records in a file. Two are equal only if they are the same region.
     *
     * @param region holds one reference, which goes to whoever sends the message
     */
    record Region(FileRegion region) implements Payload {
        @Override
        public int sizeBytes() {
            return region.sizeBytes();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Region that && that.region == region;
        }

        /** By size: the region's own hash may be its identity, which differs from run to run. */
        @Override
        public int hashCode() {
            return region.sizeBytes();
        }

        @Override
        public String toString() {
            return "file region of " + region.sizeBytes() + " bytes";
        }
    }
}
