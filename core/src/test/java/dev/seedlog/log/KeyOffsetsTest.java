package dev.seedlog.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class KeyOffsetsTest {

    private final UnsafeBuffer key = new UnsafeBuffer(new byte[8]);

    private KeyOffsets map(int pages) {
        int[] left = {pages};
        return new KeyOffsets(new KeyHash(1, 2), size -> {
            if (left[0]-- == 0) {
                throw new OutOfMemoryError("none");
            }
            return ByteBuffer.allocateDirect(size);
        });
    }

    private boolean put(KeyOffsets map, long name, long offset) {
        key.putLong(0, name);
        return map.put(key, 0, 8, offset);
    }

    private long get(KeyOffsets map, long name) {
        key.putLong(0, name);
        return map.offsetOf(key, 0, 8);
    }

    /** From the reference implementation's vectors: the secret is 0, 1, 2 ... 15, the inputs 0, 1, 2 ... */
    @Test
    void theHashIsThatOfItsReference() {
        KeyHash hash = new KeyHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);
        UnsafeBuffer input = new UnsafeBuffer(new byte[] {0, 1, 2, 3, 4, 5, 6, 7, 8});
        hash.hash(input, 0, 0);
        assertEquals("a3817f04ba25a8e66df67214c7550293", hex(hash));
        hash.hash(input, 0, 1);
        assertEquals("da87c1d86b99af44347659119b22fc45", hex(hash));
    }

    private static String hex(KeyHash hash) {
        return "%016x%016x".formatted(Long.reverseBytes(hash.low()), Long.reverseBytes(hash.high()));
    }

    @Test
    void theNewestOffsetOfEachKeyIsFound() {
        KeyOffsets map = map(100);
        map.begin(20_000, 1 << 20, 0.9);
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 10_000; i++) {
                assertTrue(put(map, i, round * 10_000 + i));
            }
        }
        assertEquals(10_000, map.size());
        for (int i = 0; i < 10_000; i++) {
            assertEquals(10_000 + i, get(map, i));
        }
        assertEquals(KeyOffsets.NONE, get(map, 10_000));
    }

    @Test
    void whatHasNoRoomIsRefusedAndTheRestStands() {
        KeyOffsets map = map(100);
        map.begin(1_000_000, 24 * 1_000, 0.9);
        int taken = 0;
        while (put(map, taken, taken)) {
            taken++;
        }
        assertEquals(900, taken);
        assertTrue(put(map, 5, 2_000), "a key that is there needs no room");
        assertEquals(2_000, get(map, 5));
        assertEquals(KeyOffsets.NONE, get(map, taken));
    }

    @Test
    void aProcessWithoutMemoryHasRoomForFewer() {
        KeyOffsets map = map(1);
        map.begin(100_000, 24 * 100_000, 0.9);
        int taken = 0;
        while (put(map, taken, taken)) {
            taken++;
        }
        assertFalse(taken > 4_096, "keys " + taken);
        for (int i = 0; i < taken; i++) {
            assertEquals(i, get(map, i));
        }
    }
}
