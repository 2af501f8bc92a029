package dev.seedlog.base;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A range of bytes inside a buffer: a view, never a copy.
 *
 * <p>It is valid as long as the buffer's owner says; a slice of a receive buffer is valid until its turn ends.
 * Two slices are equal if their bytes are.
 */
public final class BufferSlice {

    /** No bytes. */
    public static final BufferSlice EMPTY = new BufferSlice(new UnsafeBuffer(new byte[0]), 0, 0);

    private final DirectBuffer buffer;
    private final int offset;
    private final int lengthBytes;

    /**
     * A view of {@code lengthBytes} bytes from {@code offset}.
     *
     * @throws IndexOutOfBoundsException if the range is not within the buffer
     */
    public BufferSlice(DirectBuffer buffer, int offset, int lengthBytes) {
        if (offset < 0 || lengthBytes < 0 || offset > buffer.capacity() - lengthBytes) {
            throw new IndexOutOfBoundsException("bytes " + offset + " to " + ((long) offset + lengthBytes)
                    + " are not within a buffer of " + buffer.capacity());
        }
        this.buffer = buffer;
        this.offset = offset;
        this.lengthBytes = lengthBytes;
    }

    /** A view of the whole array, which must not change afterwards. */
    public static BufferSlice of(byte[] bytes) {
        return new BufferSlice(new UnsafeBuffer(bytes), 0, bytes.length);
    }

    /** The buffer that holds the bytes. */
    public DirectBuffer buffer() {
        return buffer;
    }

    /** Where the bytes begin in {@link #buffer()}. */
    public int offset() {
        return offset;
    }

    /** How many bytes there are. */
    public int lengthBytes() {
        return lengthBytes;
    }

    /** Part of this slice; {@code from} counts from the slice's own beginning. */
    public BufferSlice slice(int from, int partLengthBytes) {
        if (from < 0 || partLengthBytes < 0 || from > lengthBytes - partLengthBytes) {
            throw new IndexOutOfBoundsException("bytes " + from + " to " + ((long) from + partLengthBytes)
                    + " are not within a slice of " + lengthBytes);
        }
        return new BufferSlice(buffer, offset + from, partLengthBytes);
    }

    /** A copy of the bytes in an array of their own. */
    public byte[] toByteArray() {
        byte[] bytes = new byte[lengthBytes];
        buffer.getBytes(offset, bytes);
        return bytes;
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof BufferSlice that) || that.lengthBytes != lengthBytes) {
            return false;
        }
        for (int i = 0; i < lengthBytes; i++) {
            if (buffer.getByte(offset + i) != that.buffer.getByte(that.offset + i)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = 0; i < lengthBytes; i++) {
            hash = 31 * hash + buffer.getByte(offset + i);
        }
        return hash;
    }

    @Override
    public String toString() {
        return lengthBytes + " bytes at " + offset;
    }
}
