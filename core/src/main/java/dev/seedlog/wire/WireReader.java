package dev.seedlog.wire;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.base.Uuid;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.agrona.DirectBuffer;

/**
 * Reads the protocol's types from a range of a buffer. No length or count is believed: each is compared with the bytes
 * that are left before anything is allocated for it, so reading takes memory in proportion to the frame, whatever the
 * frame says.
 *
 * <p>Every method throws {@link WireFormatException} with the field's name if the bytes are not what it expects.
 * Numbers are big-endian. A {@code flexible} format (KIP-482) has lengths as varints of length + 1, where 0 is null.
 */
public final class WireReader {

    /** The longest string that the protocol knows. */
    static final int MAX_STRING_BYTES = Short.MAX_VALUE;

    private static final int MAX_VARINT_BYTES = 5;
    private static final int VARINT_BITS = 7;
    private static final int VARINT_MORE = 0x80;
    private static final int MIN_TAGGED_FIELD_BYTES = 2;

    private DirectBuffer buffer;
    private int start;
    private int position;
    private int limit;

    /**
     * Reads from {@code lengthBytes} bytes at {@code offset} from now on.
     *
     * @throws IndexOutOfBoundsException if the range is not within the buffer
     */
    public WireReader wrap(DirectBuffer source, int offset, int lengthBytes) {
        source.boundsCheck(offset, lengthBytes);
        buffer = source;
        start = offset;
        position = offset;
        limit = offset + lengthBytes;
        return this;
    }

    /** Reads from a slice from now on. */
    public WireReader wrap(BufferSlice slice) {
        return wrap(slice.buffer(), slice.offset(), slice.lengthBytes());
    }

    /** How many bytes are left. */
    public int remaining() {
        return limit - position;
    }

    /** How many bytes were read. */
    public int position() {
        return position - start;
    }

    /** Checks that nothing is left. */
    public void requireEnd(String message) {
        if (position != limit) {
            throw malformed(message, remaining() + " bytes follow the end of the message");
        }
    }

    /** Reads a byte that is 0 for false and anything else for true. */
    public boolean readBool(String field) {
        return readInt8(field) != 0;
    }

    /** Reads 1 byte. */
    public byte readInt8(String field) {
        return buffer.getByte(take(Byte.BYTES, field));
    }

    /** Reads 2 bytes. */
    public short readInt16(String field) {
        return buffer.getShort(take(Short.BYTES, field), ByteOrder.BIG_ENDIAN);
    }

    /** Reads 2 bytes as a number from 0. */
    public int readUint16(String field) {
        return Short.toUnsignedInt(readInt16(field));
    }

    /** Reads 4 bytes. */
    public int readInt32(String field) {
        return buffer.getInt(take(Integer.BYTES, field), ByteOrder.BIG_ENDIAN);
    }

    /** Reads 4 bytes as a number from 0. */
    public long readUint32(String field) {
        return Integer.toUnsignedLong(readInt32(field));
    }

    /** Reads 8 bytes. */
    public long readInt64(String field) {
        return buffer.getLong(take(Long.BYTES, field), ByteOrder.BIG_ENDIAN);
    }

    /** Reads 8 bytes of IEEE 754. */
    public double readFloat64(String field) {
        return Double.longBitsToDouble(readInt64(field));
    }

    /** Reads 16 bytes. */
    public Uuid readUuid(String field) {
        int at = take(2 * Long.BYTES, field);
        long most = buffer.getLong(at, ByteOrder.BIG_ENDIAN);
        long least = buffer.getLong(at + Long.BYTES, ByteOrder.BIG_ENDIAN);
        return most == 0 && least == 0 ? Uuid.ZERO : new Uuid(most, least);
    }

    /** Reads a number from 0 to 2^32 - 1, as an int's 32 bits, in 1 to 5 bytes. */
    public int readUnsignedVarint(String field) {
        int value = 0;
        for (int i = 0; i < MAX_VARINT_BYTES; i++) {
            byte part = readInt8(field);
            value |= (part & (VARINT_MORE - 1)) << (i * VARINT_BITS);
            if ((part & VARINT_MORE) == 0) {
                return value;
            }
        }
        throw malformed(field, "a varint is longer than " + MAX_VARINT_BYTES + " bytes");
    }

    /** Reads a string; bytes that are not UTF-8 become replacement characters, as in Kafka. */
    public String readString(boolean flexible, boolean nullable, String field) {
        int length = checkedLength(flexible ? compactLength(field) : readInt16(field), nullable, field);
        if (length > MAX_STRING_BYTES) {
            throw malformed(field, "a string of " + length + " bytes is longer than " + MAX_STRING_BYTES);
        }
        if (length <= 0) {
            return length == 0 ? "" : null;
        }
        int at = take(length, field);
        byte[] utf8 = new byte[length];
        buffer.getBytes(at, utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }

    /** Reads bytes as a view of the buffer. */
    public BufferSlice readBytes(boolean flexible, boolean nullable, String field) {
        int length = checkedLength(flexible ? compactLength(field) : readInt32(field), nullable, field);
        if (length <= 0) {
            return length == 0 ? BufferSlice.EMPTY : null;
        }
        return new BufferSlice(buffer, take(length, field), length);
    }

    /** Reads records as a view of the buffer. */
    public Payload readRecords(boolean flexible, boolean nullable, String field) {
        BufferSlice bytes = readBytes(flexible, nullable, field);
        return bytes == null ? null : Payload.of(bytes);
    }

    /** Reads whether a structure follows; where it may be null a byte says so, elsewhere nothing is read. */
    public boolean readPresence(boolean nullable, String field) {
        return !nullable || readInt8(field) >= 0;
    }

    /** The same for a structure in a tagged field, where it is a varint of 0 for null and not a byte of -1. */
    public boolean readTaggedPresence(boolean nullable, String field) {
        return !nullable || readUnsignedVarint(field) > 0;
    }

    /**
     * Reads the number of elements of an array, -1 for null.
     *
     * @param minElementBytes what an element takes at least; more elements than fit are refused
     */
    public int readCount(boolean flexible, boolean nullable, int minElementBytes, String field) {
        int count = flexible ? compactLength(field) : readInt32(field);
        if (count < 0) {
            return checkedLength(count, nullable, field);
        }
        if (count > remaining() / minElementBytes) {
            throw malformed(field, count + " elements do not fit in the " + remaining() + " bytes that are left");
        }
        return count;
    }

    /** Reads an array of 1-byte numbers. */
    public List<Byte> readInt8List(boolean flexible, boolean nullable, String field) {
        int count = readCount(flexible, nullable, Byte.BYTES, field);
        if (count <= 0) {
            return count == 0 ? FixedList.empty() : null;
        }
        FixedList.Filler<Byte> list = new FixedList.Filler<>(count);
        for (int i = 0; i < count; i++) {
            list.add(readInt8(field));
        }
        return list.finish();
    }

    /** Reads an array of 2-byte numbers. */
    public List<Short> readInt16List(boolean flexible, boolean nullable, String field) {
        int count = readCount(flexible, nullable, Short.BYTES, field);
        if (count <= 0) {
            return count == 0 ? FixedList.empty() : null;
        }
        FixedList.Filler<Short> list = new FixedList.Filler<>(count);
        for (int i = 0; i < count; i++) {
            list.add(readInt16(field));
        }
        return list.finish();
    }

    /** Reads an array of 4-byte numbers. */
    public IntList readInt32List(boolean flexible, boolean nullable, String field) {
        int count = readCount(flexible, nullable, Integer.BYTES, field);
        if (count <= 0) {
            return count == 0 ? IntList.empty() : null;
        }
        int[] values = new int[count];
        for (int i = 0; i < count; i++) {
            values[i] = readInt32(field);
        }
        return IntList.owning(values);
    }

    /** Reads an array of 8-byte numbers. */
    public List<Long> readInt64List(boolean flexible, boolean nullable, String field) {
        int count = readCount(flexible, nullable, Long.BYTES, field);
        if (count <= 0) {
            return count == 0 ? FixedList.empty() : null;
        }
        FixedList.Filler<Long> list = new FixedList.Filler<>(count);
        for (int i = 0; i < count; i++) {
            list.add(readInt64(field));
        }
        return list.finish();
    }

    /** Reads an array of ids. */
    public List<Uuid> readUuidList(boolean flexible, boolean nullable, String field) {
        int count = readCount(flexible, nullable, 2 * Long.BYTES, field);
        if (count <= 0) {
            return count == 0 ? FixedList.empty() : null;
        }
        FixedList.Filler<Uuid> list = new FixedList.Filler<>(count);
        for (int i = 0; i < count; i++) {
            list.add(readUuid(field));
        }
        return list.finish();
    }

    /** Reads an array of strings. */
    public List<String> readStringList(boolean flexible, boolean nullable, String field) {
        int count = readCount(flexible, nullable, flexible ? Byte.BYTES : Short.BYTES, field);
        if (count <= 0) {
            return count == 0 ? FixedList.empty() : null;
        }
        FixedList.Filler<String> list = new FixedList.Filler<>(count);
        for (int i = 0; i < count; i++) {
            list.add(readString(flexible, false, field));
        }
        return list.finish();
    }

    /** Reads the number of tagged fields (KIP-482) that end a structure. */
    public int readTagCount(String field) {
        int count = readUnsignedVarint(field);
        if (count < 0 || count > remaining() / MIN_TAGGED_FIELD_BYTES) {
            throw malformed(field, Integer.toUnsignedString(count) + " tagged fields do not fit in the "
                    + remaining() + " bytes that are left");
        }
        return count;
    }

    /** Reads the number of a tagged field. */
    public int readTag(String field) {
        int tag = readUnsignedVarint(field);
        if (tag < 0) {
            throw malformed(field, "tag " + Integer.toUnsignedString(tag) + " is too large");
        }
        return tag;
    }

    /**
     * Reads the size of a tagged field's value and lets nothing be read beyond it until {@link #endTag}.
     *
     * @return what to pass to {@link #endTag}
     */
    public int beginTag(String field) {
        int size = readUnsignedVarint(field);
        if (size < 0 || size > remaining()) {
            throw malformed(field, "a tagged field of " + Integer.toUnsignedString(size)
                    + " bytes is longer than the " + remaining() + " that are left");
        }
        int outerLimit = limit;
        limit = position + size;
        return outerLimit;
    }

    /** Checks that a tagged field's value was read to its end. */
    public void endTag(int outerLimit, String field) {
        if (position != limit) {
            throw malformed(field, "a tagged field is " + remaining() + " bytes longer than its value");
        }
        limit = outerLimit;
    }

    /** Reads the value of a tagged field that the definitions do not know, between its begin and its end. */
    public UnknownTaggedField readUnknownTag(int tag) {
        byte[] value = new byte[remaining()];
        buffer.getBytes(position, value);
        position = limit;
        return new UnknownTaggedField(tag, value);
    }

    /** An exception that names the field and where the reader stands. */
    public WireFormatException malformed(String field, String what) {
        return new WireFormatException(field, position(), what);
    }

    private int compactLength(String field) {
        int plusOne = readUnsignedVarint(field);
        if (plusOne < 0) {
            throw malformed(field, "length " + (Integer.toUnsignedLong(plusOne) - 1) + " is too large");
        }
        return plusOne - 1;
    }

    private int checkedLength(int length, boolean nullable, String field) {
        if (length >= 0) {
            return length;
        }
        if (length != -1) {
            throw malformed(field, "length " + length + " is negative");
        }
        if (!nullable) {
            throw malformed(field, "is null, which this version does not allow");
        }
        return -1;
    }

    /** Moves past {@code length} bytes, if there are as many, and says where they begin. */
    private int take(int length, String field) {
        if (length > remaining()) {
            throw malformed(field, "needs " + length + " bytes, and " + remaining() + " are left");
        }
        int at = position;
        position += length;
        return at;
    }
}
