package dev.seedlog.env.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.seedlog.env.Disk;
import dev.seedlog.env.DiskException;
import dev.seedlog.env.DirectoryEntry;
import dev.seedlog.env.DiskFile;
import dev.seedlog.env.DiskLock;
import dev.seedlog.env.OpenMode;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code Disk} promises in both worlds: names, directories and locks. */
public abstract class DiskContract extends WorldTest {

    private TestNode node;
    private Script shard;
    private String directory;

    @BeforeEach
    final void startNode() {
        node = world().node();
        directory = node.scratchDirectory();
        shard = startScript(node);
    }

    private String path(String name) {
        return directory + "/" + name;
    }

    private static void put(Disk disk, String path, String text) {
        DiskFile file = disk.open(path, OpenMode.CREATE);
        Files.append(file, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        file.close();
    }

    private static String get(Disk disk, String path) {
        DiskFile file = disk.open(path, OpenMode.READ);
        String text = new String(Files.content(file), java.nio.charset.StandardCharsets.UTF_8);
        file.close();
        return text;
    }

    private static void assertFails(DiskException.Kind kind, Runnable code) {
        DiskException failure = assertThrows(DiskException.class, code::run);
        assertEquals(kind, failure.kind());
    }

    @Test
    void openModesSayWhetherTheFileMustBeThere() {
        run(shard, env -> {
            Disk disk = env.disk();
            assertFails(DiskException.Kind.NOT_FOUND, () -> disk.open(path("a"), OpenMode.READ));
            assertFails(DiskException.Kind.NOT_FOUND, () -> disk.open(path("a"), OpenMode.READ_WRITE));
            assertFalse(disk.exists(path("a")));
            disk.open(path("a"), OpenMode.CREATE).close();
            assertTrue(disk.exists(path("a")));
            put(disk, path("a"), "text");
            disk.open(path("a"), OpenMode.CREATE).close();
            assertEquals("text", get(disk, path("a")), "opening does not truncate");
            assertFails(DiskException.Kind.ALREADY_EXISTS, () -> disk.open(path("a"), OpenMode.CREATE_NEW));
            disk.open(path("b"), OpenMode.CREATE_NEW).close();
            disk.open(path("b"), OpenMode.READ_WRITE).close();
            assertFails(DiskException.Kind.NOT_FOUND, () -> disk.open(path("no/c"), OpenMode.CREATE));
        });
    }

    @Test
    void aDirectoryIsNotAFile() {
        run(shard, env -> {
            env.disk().createDirectories(path("d"));
            assertThrows(DiskException.class, () -> env.disk().open(path("d"), OpenMode.READ_WRITE));
            put(env.disk(), path("f"), "x");
            assertThrows(DiskException.class, () -> env.disk().createDirectories(path("f/below")));
        });
    }

    @Test
    void directoriesAreCreatedWithThoseAboveThemAndListedInOrder() {
        run(shard, env -> {
            Disk disk = env.disk();
            disk.createDirectories(path("x/y/z"));
            disk.createDirectories(path("x/y/z"));
            put(disk, path("x/b"), "");
            put(disk, path("x/a"), "");
            put(disk, path("x/Z"), "");
            assertEquals(List.of(new DirectoryEntry("Z", false), new DirectoryEntry("a", false),
                    new DirectoryEntry("b", false), new DirectoryEntry("y", true)), disk.list(path("x")));
            assertEquals(List.of(), disk.list(path("x/y/z")));
            assertFails(DiskException.Kind.NOT_FOUND, () -> disk.list(path("nowhere")));
        });
    }

    @Test
    void aRenameReplacesAndOpenFilesLiveOn() {
        run(shard, env -> {
            Disk disk = env.disk();
            put(disk, path("new"), "new");
            put(disk, path("old"), "old");
            DiskFile replaced = disk.open(path("old"), OpenMode.READ_WRITE);
            DiskFile moved = disk.open(path("new"), OpenMode.READ_WRITE);
            disk.rename(path("new"), path("old"));
            assertFalse(disk.exists(path("new")));
            assertEquals("new", get(disk, path("old")));
            assertEquals("old", new String(Files.content(replaced), java.nio.charset.StandardCharsets.UTF_8));
            assertEquals(path("new"), moved.path());
            Files.append(moved, new byte[] {'!'});
            assertEquals("new!", get(disk, path("old")));
            assertFails(DiskException.Kind.NOT_FOUND, () -> disk.rename(path("nothing"), path("c")));
            replaced.close();
            moved.close();
        });
    }

    @Test
    void aDirectoryIsRenamedWithWhatIsInIt() {
        run(shard, env -> {
            Disk disk = env.disk();
            disk.createDirectories(path("topic-0"));
            put(disk, path("topic-0/segment"), "records");
            disk.rename(path("topic-0"), path("topic-0.delete"));
            assertFalse(disk.exists(path("topic-0")));
            assertEquals("records", get(disk, path("topic-0.delete/segment")));
        });
    }

    @Test
    void deletingRemovesFilesAndEmptyDirectories() {
        run(shard, env -> {
            Disk disk = env.disk();
            disk.createDirectories(path("d"));
            put(disk, path("d/f"), "kept open");
            DiskFile open = disk.open(path("d/f"), OpenMode.READ_WRITE);
            assertThrows(DiskException.class, () -> disk.delete(path("d")), "it is not empty");
            disk.delete(path("d/f"));
            assertFalse(disk.exists(path("d/f")));
            assertEquals("kept open", new String(Files.content(open), java.nio.charset.StandardCharsets.UTF_8));
            open.close();
            disk.delete(path("d"));
            assertFalse(disk.exists(path("d")));
            assertFails(DiskException.Kind.NOT_FOUND, () -> disk.delete(path("d")));
        });
    }

    @Test
    void aDirectoryIsForcedInALaterTurn() {
        Completions done = new Completions(shard);
        run(shard, env -> {
            put(env.disk(), path("f"), "x");
            env.disk().forceDirectory(directory, done.expect());
        });
        world().runUntil("it is forced", () -> done.count() == 1);
        done.assertSucceededInLaterTurns();
    }

    @Test
    void allWhoForceADirectoryHearOfIt() {
        Completions done = new Completions(shard);
        for (int turn = 1; turn <= 3; turn++) {
            run(shard, env -> {
                for (int i = 0; i < 20; i++) {
                    env.disk().forceDirectory(directory, done.expect());
                }
            });
        }
        world().runUntil("all are forced", () -> done.count() == 60);
        done.assertSucceededInLaterTurns();
    }

    @Test
    void thereIsRoomToWrite() {
        assertTrue(number(shard, env -> env.disk().usableBytes(directory)) > 0);
    }

    @Test
    void allProcessesOfOneBootHaveTheSameBootId() {
        String id = on(shard, env -> env.disk().bootId());
        Script other = startScript(node.sibling());
        assertEquals(id, on(other, env -> env.disk().bootId()));
        assertTrue(id.chars().noneMatch(c -> c < ' '), "it fits on a line of a file");
        node.stop();
        world().runUntil("the process ended", () -> !node.running());
        Script next = startScript(node);
        assertEquals(id, on(next, env -> env.disk().bootId()));
    }

    @Test
    void aLockKeepsOtherProcessesOutUntilItIsReleased() {
        Script other = startScript(node.sibling());
        DiskLock lock = on(shard, env -> env.disk().tryLock(path(".lock")));
        assertNotNull(lock);
        assertTrue(is(shard, env -> env.disk().exists(path(".lock"))));
        assertNull(on(other, env -> env.disk().tryLock(path(".lock"))));
        run(shard, env -> lock.release());
        assertNotNull(on(other, env -> env.disk().tryLock(path(".lock"))));
        assertNull(on(shard, env -> env.disk().tryLock(path(".lock"))));
    }

    @Test
    void aProcessThatEndedHoldsNoLock() {
        Script other = startScript(node.sibling());
        assertNotNull(on(shard, env -> env.disk().tryLock(path(".lock"))));
        node.stop();
        world().runUntil("the process ended", () -> !node.running());
        assertNotNull(on(other, env -> env.disk().tryLock(path(".lock"))));
    }

    @Test
    void whatWasWrittenSurvivesACleanStop() {
        run(shard, env -> put(env.disk(), path("f"), "written"));
        node.stop();
        world().runUntil("the process ended", () -> !node.running());
        Script next = startScript(node);
        assertEquals("written", on(next, env -> get(env.disk(), path("f"))));
    }

    @Test
    void whatWasWrittenInEarlierTurnsSurvivesAKill() {
        run(shard, env -> put(env.disk(), path("f"), "written"));
        run(shard, env -> { });
        assumeTrue(node.kill());
        world().runUntil("the process ended", () -> !node.running());
        Script next = startScript(node);
        assertEquals("written", on(next, env -> get(env.disk(), path("f"))));
        assertNotNull(on(next, env -> env.disk().tryLock(path(".lock"))));
    }

    @Test
    void nodesHaveDisksOfTheirOwn() {
        TestNode elsewhere = world().node();
        Script other = startScript(elsewhere);
        run(shard, env -> put(env.disk(), path("f"), "here"));
        assertArrayEquals(new Object[0], on(other, env -> env.disk().list(elsewhere.scratchDirectory())).toArray());
    }
}
