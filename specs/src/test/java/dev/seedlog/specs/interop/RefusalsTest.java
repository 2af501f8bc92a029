package dev.seedlog.specs.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node cannot start with: one clear line, an exit status, and the directory as it was. */
class RefusalsTest {

    private static final int USAGE = 2;
    private static final String METADATA_LOG = "__cluster_metadata-0/00000000000000000000.log";

    @TempDir
    private Path folder;

    private void assertRefused(DataDirectory directory, String... words) {
        try (ForkedJvm node = directory.runSeedlog()) {
            int status = node.awaitStatus();
            assertEquals(USAGE, status, node.output());
            String line = node.output().lines().filter(each -> each.startsWith("seedlog start: ")).findFirst()
                    .orElse("");
            for (String word : words) {
                assertTrue(line.contains(word), "no '" + word + "' in: " + node.output());
            }
        }
    }

    private DataDirectory used() {
        DataDirectory directory = new DataDirectory(folder);
        try (ForkedJvm node = directory.startSeedlog()) {
            assertEquals(0, node.terminate(), node.output());
        }
        return directory;
    }

    @Test
    void aDirectoryInUseIsRefusedAndItsUserGoesOn() {
        DataDirectory directory = new DataDirectory(folder);
        try (ForkedJvm first = directory.startSeedlog()) {
            NodePorts others = NodePorts.free();
            directory.set("listeners", others.listeners());
            assertRefused(directory, directory.path().toString(), "in use by another process");
            assertTrue(first.alive());
            assertEquals(0, first.terminate(), first.output());
        }
    }

    @Test
    void aPortInUseIsNamed() throws Exception {
        DataDirectory directory = new DataDirectory(folder);
        assertRefusedWhileTaken(directory, directory.ports().client());
    }

    @Test
    void aControllersPortInUseIsNamed() throws Exception {
        DataDirectory directory = new DataDirectory(folder);
        assertRefusedWhileTaken(directory, directory.ports().controller());
    }

    private void assertRefusedWhileTaken(DataDirectory directory, int port) throws Exception {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            assertRefused(directory, "localhost:" + port, "in use");
        }
        try (ForkedJvm node = directory.startSeedlog()) {
            assertEquals(0, node.terminate(), node.output());
        }
    }

    @Test
    void directoriesOfTwoClustersAreRefused() throws Exception {
        DataDirectory directory = used();
        Path other = Files.createDirectories(folder.resolve("other"));
        Files.writeString(other.resolve("meta.properties"),
                "version=1\ncluster.id=AnotherClustersIdXXXXXX\nnode.id=1\ndirectory.id=Zm9ybWF0dGVkLWJ5LWthZg\n");
        var before = directory.contents();
        directory.set("log.dirs", directory.path() + "," + other);
        assertRefused(directory, other.toString(), "AnotherClustersIdXXXXXX");
        assertEquals(before, directory.contents());
    }

    @Test
    void anUnknownTypeOfMetadataRecordIsNamedAndNothingIsTouched() throws Exception {
        DataDirectory directory = used();
        Path log = directory.path().resolve(METADATA_LOG);
        long next = MetadataLogs.nextOffset(log);
        // Frame version 1, type 999, version 0, no field.
        byte[] value = {1, (byte) 0xE7, 0x07, 0, 0};
        MemoryRecords batch = MemoryRecords.withRecords(next, Compression.NONE, 100,
                new SimpleRecord(1_000_000, null, value));
        ByteBuffer bytes = batch.buffer();
        byte[] raw = new byte[bytes.remaining()];
        bytes.get(raw);
        Files.write(log, raw, StandardOpenOption.APPEND);
        var before = directory.contents();
        assertRefused(directory, "999", String.valueOf(next));
        assertEquals(before, directory.contents());
    }

    @Test
    void aMissingDirectoryAndABadValueAreNamed() {
        DataDirectory missing = new DataDirectory(folder).set("log.dirs", folder.resolve("mnt").toString());
        assertRefused(missing, folder.resolve("mnt").toString(), "log.dirs", "does not exist");
        DataDirectory bad = new DataDirectory(folder).set("num.partitions", "0");
        assertRefused(bad, "num.partitions", "'0'", "at least 1", "server.properties");
    }
}
