package dev.seedlog.specs.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.specs.log.SegmentDump;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkasToolsReadOurDirectoryTest {

    @TempDir
    private Path folder;

    @Test
    void everyFileIsReadWithoutComplaint() throws Exception {
        DataDirectory directory = new DataDirectory(folder)
                .set("metadata.log.max.record.bytes.between.snapshots", "2000");
        try (ForkedJvm seedlog = directory.startSeedlog()) {
            new Story(directory.bootstrap()).begin();
            assertEquals(0, seedlog.terminate(), seedlog.output());
        }
        int partitions = 0;
        for (Path partition : list(directory.path())) {
            if (Files.isDirectory(partition)) {
                partitions++;
                check(partition, SegmentDump.files(partition));
            }
        }
        assertTrue(partitions > 14, partitions + " partitions");
        checkMetadata(directory.path());
        checkOffsets(directory.path());
    }

    private static void checkMetadata(Path directory) throws IOException {
        Path partition = directory.resolve("__cluster_metadata-0");
        List<String> files = new ArrayList<>(SegmentDump.files(partition).stream().filter(file -> file.endsWith(".log"))
                .toList());
        List<String> snapshots = list(partition).stream().map(Path::toString)
                .filter(file -> file.endsWith(".checkpoint")).toList();
        assertTrue(snapshots.size() > 1, "snapshots: " + snapshots);
        files.addAll(snapshots);
        files.add(directory.resolve("bootstrap.checkpoint").toString());
        SegmentDump dump = check(partition, files, "--cluster-metadata-decoder");
        for (String part : List.of("\"FEATURE_LEVEL_RECORD\"", "\"TOPIC_RECORD\"", "\"PARTITION_RECORD\"",
                "\"CONFIG_RECORD\"", "\"REGISTER_BROKER_RECORD\"", "\"PRODUCER_IDS_RECORD\"", "KRaftVoters",
                "LeaderChange", "SnapshotHeader", "SnapshotFooter")) {
            assertTrue(dump.output().contains(part), part + " in " + dump.output());
        }
    }

    private static void checkOffsets(Path directory) throws IOException {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 3; i++) {
            Path partition = directory.resolve("__consumer_offsets-" + i);
            List<String> logs = SegmentDump.files(partition).stream().filter(file -> file.endsWith(".log")).toList();
            all.append(check(partition, logs, "--offsets-decoder").output());
        }
        assertTrue(all.toString().contains("\"group\":\"readers\""), all.toString());
        assertTrue(all.toString().contains("\"protocolType\":\"consumer\""), all.toString());
    }

    private static SegmentDump check(Path partition, List<String> files, String... options) throws IOException {
        SegmentDump dump = SegmentDump.of(files, options);
        assertEquals(List.of(), dump.complaints(), partition + "\n" + dump.output());
        assertFalse(dump.output().isBlank(), partition.toString());
        return dump;
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.sorted().toList();
        }
    }
}
