package dev.seedlog.wire;

import dev.seedlog.base.BufferSlice;
import java.util.Arrays;

/**
 * A tagged field (KIP-482) that the definitions do not know. Its bytes are a copy: messages that carry one may outlive
 * the buffer that they were read from.
 */
public final class UnknownTaggedField {

    private final int tag;
    /** Not a slice: many small fields in a hostile frame must not take many times its size. */
    private final byte[] value;

    /** A field of that tag, 0 or more, with a copy of these bytes as its value. */
    public UnknownTaggedField(int tag, BufferSlice data) {
        this(tag, data.toByteArray());
    }

    /** The array must not be used by the caller afterwards. */
    UnknownTaggedField(int tag, byte[] value) {
        this.tag = tag;
        this.value = value;
    }

    /** Its number. */
    public int tag() {
        return tag;
    }

    /** Its value, without tag and size. */
    public BufferSlice data() {
        return BufferSlice.of(value);
    }

    byte[] value() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UnknownTaggedField that && that.tag == tag && Arrays.equals(that.value, value);
    }

    @Override
    public int hashCode() {
        return 31 * tag + Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return "tag " + tag + " of " + value.length + " bytes";
    }
}
