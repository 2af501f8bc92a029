package dev.seedlog.specs.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KafkaOpensOurDirectoryTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @MethodSource("dev.seedlog.specs.interop.QuorumsAndEnds#pairs")
    void whatWeWroteIsServed(boolean dynamicVoters, boolean cleanly) throws Exception {
        DataDirectory directory = new DataDirectory(folder);
        if (!dynamicVoters) {
            directory.staticVoters();
        }
        Story story = new Story(directory.bootstrap());
        try (ForkedJvm seedlog = directory.startSeedlog()) {
            story.begin();
            story.check();
            if (cleanly) {
                assertEquals(0, seedlog.terminate(), seedlog.output());
            } else {
                seedlog.kill();
            }
        }
        try (ForkedJvm kafka = directory.startKafka()) {
            story.check();
            story.goOn();
            story.check();
            kafka.kill();
        }
        try (ForkedJvm seedlog = directory.startSeedlog()) {
            story.check();
            assertEquals(0, seedlog.terminate(), seedlog.output());
        }
    }
}
