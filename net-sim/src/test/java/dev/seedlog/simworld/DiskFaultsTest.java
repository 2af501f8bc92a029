package dev.seedlog.simworld;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.env.DiskException;
import dev.seedlog.env.DiskFile;
import dev.seedlog.env.OpenMode;
import dev.seedlog.env.contract.Files;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DiskFaultsTest {

    private static final String PATH = "/data/f";

    private final Stages.Stage stage = new Stages.Stage(2);
    private SimNode node;

    @BeforeEach
    void start() {
        node = stage.node("a");
    }

    private static void assertFails(DiskException.Kind kind, Runnable code) {
        assertEquals(kind, assertThrows(DiskException.class, code::run).kind());
    }

    @Test
    void aFullDiskTakesWhatFits() {
        node.disk().setCapacity(1000);
        stage.run(node, env -> {
            DiskFile file = env.disk().open(PATH, OpenMode.CREATE);
            Files.append(file, Stages.filled(600, 1));
            assertEquals(400, env.disk().usableBytes("/data"));
            assertFails(DiskException.Kind.NO_SPACE, () -> Files.append(file, Stages.filled(600, 2)));
            assertEquals(1000, file.size());
            file.truncate(600);
            assertEquals(400, env.disk().usableBytes("/data"));
            env.disk().delete(PATH);
            assertEquals(1000, env.disk().usableBytes("/data"));
        });
    }

    @Test
    void aFailingWriteLeavesAPrefix() {
        stage.run(node, env -> {
            DiskFile file = env.disk().open(PATH, OpenMode.CREATE);
            node.disk().faults().failWrites(1000);
            assertFails(DiskException.Kind.IO_ERROR, () -> Files.append(file, Stages.filled(5000, 1)));
            assertTrue(file.size() < 5000);
            assertArrayEquals(Stages.filled((int) file.size(), 1), Files.content(file));
            assertEquals(1, node.disk().faults().failed());
        });
    }

    @Test
    void failuresCanBeConfinedToSomePaths() {
        stage.run(node, env -> {
            node.disk().faults().where(path -> path.endsWith(".bad")).failReads(1000);
            DiskFile good = env.disk().open(PATH, OpenMode.CREATE);
            Files.append(good, Stages.filled(10, 1));
            assertEquals(10, Files.content(good).length);
            DiskFile bad = env.disk().open(PATH + ".bad", OpenMode.CREATE);
            Files.append(bad, Stages.filled(10, 1));
            assertFails(DiskException.Kind.IO_ERROR, () -> Files.content(bad));
        });
    }

    @Test
    void stuckForcesEndWhenTheDiskIsWellAgain() {
        boolean[] forced = new boolean[1];
        node.disk().faults().stick();
        stage.run(node, env -> env.disk().open(PATH, OpenMode.CREATE)
                .force((generation, end, failure) -> forced[0] = true));
        stage.world.runFor(100 * Stages.SECOND);
        assertEquals(false, forced[0]);
        node.disk().faults().clear();
        stage.world.runFor(Stages.SECOND);
        assertTrue(forced[0]);
    }

    @Test
    void aMisdirectedWriteLandsElsewhere() {
        stage.run(node, env -> {
            DiskFile file = env.disk().open(PATH, OpenMode.CREATE);
            Files.append(file, Stages.filled(5120, 1));
            node.disk().faults().misdirectWrites(1000);
            Files.append(file, Stages.filled(512, 2));
            byte[] content = Files.content(file);
            assertEquals(5632, content.length);
            assertArrayEquals(new byte[512], Arrays.copyOfRange(content, 5120, 5632));
            int twos = 0;
            for (byte each : content) {
                twos += each == 2 ? 1 : 0;
            }
            assertEquals(512, twos);
        });
    }

    @Test
    void rotChangesBytesThatAreThere() {
        stage.run(node, env -> Files.append(env.disk().open(PATH, OpenMode.CREATE), Stages.filled(100, 1)));
        node.disk().corrupt(PATH, 50, 0x80);
        byte[] expected = Stages.filled(100, 1);
        expected[50] = (byte) 0x81;
        assertArrayEquals(expected, node.disk().content(PATH));
    }

    @Test
    void rotHasHitWhenItIsReadAndIsMendedWhereverTheFileIs() {
        byte[] sound = Stages.filled(100, 1);
        stage.run(node, env -> Files.append(env.disk().open(PATH, OpenMode.CREATE), sound));
        Runnable mend = node.disk().rot(PATH, 50, 0x80);
        Hits hits = stage.world.hits();
        assertEquals(0, hits.count(Hits.Kind.BIT_ROT));
        stage.run(node, env -> {
            byte[] read = Files.content(env.disk().open(PATH, OpenMode.READ));
            assertEquals((byte) 0x81, read[50]);
            env.disk().rename(PATH, "/data/g");
        });
        assertEquals(1, hits.count(Hits.Kind.BIT_ROT));
        mend.run();
        assertArrayEquals(sound, node.disk().content("/data/g"));
    }

    /** What is appended to a sector takes down what is durable of it, and that was damaged just then. */
    @Test
    void whatWasMendedComesBackMendedFromAPowerCut() {
        byte[] sound = Stages.filled(100, 1);
        stage.run(node, env -> {
            DiskFile file = env.disk().open(PATH, OpenMode.CREATE);
            Files.append(file, sound);
            file.force((generation, end, failure) -> env.disk().forceDirectory("/data", problem -> { }));
        });
        stage.world.runFor(Stages.SECOND);
        for (int cut = 0; cut < 8; cut++) {
            Runnable mend = node.disk().rot(PATH, 50, 0x80);
            stage.run(node, env -> Files.append(env.disk().open(PATH, OpenMode.READ_WRITE), Stages.filled(100, 2)));
            mend.run();
            node.powerCut();
            assertArrayEquals(sound, Arrays.copyOf(node.disk().content(PATH), sound.length));
            stage.start(node, 1);
        }
    }

    @Test
    void aMisdirectedPartIsMissingWhereItShouldBeAndElsewhereUntilItIsMended() {
        byte[] sound = new byte[100];
        for (int i = 0; i < sound.length; i++) {
            sound[i] = (byte) i;
        }
        stage.run(node, env -> Files.append(env.disk().open(PATH, OpenMode.CREATE), sound));
        Runnable mend = node.disk().misdirect(PATH, 60, PATH, 20, 30);
        Hits hits = stage.world.hits();
        assertEquals(0, hits.count(Hits.Kind.MISDIRECTED));
        stage.run(node, env -> {
            byte[] read = Files.content(env.disk().open(PATH, OpenMode.READ));
            assertArrayEquals(new byte[30], Arrays.copyOfRange(read, 60, 90));
            assertArrayEquals(Arrays.copyOfRange(sound, 60, 90), Arrays.copyOfRange(read, 20, 50));
            assertArrayEquals(Arrays.copyOfRange(sound, 0, 20), Arrays.copyOf(read, 20));
        });
        assertEquals(1, hits.count(Hits.Kind.MISDIRECTED));
        mend.run();
        assertArrayEquals(sound, node.disk().content(PATH));
    }

    @Test
    void aMisdirectedPartMayBeInAnotherFile() {
        stage.run(node, env -> {
            Files.append(env.disk().open(PATH, OpenMode.CREATE), Stages.filled(100, 1));
            Files.append(env.disk().open("/data/g", OpenMode.CREATE), Stages.filled(100, 2));
        });
        Runnable mend = node.disk().misdirect(PATH, 60, "/data/g", 60, 30);
        assertEquals(0, node.disk().content(PATH)[60]);
        assertEquals(1, node.disk().content("/data/g")[60]);
        mend.run();
        assertArrayEquals(Stages.filled(100, 1), node.disk().content(PATH));
        assertArrayEquals(Stages.filled(100, 2), node.disk().content("/data/g"));
    }

    @Test
    void aPartIsNotMisdirectedOverItself() {
        stage.run(node, env -> Files.append(env.disk().open(PATH, OpenMode.CREATE), Stages.filled(100, 1)));
        assertThrows(IllegalArgumentException.class, () -> node.disk().misdirect(PATH, 60, PATH, 40, 30));
        assertThrows(IllegalArgumentException.class, () -> node.disk().misdirect(PATH, 80, PATH, 10, 30));
    }

    @Test
    void aByteThatWasWrittenAnewIsNotMended() {
        stage.run(node, env -> Files.append(env.disk().open(PATH, OpenMode.CREATE), Stages.filled(100, 1)));
        Runnable mend = node.disk().rot(PATH, 50, 0x80);
        stage.run(node, env -> {
            DiskFile file = env.disk().open(PATH, OpenMode.READ_WRITE);
            file.truncate(40);
            Files.append(file, Stages.filled(60, 2));
        });
        mend.run();
        assertEquals(2, node.disk().content(PATH)[50]);
    }

    @Test
    void aNewDiskIsEmpty() {
        stage.run(node, env -> Files.append(env.disk().open(PATH, OpenMode.CREATE), Stages.filled(100, 1)));
        node.kill();
        node.disk().wipe();
        assertEquals(0, node.disk().names("/", true).size());
        assertEquals(0, node.disk().usedBytes());
    }

    @Test
    void aReleasedRegionIsNotToBeUsed() {
        stage.run(node, env -> {
            DiskFile file = env.disk().open(PATH, OpenMode.CREATE);
            Files.append(file, Stages.filled(100, 1));
            var region = file.region(0, 10);
            region.release();
            assertThrows(IllegalStateException.class, region::release);
            file.close();
            assertThrows(IllegalStateException.class, file::size);
        });
    }
}
