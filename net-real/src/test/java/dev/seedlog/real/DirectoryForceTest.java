package dev.seedlog.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.env.DiskException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryForceTest {

    @TempDir
    private Path directory;
    private final List<DiskException> told = new ArrayList<>();

    @Test
    void whoComesBeforeItBeginsSharesItAndWhoComesLaterDoesNot() {
        DirectoryForce force = new DirectoryForce(directory, directory.toString(), told::add);
        assertTrue(force.join(told::add));
        assertNull(force.run());
        assertFalse(force.join(told::add), "what was done since may not be covered");
        force.tell(null);
        assertEquals(2, told.size());
    }

    @Test
    void allHearThatItFailed() {
        DirectoryForce force = new DirectoryForce(directory.resolve("none"), "none", told::add);
        force.join(told::add);
        DiskException failure = force.run();
        assertEquals(DiskException.Kind.FORCE_FAILED, failure.kind());
        force.tell(failure);
        assertEquals(List.of(failure, failure), told);
    }
}
