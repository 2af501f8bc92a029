package dev.seedlog.record;

import dev.seedlog.base.BufferSlice;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;

/** Walks a record's headers, which {@link RecordReader} has checked. */
public final class HeaderCursor {

    private DirectBuffer buffer;
    private int position;
    private int left;
    private int keyOffset;
    private int keyLength;
    private int valueOffset;
    private int valueLength;

    HeaderCursor() {
    }

    HeaderCursor wrap(DirectBuffer headers, int offset, int count) {
        buffer = headers;
        position = offset;
        left = count;
        return this;
    }

    /** Goes to the next header; whether there is one. */
    public boolean next() {
        if (left == 0) {
            return false;
        }
        left--;
        keyLength = readVarint();
        keyOffset = position;
        position += keyLength;
        valueLength = Math.max(RecordReader.NULL_LENGTH, readVarint());
        valueOffset = position;
        position += Math.max(0, valueLength);
        return true;
    }

    private int readVarint() {
        int value = 0;
        int shift = 0;
        while (true) {
            byte next = buffer.getByte(position++);
            value |= (next & 0x7F) << shift;
            if (next >= 0) {
                return (value >>> 1) ^ -(value & 1);
            }
            shift += 7;
        }
    }

    /** What holds the header. */
    public DirectBuffer buffer() {
        return buffer;
    }

    /** Where the key, which is UTF-8, begins in {@link #buffer()}. */
    public int keyOffset() {
        return keyOffset;
    }

    /** The key's bytes. */
    public int keyLength() {
        return keyLength;
    }

    /** Where the value begins in {@link #buffer()}. */
    public int valueOffset() {
        return valueOffset;
    }

    /** The value's bytes, or {@link RecordReader#NULL_LENGTH}. */
    public int valueLength() {
        return valueLength;
    }

    /** The key as a string of its own. */
    public String key() {
        byte[] bytes = new byte[keyLength];
        buffer.getBytes(keyOffset, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The value as a slice of its own, or null. */
    public BufferSlice value() {
        return valueLength < 0 ? null : new BufferSlice(buffer, valueOffset, valueLength);
    }
}
