package dev.seedlog.simworld;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.env.RandomSource;
import dev.seedlog.env.SeededRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Compares a file after random operations and a power cut with everything that it was since its last force. */
class PowerCutModelTest {

    private static final int RUNS = 3000;
    private static final int OPERATIONS = 40;
    private static final int LARGEST = 6000;

    private final List<byte[]> versions = new ArrayList<>();
    private byte[] now = new byte[0];

    @Test
    void eachByteIsOneThatItWasSinceTheLastForceOrZero() {
        for (int seed = 0; seed < RUNS; seed++) {
            RandomSource random = new SeededRandom(seed);
            SimFile file = new SimFile();
            now = new byte[0];
            versions.clear();
            versions.add(now);
            for (int i = 0; i < OPERATIONS; i++) {
                operate(file, random);
                assertArrayEquals(now, file.bytes(0, (int) file.size()), "seed " + seed);
            }
            file.powerCut(random, new DiskLosses());
            check(file.bytes(0, (int) file.size()), seed);
            byte[] after = file.bytes(0, (int) file.size());
            file.powerCut(random, new DiskLosses());
            assertArrayEquals(after, file.bytes(0, (int) file.size()), "a second cut changes nothing, seed " + seed);
        }
    }

    private void operate(SimFile file, RandomSource random) {
        switch (random.nextInt(8)) {
            case 0 -> {
                int size = random.nextInt(now.length + 1);
                file.truncate(size);
                now = Arrays.copyOf(now, size);
            }
            case 1 -> {
                // Forced with its directory: nothing but this version, and what comes, is possible from now on.
                long number = file.beginForce();
                Object tail = file.cutTail();
                file.directoryForced(tail);
                file.forced(number);
                versions.clear();
            }
            case 2, 3 -> write(file, random, now.length);
            default -> write(file, random, random.nextInt(now.length + 600));
        }
        versions.add(now);
    }

    private void write(SimFile file, RandomSource random, int position) {
        int length = 1 + random.nextInt(random.nextInt(3) == 0 ? 2000 : 200);
        if (position + length > LARGEST) {
            return;
        }
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) (1 + random.nextInt(120)));
        file.write(position, new UnsafeBuffer(bytes), 0, length);
        now = Arrays.copyOf(now, Math.max(now.length, position + length));
        System.arraycopy(bytes, 0, now, position, length);
    }

    private void check(byte[] after, int seed) {
        int shortest = versions.stream().mapToInt(version -> version.length).min().orElseThrow();
        int longest = versions.stream().mapToInt(version -> version.length).max().orElseThrow();
        assertTrue(after.length >= shortest && after.length <= longest, after.length + ", seed " + seed);
        for (int i = 0; i < after.length; i++) {
            byte[] first = versions.get(0);
            boolean stable = i < first.length;
            boolean possible = false;
            for (byte[] version : versions) {
                byte was = i < version.length ? version[i] : 0;
                stable = stable && i < version.length && was == first[i];
                possible |= was == after[i];
            }
            assertTrue(possible || after[i] == 0, "byte " + i + " is " + after[i] + ", seed " + seed);
            if (stable) {
                assertEquals(first[i], after[i], "byte " + i + " never changed, seed " + seed);
            }
        }
    }
}
