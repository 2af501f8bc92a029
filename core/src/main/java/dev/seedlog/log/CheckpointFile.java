package dev.seedlog.log;

import dev.seedlog.env.Disk;
import dev.seedlog.env.DiskDone;
import dev.seedlog.env.DiskException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * A small file that is replaced again and again by the state of the moment. One replacement runs at a time; all that is
 * asked for meanwhile is served by the next, which takes the content when it begins.
 */
final class CheckpointFile {

    private final Disk disk;
    private final String directory;
    private final String name;
    private final Supplier<byte[]> content;
    private List<DiskDone> waiting = new ArrayList<>(0);
    private List<DiskDone> served = new ArrayList<>(0);
    private boolean writing;
    private FileReplacement replacement;

    CheckpointFile(Disk disk, String directory, String name, Supplier<byte[]> content) {
        this.disk = disk;
        this.directory = directory;
        this.name = name;
        this.content = content;
    }

    /**
     * Makes the state of now, or a later one, durable.
     *
     * @throws DiskException if the writing fails at once; then {@code done} is not called
     */
    void write(DiskDone done) {
        waiting.add(done);
        if (!writing) {
            try {
                begin();
            } catch (DiskException e) {
                waiting.remove(done);
                throw e;
            }
        }
    }

    private void begin() {
        replacement = FileReplacement.start(disk, directory, name, content.get(), this::onReplaced);
        writing = true;
        List<DiskDone> taken = waiting;
        waiting = served;
        served = taken;
    }

    /** The directory is about to go: nothing more is written, and nobody hears of what was under way. */
    void abandon() {
        if (replacement != null) {
            replacement.abandon();
        }
        waiting.clear();
        served.clear();
    }

    private void onReplaced(DiskException failure) {
        writing = false;
        List<DiskDone> finished = List.copyOf(served);
        served.clear();
        finished.forEach(done -> done.onDone(failure));
        if (!waiting.isEmpty() && !writing) {
            try {
                begin();
            } catch (DiskException e) {
                List<DiskDone> failed = List.copyOf(waiting);
                waiting.clear();
                failed.forEach(done -> done.onDone(e));
            }
        }
    }
}
