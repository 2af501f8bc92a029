package dev.seedlog.env;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SeededRandomTest {

    @Test
    void itIsSplitMix64() {
        // The first outputs for seed 1234567, as published with the reference implementation.
        SeededRandom random = new SeededRandom(1234567);
        assertEquals(6457827717110365317L, random.nextLong());
        assertEquals(3203168211198807973L, random.nextLong());
        assertEquals(-8629252141511181193L, random.nextLong());
    }

    @Test
    void numbersBelowABoundAreAllAsLikely() {
        SeededRandom random = new SeededRandom(1);
        int[] counts = new int[7];
        for (int i = 0; i < 70_000; i++) {
            counts[random.nextInt(7)]++;
        }
        for (int count : counts) {
            assertTrue(count > 9_500 && count < 10_500, count + " of 10,000");
        }
        assertEquals(0, random.nextInt(1));
        assertTrue(random.nextInt(Integer.MAX_VALUE) >= 0);
    }

    @Test
    void aBoundMustBePositive() {
        assertThrows(IllegalArgumentException.class, () -> new SeededRandom(1).nextInt(0));
        assertThrows(IllegalArgumentException.class, () -> new SeededRandom(1).nextInt(-1));
    }

    @Test
    void aForkDependsOnSeedAndNameAndNotOnWhatWasDrawn() {
        SeededRandom fresh = new SeededRandom(9);
        SeededRandom used = new SeededRandom(9);
        used.nextLong();
        long first = fresh.fork("disk").nextLong();
        assertEquals(first, used.fork("disk").nextLong());
        assertNotEquals(first, fresh.fork("network").nextLong());
        assertNotEquals(first, new SeededRandom(10).fork("disk").nextLong());
        assertNotEquals(fresh.fork("a").fork("b").nextLong(), fresh.fork("b").fork("a").nextLong());
    }

    @Test
    void aForkDoesNotDisturbItsOrigin() {
        SeededRandom one = new SeededRandom(9);
        SeededRandom other = new SeededRandom(9);
        one.fork("x").nextLong();
        assertEquals(other.nextLong(), one.nextLong());
    }
}
