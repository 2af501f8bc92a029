package dev.seedlog.real;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The number that the system draws when it boots. Linux tells it; of others nothing is known. */
final class BootId {

    /** Empty if the system does not tell. It cannot change while a process lives. */
    static final String OF_THIS_MACHINE = read(Path.of("/proc/sys/kernel/random/boot_id"));

    private static final int LONGEST = 100;

    private BootId() {
    }

    /** What the file says; empty if it is not there, or says nothing that could be such a number. */
    static String read(Path file) {
        try {
            String text = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
            boolean plain = text.length() <= LONGEST
                    && text.chars().allMatch(c -> c == '-' || Character.digit(c, 16) >= 0);
            return plain ? text : "";
        } catch (IOException e) {
            return "";
        }
    }
}
