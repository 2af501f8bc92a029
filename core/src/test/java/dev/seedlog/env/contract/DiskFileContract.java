package dev.seedlog.env.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.env.DiskFile;
import dev.seedlog.env.FileRegion;
import dev.seedlog.env.OpenMode;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code DiskFile} and {@code FileRegion} promise in both worlds. */
public abstract class DiskFileContract extends WorldTest {

    private Script shard;
    private String path;
    private DiskFile file;

    @BeforeEach
    final void openFile() {
        TestNode node = world().node();
        shard = startScript(node);
        path = node.scratchDirectory() + "/file";
        file = on(shard, env -> env.disk().open(path, OpenMode.CREATE_NEW));
    }

    private static byte[] bytes(int length, int seed) {
        return pattern(length, seed);
    }

    @Test
    void readingStopsAtTheEnd() {
        run(shard, env -> {
            assertEquals(0, file.size());
            assertEquals(0, Files.read(file, 0, 10).length);
            Files.append(file, bytes(100, 1));
            assertEquals(100, file.size());
            assertArrayEquals(Arrays.copyOfRange(bytes(100, 1), 90, 100), Files.read(file, 90, 50));
            assertEquals(0, Files.read(file, 100, 1).length);
            assertEquals(0, Files.read(file, 5000, 10).length);
            assertEquals(0, Files.read(file, 0, 0).length);
        });
    }

    @Test
    void readingTouchesOnlyItsRangeOfTheTarget() {
        run(shard, env -> {
            Files.append(file, bytes(10, 1));
            byte[] target = new byte[20];
            assertEquals(4, file.read(3, new UnsafeBuffer(target), 7, 4));
            byte[] expected = new byte[20];
            System.arraycopy(bytes(10, 1), 3, expected, 7, 4);
            assertArrayEquals(expected, target);
        });
    }

    @Test
    void aGatheredWritePutsItsPartsOneBehindTheOther() {
        run(shard, env -> {
            BufferSlice[] parts = new BufferSlice[300];
            java.io.ByteArrayOutputStream expected = new java.io.ByteArrayOutputStream();
            for (int i = 0; i < 200; i++) {
                byte[] around = bytes(i + 20, i);
                parts[i] = new BufferSlice(new UnsafeBuffer(around), 10, i);
                expected.write(around, 10, i);
            }
            Files.append(file, bytes(7, 0));
            file.write(7, parts, 200);
            assertEquals(7 + expected.size(), file.size());
            assertArrayEquals(expected.toByteArray(), Files.read(file, 7, expected.size()));
        });
    }

    @Test
    void largeWritesAreWhole() {
        byte[] large = bytes(5_000_000, 1);
        run(shard, env -> {
            file.write(0, new BufferSlice[] {BufferSlice.of(large), BufferSlice.EMPTY, BufferSlice.of(large)}, 3);
            assertEquals(10_000_000, file.size());
            assertArrayEquals(large, Files.read(file, 5_000_000, 5_000_000));
        });
    }

    @Test
    void writesReplaceWhatIsThereAndGapsAreZero() {
        run(shard, env -> {
            Files.append(file, bytes(5000, 1));
            Files.write(file, 1000, bytes(50, 2));
            assertEquals(5000, file.size());
            assertArrayEquals(bytes(50, 2), Files.read(file, 1000, 50));
            assertArrayEquals(Arrays.copyOf(bytes(5000, 1), 1000), Files.read(file, 0, 1000));
            assertArrayEquals(Arrays.copyOfRange(bytes(5000, 1), 1050, 5000), Files.read(file, 1050, 3950));
            Files.write(file, 20_000, bytes(10, 3));
            assertEquals(20_010, file.size());
            assertArrayEquals(new byte[15_000], Files.read(file, 5000, 15_000));
        });
    }

    @Test
    void allWhoOpenAFileSeeTheSameBytes() {
        run(shard, env -> {
            DiskFile other = env.disk().open(path, OpenMode.READ);
            Files.append(file, bytes(100, 1));
            assertArrayEquals(bytes(100, 1), Files.content(other));
            other.close();
            assertEquals(100, file.size());
        });
    }

    @Test
    void aTruncationCutsAndBeginsAGeneration() {
        run(shard, env -> {
            Files.append(file, bytes(9000, 1));
            assertEquals(0, file.truncationGeneration());
            file.truncate(100);
            assertEquals(1, file.truncationGeneration());
            assertEquals(100, file.size());
            Files.write(file, 300, bytes(10, 2));
            assertArrayEquals(new byte[200], Files.read(file, 100, 200), "what was cut away does not come back");
            file.truncate(310);
            assertEquals(2, file.truncationGeneration(), "one that cuts nothing counts as well");
        });
    }

    @Test
    void aForceEndsInALaterTurnAndSaysWhatItCovers() {
        Completions done = new Completions(shard);
        run(shard, env -> {
            Files.append(file, bytes(100, 1));
            file.force(done.expectForce());
            Files.append(file, bytes(50, 2));
            file.truncate(120);
            file.force(done.expectForce());
            assertEquals(0, done.count());
        });
        world().runUntil("both are over", () -> done.count() == 2);
        done.assertSucceededInLaterTurns();
        // The two may end in any order.
        int firstAt = done.heard().get(0).generation() == 0 ? 0 : 1;
        Completions.Completion first = done.heard().get(firstAt);
        Completions.Completion second = done.heard().get(1 - firstAt);
        assertEquals(0, first.generation());
        assertEquals(100, first.end());
        assertEquals(1, second.generation());
        assertEquals(120, second.end());
    }

    @Test
    void aFileMayBeClosedWhileItIsForced() {
        Completions done = new Completions(shard);
        run(shard, env -> {
            Files.append(file, bytes(100, 1));
            file.force(done.expectForce());
            file.close();
        });
        world().runUntil("it is over", () -> done.count() == 1);
        done.assertSucceededInLaterTurns();
    }

    @Test
    void aRegionGivesTheBytesOfItsRange() {
        run(shard, env -> {
            Files.append(file, bytes(10_000, 1));
            FileRegion region = file.region(1000, 5000);
            assertEquals(5000, region.sizeBytes());
            assertTrue(region.valid());
            byte[] target = new byte[6000];
            assertEquals(5000, region.read(0, new UnsafeBuffer(target), 500, 5000));
            assertArrayEquals(Arrays.copyOfRange(bytes(10_000, 1), 1000, 6000), Arrays.copyOfRange(target, 500, 5500));
            assertEquals(20, region.read(4000, new UnsafeBuffer(target), 0, 20));
            assertArrayEquals(Arrays.copyOfRange(bytes(10_000, 1), 5000, 5020), Arrays.copyOf(target, 20));
            Files.append(file, bytes(10, 2));
            assertTrue(region.valid(), "appending changes nothing");
            region.release();
        });
    }

    @Test
    void aRegionMustBeWithinTheFile() {
        run(shard, env -> {
            Files.append(file, bytes(100, 1));
            assertThrows(IllegalArgumentException.class, () -> file.region(50, 51));
            assertThrows(IllegalArgumentException.class, () -> file.region(-1, 10));
            assertThrows(IllegalArgumentException.class, () -> file.region(0, -1));
            assertThrows(IllegalArgumentException.class, () -> file.region(Long.MAX_VALUE, 10));
            file.region(50, 50).release();
        });
    }

    @Test
    void aRegionOfATruncatedFileIsNotValid() {
        run(shard, env -> {
            Files.append(file, bytes(1000, 1));
            FileRegion region = file.region(0, 100);
            file.truncate(500);
            assertFalse(region.valid(), "even if its range is still there");
            region.release();
            FileRegion next = file.region(0, 100);
            assertTrue(next.valid());
            next.release();
        });
    }

    @Test
    void aRegionKeepsItsFileOpenUntilItsLastReference() {
        run(shard, env -> {
            Files.append(file, bytes(1000, 1));
            FileRegion region = file.region(10, 100);
            region.retain();
            file.close();
            env.disk().delete(path);
            region.release();
            byte[] target = new byte[100];
            assertEquals(100, region.read(0, new UnsafeBuffer(target), 0, 100));
            assertArrayEquals(Arrays.copyOfRange(bytes(1000, 1), 10, 110), target);
            region.release();
        });
    }

    @Test
    void aPrefetchEndsInALaterTurn() {
        Completions done = new Completions(shard);
        run(shard, env -> {
            Files.append(file, bytes(100_000, 1));
            FileRegion region = file.region(0, 100_000);
            file.prefetch(region, done.expect());
            region.release();
            assertEquals(0, done.count());
        });
        world().runUntil("it is over", () -> done.count() == 1);
        done.assertSucceededInLaterTurns();
    }
}
