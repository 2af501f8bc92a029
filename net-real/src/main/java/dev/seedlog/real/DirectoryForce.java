package dev.seedlog.real;

import dev.seedlog.env.DiskDone;
import dev.seedlog.env.DiskException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A force of a directory. Who asks for one before it has begun shares it: thousands of logs are in one directory, and
 * all that was done in it by then is covered.
 */
final class DirectoryForce {

    private final Path at;
    private final String directory;
    private final List<DiskDone> waiting = new ArrayList<>(1);
    private boolean begun;

    DirectoryForce(Path at, String directory, DiskDone first) {
        this.at = at;
        this.directory = directory;
        waiting.add(first);
    }

    /** On the shard: false if it has begun, so that what was done since may not be covered. */
    synchronized boolean join(DiskDone done) {
        if (begun) {
            return false;
        }
        waiting.add(done);
        return true;
    }

    private synchronized void begin() {
        begun = true;
    }

    /** On a helper thread: forces; why that failed, or null. */
    DiskException run() {
        begin();
        try (FileChannel channel = FileChannel.open(at, StandardOpenOption.READ)) {
            channel.force(true);
            return null;
        } catch (IOException e) {
            return DiskErrors.ofForce(directory, e);
        }
    }

    /** On the shard: tells all. */
    void tell(DiskException failure) {
        for (DiskDone done : waiting) {
            done.onDone(failure);
        }
    }
}
