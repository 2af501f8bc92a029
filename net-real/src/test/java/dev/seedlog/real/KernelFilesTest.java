package dev.seedlog.real;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.base.HostPort;
import dev.seedlog.env.DiskException;
import dev.seedlog.env.DiskException.Kind;
import dev.seedlog.env.DiskFile;
import dev.seedlog.env.DiskLock;
import dev.seedlog.env.OpenMode;
import dev.seedlog.env.contract.Completions;
import dev.seedlog.env.contract.Files;
import dev.seedlog.env.contract.Peer;
import dev.seedlog.env.contract.Script;
import dev.seedlog.env.contract.TestNode;
import dev.seedlog.env.contract.TestWorld;
import dev.seedlog.env.contract.WorldTest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What only the system's own files do. */
class KernelFilesTest extends WorldTest {

    private TestNode node;
    private Script shard;

    @Override
    protected TestWorld newWorld() {
        return new RealTestWorld();
    }

    @BeforeEach
    void startNode() {
        node = world().node();
        shard = startScript(node);
    }

    private String path(String name) {
        return node.scratchDirectory() + "/" + name;
    }

    @Test
    void aFullDiskIsToldApart() {
        assumeTrue(java.nio.file.Files.exists(Path.of("/dev/full")));
        run(shard, env -> {
            DiskFile full = env.disk().open("/dev/full", OpenMode.READ_WRITE);
            BufferSlice part = BufferSlice.of(new byte[100]);
            for (int parts = 1; parts <= 2; parts++) {
                int count = parts;
                DiskException failure = assertThrows(DiskException.class,
                        () -> full.write(0, new BufferSlice[] {part, part}, count));
                assertEquals(Kind.NO_SPACE, failure.kind());
                assertTrue(failure.getMessage().contains("/dev/full"), failure.getMessage());
            }
            full.close();
        });
    }

    @Test
    void aFileSystemThatFillsUpKeepsWhatFitted() throws Exception {
        Path mountPoint = Path.of(path("tiny"));
        java.nio.file.Files.createDirectory(mountPoint);
        assumeTrue(succeeds("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", mountPoint.toString()));
        try {
            run(shard, env -> {
                DiskFile file = env.disk().open(mountPoint + "/segment", OpenMode.CREATE);
                DiskException failure = assertThrows(DiskException.class, () -> {
                    for (int i = 0; i < 100; i++) {
                        Files.append(file, pattern(10_000, i));
                    }
                });
                assertEquals(Kind.NO_SPACE, failure.kind());
                file.truncate(200_000);
                assertArrayEquals(pattern(10_000, 19), Files.read(file, 190_000, 10_000));
                file.close();
            });
        } finally {
            succeeds("umount", mountPoint.toString());
        }
    }

    private static boolean succeeds(String... command) throws IOException, InterruptedException {
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void whatMayNotBeOpenedIsToldApart() {
        run(shard, env -> {
            Files.append(env.disk().open(path("f"), OpenMode.CREATE), new byte[10]);
            assertThrows(DiskException.class, () -> env.disk().list(path("f")));
            assertThrows(DiskException.class, () -> env.disk().exists("a\0b"));
            assertThrows(DiskException.class, () -> env.disk().usableBytes(path("nowhere")));
        });
        assumeTrue(java.nio.file.Files.exists(Path.of("/proc/version")));
        run(shard, env -> {
            DiskException refused = assertThrows(DiskException.class,
                    () -> env.disk().open("/proc/seedlog", OpenMode.CREATE));
            assertTrue(refused.kind() == Kind.ACCESS_DENIED || refused.kind() == Kind.NOT_FOUND, refused.getMessage());
        });
    }

    @Test
    void partsInEveryKindOfBufferAreWritten() {
        UnsafeBuffer array = new UnsafeBuffer(pattern(100, 1), 10, 80);
        ByteBuffer direct = ByteBuffer.allocateDirect(100).put(pattern(100, 2)).position(20).slice();
        UnsafeBuffer wrapped = new UnsafeBuffer(direct, 10, 60);
        UnsafeBuffer heap = new UnsafeBuffer(ByteBuffer.wrap(pattern(100, 3)), 5, 90);
        byte[] expected = new byte[60];
        System.arraycopy(pattern(100, 1), 15, expected, 0, 20);
        System.arraycopy(pattern(100, 2), 33, expected, 20, 20);
        System.arraycopy(pattern(100, 3), 12, expected, 40, 20);
        run(shard, env -> {
            DiskFile file = env.disk().open(path("f"), OpenMode.CREATE);
            for (int round = 0; round < 3; round++) {
                file.write(round * 60L, new BufferSlice[] {new BufferSlice(array, 5, 20),
                    new BufferSlice(wrapped, 3, 20), new BufferSlice(heap, 7, 20)}, 3);
                assertArrayEquals(expected, Files.read(file, round * 60L, 60));
            }
            UnsafeBuffer target = new UnsafeBuffer(ByteBuffer.allocateDirect(100), 30, 70);
            assertEquals(60, file.read(60, target, 10, 60));
            byte[] read = new byte[60];
            target.getBytes(10, read);
            assertArrayEquals(expected, read);
            file.close();
        });
    }

    @Test
    void gatheredWritesGoWhereTheyAreTold() {
        run(shard, env -> {
            DiskFile file = env.disk().open(path("f"), OpenMode.CREATE);
            int seed = 0;
            for (long position : new long[] {0, 0, 20, 10, 30, 0}) {
                seed++;
                file.write(position, new BufferSlice[] {BufferSlice.of(pattern(10, seed)),
                    BufferSlice.of(pattern(10, -seed))}, 2);
                assertArrayEquals(pattern(10, seed), Files.read(file, position, 10));
                assertArrayEquals(pattern(10, -seed), Files.read(file, position + 10, 10));
            }
            assertEquals(50, file.size());
            file.close();
        });
    }

    @Test
    void aForceIsNotHeardInItsOwnTurnHoweverLongThatTakes() {
        Completions done = new Completions(shard);
        HostPort address = on(shard, env -> env.network().listen(new HostPort(node.host(), 0), connection -> {
            DiskFile file = env.disk().open(path("f"), OpenMode.CREATE);
            file.force(done.expectForce());
            file.close();
            // The disk phase of this very turn comes only after this.
            world().runFor(50_000_000);
            return null;
        }).boundTo());
        run(shard, env -> env.network().connect(address, new Peer()));
        world().runUntil("it ended", () -> done.count() == 1);
        done.assertSucceededInLaterTurns();
    }

    @Test
    void shortWritesAndReadsAreContinuedAndAFailedForceIsFinal() throws IOException {
        FileChannel real = FileChannel.open(Path.of(path("stubborn")), StandardOpenOption.CREATE,
                StandardOpenOption.READ, StandardOpenOption.WRITE);
        StubbornChannel channel = new StubbornChannel(real);
        List<DiskException> outcomes = new ArrayList<>();
        DiskFile file = on(shard, env -> new RealDiskFile((RealDisk) env.disk(), path("stubborn"), channel, 0));
        run(shard, env -> {
            BufferSlice[] parts = {BufferSlice.of(pattern(20, 1)), BufferSlice.EMPTY, BufferSlice.of(pattern(30, 2))};
            file.write(0, parts, 3);
            file.write(50, parts, 3);
            file.write(100, parts, 1);
            assertArrayEquals(pattern(20, 1), Files.read(file, 50, 20));
            assertArrayEquals(pattern(30, 2), Files.read(file, 70, 30));
            assertArrayEquals(pattern(20, 1), Files.read(file, 100, 50));
            file.force((generation, end, failure) -> outcomes.add(failure));
        });
        world().runUntil("the force failed", () -> number(shard, env -> outcomes.size()) == 1);
        run(shard, env -> file.force((generation, end, failure) -> outcomes.add(failure)));
        world().runUntil("the next one too", () -> number(shard, env -> outcomes.size()) == 2);
        run(shard, env -> {
            for (DiskException outcome : outcomes) {
                assertNotNull(outcome);
                assertEquals(Kind.FORCE_FAILED, outcome.kind());
            }
            assertEquals(1, channel.forces(), "the system was not asked again");
            file.close();
        });
    }

    @Test
    void forcesOfAFileEndInTheirOrder() {
        List<Long> ends = new ArrayList<>();
        run(shard, env -> {
            DiskFile file = env.disk().open(path("f"), OpenMode.CREATE);
            for (int i = 0; i < 50; i++) {
                Files.append(file, new byte[10]);
                file.force((generation, end, failure) -> ends.add(end));
            }
            file.close();
        });
        world().runUntil("all ended", () -> number(shard, env -> ends.size()) == 50);
        run(shard, env -> assertEquals(ends.stream().sorted().toList(), ends));
    }

    @Test
    void aLockHoldsAgainstOtherProcessesThoughThisOneTriesItAgain() throws Exception {
        DiskLock lock = on(shard, env -> env.disk().tryLock(path(".lock")));
        assertNotNull(lock);
        assertNull(on(shard, env -> env.disk().tryLock(path(".lock"))));
        assertEquals("held", lockElsewhere(false));
        run(shard, env -> lock.release());
        assertEquals("taken", lockElsewhere(false));
    }

    @Test
    void aLockOfAnotherProcessIsRespectedAndEndsWithItsHolder() throws Exception {
        Process holder = locking(true);
        try {
            assertEquals("taken", firstLine(holder));
            assertNull(on(shard, env -> env.disk().tryLock(path(".lock"))));
        } finally {
            holder.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
        assertNotNull(on(shard, env -> env.disk().tryLock(path(".lock"))));
    }

    private String lockElsewhere(boolean keep) throws Exception {
        Process process = locking(keep);
        String answer = firstLine(process);
        process.waitFor(10, TimeUnit.SECONDS);
        return answer;
    }

    private Process locking(boolean keep) throws IOException {
        return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xshare:auto",
                "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), Locker.class.getName(),
                path(".lock"), Boolean.toString(keep)).start();
    }

    private static String firstLine(Process process) throws IOException {
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            return reader.readLine();
        }
    }

    /** Another process that tries the lock, says whether it got it, and keeps it until it is killed if told so. */
    static final class Locker {

        private Locker() {
        }

        public static void main(String[] arguments) throws Exception {
            FileChannel channel = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE);
            System.out.println(channel.tryLock() == null ? "held" : "taken");
            System.out.flush();
            if (Boolean.parseBoolean(arguments[1])) {
                System.in.read();
            }
        }
    }

    @Test
    void whatANodeHadOpenIsClosedWhenItEnds() throws IOException {
        run(shard, env -> {
            DiskFile file = env.disk().open(path("left-open"), OpenMode.CREATE);
            Files.append(file, new byte[10]);
            file.region(0, 10);
        });
        assertTrue(openPaths().contains(path("left-open")));
        node.stop();
        world().runUntil("it ended", () -> !node.running());
        assertTrue(!openPaths().contains(path("left-open")));
    }

    private static List<String> openPaths() throws IOException {
        Path descriptors = Path.of("/proc/self/fd");
        assumeTrue(java.nio.file.Files.isDirectory(descriptors));
        List<String> paths = new ArrayList<>();
        for (String name : Arrays.asList(descriptors.toFile().list())) {
            try {
                paths.add(java.nio.file.Files.readSymbolicLink(descriptors.resolve(name)).toString());
            } catch (IOException e) {
                // It was closed meanwhile.
            }
        }
        return paths;
    }
}
