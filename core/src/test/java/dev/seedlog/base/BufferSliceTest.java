package dev.seedlog.base;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class BufferSliceTest {

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[] {0, 1, 2, 3, 4, 5, 2, 3});

    @Test
    void itIsAViewOfItsRange() {
        BufferSlice slice = new BufferSlice(buffer, 2, 4);
        assertArrayEquals(new byte[] {2, 3, 4, 5}, slice.toByteArray());
        buffer.putByte(3, (byte) 9);
        assertArrayEquals(new byte[] {2, 9, 4, 5}, slice.toByteArray());
    }

    @Test
    void aSliceOfASliceCountsFromItsBeginning() {
        BufferSlice part = new BufferSlice(buffer, 2, 4).slice(1, 2);
        assertArrayEquals(new byte[] {3, 4}, part.toByteArray());
        assertEquals(3, part.offset());
        assertEquals(0, part.slice(2, 0).lengthBytes());
    }

    @Test
    void rangesOutsideAreRefused() {
        assertThrows(IndexOutOfBoundsException.class, () -> new BufferSlice(buffer, 5, 4));
        assertThrows(IndexOutOfBoundsException.class, () -> new BufferSlice(buffer, -1, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> new BufferSlice(buffer, 0, -1));
        assertThrows(IndexOutOfBoundsException.class, () -> new BufferSlice(buffer, Integer.MAX_VALUE, 2));
        BufferSlice slice = new BufferSlice(buffer, 2, 4);
        assertThrows(IndexOutOfBoundsException.class, () -> slice.slice(3, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> slice.slice(-1, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> slice.slice(1, Integer.MAX_VALUE));
    }

    @Test
    void equalBytesAreEqualSlices() {
        BufferSlice one = new BufferSlice(buffer, 2, 2);
        BufferSlice other = new BufferSlice(buffer, 6, 2);
        assertEquals(one, other);
        assertEquals(one.hashCode(), other.hashCode());
        assertNotEquals(one, new BufferSlice(buffer, 3, 2));
        assertNotEquals(one, new BufferSlice(buffer, 2, 3));
        assertEquals(BufferSlice.EMPTY, BufferSlice.of(new byte[0]));
    }
}
