package dev.seedlog.specs.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WeOpenKafkasDirectoryTest {

    private static final String AUTHORIZER = "org.apache.kafka.metadata.authorizer.StandardAuthorizer";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @MethodSource("dev.seedlog.specs.interop.QuorumsAndEnds#pairs")
    void whatKafkaWroteIsServed(boolean dynamicVoters, boolean cleanly) throws Exception {
        DataDirectory directory = new DataDirectory(folder);
        List<String> options = new ArrayList<>(DataDirectory.SUPPORTED_FEATURES);
        if (dynamicVoters) {
            options.add("--standalone");
        } else {
            directory.staticVoters();
        }
        directory.formatByKafka(options);
        Story story = new Story(directory.bootstrap());
        try (ForkedJvm kafka = directory.startKafka()) {
            story.begin();
            directory.awaitLine("log-start-offset-checkpoint", "in-lz4 0 7");
            end(kafka, cleanly);
        }
        try (ForkedJvm seedlog = directory.startSeedlog()) {
            story.check();
            story.goOn();
            story.check();
            assertEquals(0, seedlog.terminate(), seedlog.output());
        }
        try (ForkedJvm kafka = directory.startKafka()) {
            story.check();
            kafka.terminate();
        }
    }

    @Test
    void metadataThatWeDoNotServeIsKept() throws Exception {
        DataDirectory directory = new DataDirectory(folder)
                .set("metadata.log.max.record.bytes.between.snapshots", "1000")
                .set("authorizer.class.name", AUTHORIZER).set("super.users", "User:ANONYMOUS");
        List<String> options = new ArrayList<>(DataDirectory.SUPPORTED_FEATURES);
        options.addAll(List.of("--standalone", "--add-scram", "SCRAM-SHA-256=[name=alice,password=secret]"));
        directory.formatByKafka(options);
        SecurityStory story = new SecurityStory(directory.bootstrap());
        try (ForkedJvm kafka = directory.startKafka()) {
            story.begin();
            story.check();
            kafka.terminate();
        }
        long snapshotsBefore = directory.snapshots();
        // With one Seedlog would not start, because it has none.
        directory.unset("authorizer.class.name");
        try (ForkedJvm seedlog = directory.startSeedlog()) {
            new Story(directory.bootstrap()).begin();
            assertEquals(0, seedlog.terminate(), seedlog.output());
        }
        assertTrue(directory.snapshots() > snapshotsBefore, "no snapshot of ours");
        directory.set("authorizer.class.name", AUTHORIZER);
        try (ForkedJvm kafka = directory.startKafka()) {
            story.check();
            kafka.terminate();
        }
    }

    @Test
    void whatOurVersionDoesNotHaveIsRefusedByNameAndNothingIsTouched() {
        DataDirectory directory = new DataDirectory(folder);
        directory.formatByKafka(List.of("--standalone"));
        var before = directory.contents();
        try (ForkedJvm seedlog = directory.runSeedlog()) {
            assertEquals(2, seedlog.awaitStatus(), seedlog.output());
            for (String feature : List.of("group.version=1", "transaction.version=2", "share.version=1",
                    "streams.version=1")) {
                assertTrue(seedlog.output().contains(feature), feature + " in: " + seedlog.output());
            }
        }
        assertEquals(before, directory.contents());
    }

    private static void end(ForkedJvm process, boolean cleanly) {
        if (cleanly) {
            process.terminate();
        } else {
            process.kill();
        }
    }
}
