package dev.seedlog.real;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BootIdTest {

    @TempDir
    Path directory;

    @Test
    void itIsWhatTheSystemSays() throws IOException {
        Path file = directory.resolve("boot_id");
        Files.writeString(file, "1b5b8c4e-0f8e-4f38-9d3a-3a8f6f1d2c11\n");
        assertEquals("1b5b8c4e-0f8e-4f38-9d3a-3a8f6f1d2c11", BootId.read(file));
    }

    @Test
    void whatTheSystemDoesNotSayIsNotKnown() throws IOException {
        Path file = directory.resolve("boot_id");
        assertEquals("", BootId.read(file));
        Files.writeString(file, "a=b\nc");
        assertEquals("", BootId.read(file));
        Files.writeString(file, "a".repeat(200));
        assertEquals("", BootId.read(file));
    }
}
