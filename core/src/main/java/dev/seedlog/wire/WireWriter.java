package dev.seedlog.wire;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.base.Uuid;
import dev.seedlog.env.FileRegion;
import dev.seedlog.env.Outbound;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.agrona.MutableDirectBuffer;

/**
 * Writes the protocol's types into a buffer, or only measures what they would take. File regions are not copied: the
 * writer remembers where each belongs, and {@link #addTo} hands out the whole as parts.
 *
 * <p>Every method throws {@link WireEncodingException} with the field's name if the value has no encoding. The writer
 * can be reused, and then it allocates nothing.
 */
public final class WireWriter {

    private static final int VARINT_BITS = 7;
    private static final int VARINT_MORE = 0x80;

    private MutableDirectBuffer buffer;
    private int start;
    private int position;
    private final List<FileRegion> regions = new ArrayList<>(0);
    private int[] regionPositions = new int[0];

    /** A writer that has no buffer and only counts. */
    public static WireWriter measuring() {
        return new WireWriter();
    }

    /** Writes into {@code target} from {@code offset} on and forgets what was written before; the target may grow. */
    public WireWriter wrap(MutableDirectBuffer target, int offset) {
        buffer = target;
        start = offset;
        position = offset;
        regions.clear();
        return this;
    }

    /** How many bytes were written, file regions included. */
    public int sizeBytes() {
        int size = bufferedBytes();
        for (int i = 0; i < regions.size(); i++) {
            size = Math.addExact(size, regions.get(i).sizeBytes());
        }
        return size;
    }

    /** How many bytes were written into the buffer, that is, without file regions. */
    public int bufferedBytes() {
        return position - start;
    }

    /** Appends all that was written, as parts in order. The buffer must stay as it is until they were sent. */
    public void addTo(Outbound out) {
        int from = start;
        for (int i = 0; i < regions.size(); i++) {
            int to = regionPositions[i];
            if (to > from) {
                out.add(buffer, from, to - from);
            }
            out.add(regions.get(i));
            from = to;
        }
        if (position > from) {
            out.add(buffer, from, position - from);
        }
    }

    /**
     * Leaves room for the size of a frame.
     *
     * @return what to pass to {@link #endFrame}
     */
    public int beginFrame() {
        int mark = position;
        writeInt32(0);
        return mark;
    }

    /** Fills in the size of the frame that began at {@code mark}, file regions included. */
    public void endFrame(int mark) {
        int size = position - mark - Integer.BYTES;
        for (int i = 0; i < regions.size(); i++) {
            if (regionPositions[i] > mark) {
                size = Math.addExact(size, regions.get(i).sizeBytes());
            }
        }
        if (buffer != null) {
            buffer.putInt(mark, size, ByteOrder.BIG_ENDIAN);
        }
    }

    /** Writes a byte of 0 or 1. */
    public void writeBool(boolean value) {
        writeInt8((byte) (value ? 1 : 0));
    }

    /** Writes 1 byte. */
    public void writeInt8(byte value) {
        if (buffer != null) {
            buffer.putByte(position, value);
        }
        position += Byte.BYTES;
    }

    /** Writes 2 bytes. */
    public void writeInt16(short value) {
        if (buffer != null) {
            buffer.putShort(position, value, ByteOrder.BIG_ENDIAN);
        }
        position += Short.BYTES;
    }

    /** Writes 2 bytes of a number from 0 to 65535. */
    public void writeUint16(int value, String field) {
        if (value < 0 || value >>> Short.SIZE != 0) {
            throw new WireEncodingException(field, value + " is not between 0 and 65535");
        }
        writeInt16((short) value);
    }

    /** Writes 4 bytes. */
    public void writeInt32(int value) {
        if (buffer != null) {
            buffer.putInt(position, value, ByteOrder.BIG_ENDIAN);
        }
        position += Integer.BYTES;
    }

    /** Writes 4 bytes of a number from 0 to 2^32 - 1. */
    public void writeUint32(long value, String field) {
        if (value < 0 || value >>> Integer.SIZE != 0) {
            throw new WireEncodingException(field, value + " is not between 0 and 4294967295");
        }
        writeInt32((int) value);
    }

    /** Writes 8 bytes. */
    public void writeInt64(long value) {
        if (buffer != null) {
            buffer.putLong(position, value, ByteOrder.BIG_ENDIAN);
        }
        position += Long.BYTES;
    }

    /** Writes 8 bytes of IEEE 754, with the bits of a NaN as they are. */
    public void writeFloat64(double value) {
        writeInt64(Double.doubleToRawLongBits(value));
    }

    /** Writes 16 bytes. */
    public void writeUuid(Uuid value, String field) {
        if (value == null) {
            throw nullNotAllowed(field);
        }
        writeInt64(value.mostSignificantBits());
        writeInt64(value.leastSignificantBits());
    }

    /** Writes an int's 32 bits as a number from 0, in 1 to 5 bytes. */
    public void writeUnsignedVarint(int value) {
        int rest = value;
        while ((rest & -VARINT_MORE) != 0) {
            writeInt8((byte) (rest | VARINT_MORE));
            rest >>>= VARINT_BITS;
        }
        writeInt8((byte) rest);
    }

    /** Writes a string in UTF-8; a lone surrogate becomes a question mark, as in Kafka. */
    public void writeString(boolean flexible, boolean nullable, String value, String field) {
        if (value == null) {
            writeNullLength(flexible, nullable, Short.BYTES, field);
            return;
        }
        int length = utf8Length(value);
        if (length > WireReader.MAX_STRING_BYTES) {
            throw new WireEncodingException(field, "a string of " + length + " bytes is longer than "
                    + WireReader.MAX_STRING_BYTES);
        }
        if (flexible) {
            writeUnsignedVarint(length + 1);
        } else {
            writeInt16((short) length);
        }
        if (buffer != null && length == value.length()) {
            buffer.putStringWithoutLengthAscii(position, value);
        } else if (buffer != null) {
            buffer.putBytes(position, value.getBytes(StandardCharsets.UTF_8));
        }
        position += length;
    }

    /** Writes bytes. */
    public void writeBytes(boolean flexible, boolean nullable, BufferSlice value, String field) {
        if (value == null) {
            writeNullLength(flexible, nullable, Integer.BYTES, field);
        } else {
            writeLength(flexible, value.lengthBytes());
            copy(value);
        }
    }

    /** Writes records: bytes are copied, a file region is only remembered. */
    public void writeRecords(boolean flexible, boolean nullable, Payload value, String field) {
        if (value == null) {
            writeNullLength(flexible, nullable, Integer.BYTES, field);
            return;
        }
        writeLength(flexible, value.sizeBytes());
        if (value instanceof Payload.Bytes bytes) {
            copy(bytes.slice());
        } else if (value instanceof Payload.Region region) {
            remember(region.region());
        }
    }

    /**
     * Writes whether a structure follows; where it cannot be null nothing is written.
     *
     * @return whether to write the structure
     */
    public boolean writePresence(boolean nullable, boolean present, String field) {
        if (nullable) {
            writeInt8((byte) (present ? 1 : -1));
        } else if (!present) {
            throw nullNotAllowed(field);
        }
        return present;
    }

    /** The same for a structure in a tagged field, where null is a varint of 0 and not a byte of -1. */
    public boolean writeTaggedPresence(boolean nullable, boolean present, String field) {
        if (nullable) {
            writeUnsignedVarint(present ? 1 : 0);
        } else if (!present) {
            throw nullNotAllowed(field);
        }
        return present;
    }

    /**
     * Writes the number of elements of an array.
     *
     * @return how many elements to write, 0 for null
     */
    public int writeCount(boolean flexible, boolean nullable, Collection<?> elements, String field) {
        if (elements == null) {
            writeNullLength(flexible, nullable, Integer.BYTES, field);
            return 0;
        }
        writeLength(flexible, elements.size());
        return elements.size();
    }

    /** Writes an array of 1-byte numbers. */
    public void writeInt8List(boolean flexible, boolean nullable, List<Byte> list, String field) {
        int count = writeCount(flexible, nullable, list, field);
        for (int i = 0; i < count; i++) {
            writeInt8(list.get(i));
        }
    }

    /** Writes an array of 2-byte numbers. */
    public void writeInt16List(boolean flexible, boolean nullable, List<Short> list, String field) {
        int count = writeCount(flexible, nullable, list, field);
        for (int i = 0; i < count; i++) {
            writeInt16(list.get(i));
        }
    }

    /** Writes an array of 4-byte numbers. */
    public void writeInt32List(boolean flexible, boolean nullable, IntList list, String field) {
        int count = writeCount(flexible, nullable, list, field);
        for (int i = 0; i < count; i++) {
            writeInt32(list.getInt(i));
        }
    }

    /** Writes an array of 8-byte numbers. */
    public void writeInt64List(boolean flexible, boolean nullable, List<Long> list, String field) {
        int count = writeCount(flexible, nullable, list, field);
        for (int i = 0; i < count; i++) {
            writeInt64(list.get(i));
        }
    }

    /** Writes an array of ids. */
    public void writeUuidList(boolean flexible, boolean nullable, List<Uuid> list, String field) {
        int count = writeCount(flexible, nullable, list, field);
        for (int i = 0; i < count; i++) {
            writeUuid(list.get(i), field);
        }
    }

    /** Writes an array of strings. */
    public void writeStringList(boolean flexible, boolean nullable, List<String> list, String field) {
        int count = writeCount(flexible, nullable, list, field);
        for (int i = 0; i < count; i++) {
            writeString(flexible, false, list.get(i), field);
        }
    }

    /**
     * Begins a tagged field (KIP-482).
     *
     * @return what to pass to {@link #endTag}
     */
    public int beginTag(int tag) {
        writeUnsignedVarint(tag);
        int mark = position;
        // One byte for the size, as nearly always; endTag moves the value if it needs more.
        position += Byte.BYTES;
        return mark;
    }

    /** Ends the tagged field that began at {@code mark}: fills in its size. */
    public void endTag(int mark) {
        int valueAt = mark + Byte.BYTES;
        int length = position - valueAt;
        int sizeBytes = varintBytes(length);
        if (buffer != null && sizeBytes > Byte.BYTES) {
            // Growing first: a buffer that is replaced while it copies from itself would lose bytes.
            buffer.putByte(position + sizeBytes - 2 * Byte.BYTES, (byte) 0);
            buffer.putBytes(mark + sizeBytes, buffer, valueAt, length);
        }
        int end = mark + sizeBytes + length;
        position = mark;
        writeUnsignedVarint(length);
        position = end;
    }

    /**
     * Writes the unknown tagged fields from index {@code from} that come before the known tag {@code below}.
     *
     * @return the index of the first that was not written
     */
    public int writeUnknownTags(List<UnknownTaggedField> fields, int from, int below, String field) {
        int next = from;
        while (next < fields.size() && fields.get(next).tag() < below) {
            byte[] value = fields.get(next).value();
            writeUnsignedVarint(fields.get(next).tag());
            writeUnsignedVarint(value.length);
            if (buffer != null) {
                buffer.putBytes(position, value);
            }
            position += value.length;
            next++;
        }
        if (next < fields.size() && fields.get(next).tag() == below) {
            throw new WireEncodingException(field, "tag " + below + " is both known and among the unknown ones");
        }
        return next;
    }

    private void writeNullLength(boolean flexible, boolean nullable, int lengthFieldBytes, String field) {
        if (!nullable) {
            throw nullNotAllowed(field);
        }
        if (flexible) {
            writeUnsignedVarint(0);
        } else if (lengthFieldBytes == Short.BYTES) {
            writeInt16((short) -1);
        } else {
            writeInt32(-1);
        }
    }

    private void writeLength(boolean flexible, int length) {
        if (flexible) {
            writeUnsignedVarint(length + 1);
        } else {
            writeInt32(length);
        }
    }

    private void remember(FileRegion region) {
        if (regions.size() == regionPositions.length) {
            regionPositions = Arrays.copyOf(regionPositions, 2 * regionPositions.length + 1);
        }
        regionPositions[regions.size()] = position;
        regions.add(region);
    }

    private void copy(BufferSlice bytes) {
        if (buffer != null) {
            buffer.putBytes(position, bytes.buffer(), bytes.offset(), bytes.lengthBytes());
        }
        position += bytes.lengthBytes();
    }

    private static WireEncodingException nullNotAllowed(String field) {
        return new WireEncodingException(field, "is null, which this version does not allow");
    }

    private static int varintBytes(int value) {
        int bytes = 1;
        for (int rest = value >>> VARINT_BITS; rest != 0; rest >>>= VARINT_BITS) {
            bytes++;
        }
        return bytes;
    }

    /** The length of a string in UTF-8, without encoding it. */
    private static int utf8Length(String text) {
        int length = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                continue;
            }
            if (c < 0x800) {
                length += 1;
            } else if (!Character.isSurrogate(c)) {
                length += 2;
            } else if (Character.isHighSurrogate(c) && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                // Two chars, four bytes.
                length += 2;
                i++;
            }
        }
        return length;
    }
}
