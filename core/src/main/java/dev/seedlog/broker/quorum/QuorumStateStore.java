package dev.seedlog.broker.quorum;

import dev.seedlog.base.json.JsonException;
import dev.seedlog.env.Disk;
import dev.seedlog.env.DiskException;
import dev.seedlog.log.CorruptFileException;
import dev.seedlog.log.FileReplacement;
import dev.seedlog.log.SmallFiles;
import dev.seedlog.raft.QuorumState;
import dev.seedlog.raft.QuorumStateFile;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** The file {@code quorum-state}: one replacement at a time; of those that wait, only the newest counts. */
final class QuorumStateStore {

    private record Content(long generation, byte[] bytes) {
    }

    private final Disk disk;
    private final String directory;
    private final LongConsumer onPersisted;
    private final Consumer<DiskException> onFailure;
    private Content writing;
    private Content waiting;

    /** {@code onPersisted} hears each generation that is durable, in a later turn. */
    QuorumStateStore(Disk disk, String directory, LongConsumer onPersisted, Consumer<DiskException> onFailure) {
        this.disk = disk;
        this.directory = directory;
        this.onPersisted = onPersisted;
        this.onFailure = onFailure;
    }

    /**
     * What the file says; the initial state if there is none.
     *
     * @throws CorruptFileException if it cannot be believed
     */
    static QuorumState read(Disk disk, String directory) {
        String path = directory + "/" + QuorumStateFile.NAME;
        byte[] bytes = SmallFiles.read(disk, path, QuorumStateFile.MAX_SIZE_BYTES);
        try {
            return bytes == null ? QuorumState.INITIAL : QuorumStateFile.read(bytes);
        } catch (JsonException e) {
            throw new CorruptFileException(path, e.getMessage());
        }
    }

    void write(long generation, byte[] bytes) {
        waiting = new Content(generation, bytes);
        if (writing == null) {
            writeNext();
        }
    }

    private void writeNext() {
        writing = waiting;
        waiting = null;
        FileReplacement.start(disk, directory, QuorumStateFile.NAME, writing.bytes(), this::onDone);
    }

    private void onDone(DiskException failure) {
        if (failure != null) {
            onFailure.accept(failure);
            return;
        }
        long generation = writing.generation();
        writing = null;
        try {
            if (waiting != null) {
                writeNext();
            }
        } catch (DiskException e) {
            onFailure.accept(e);
            return;
        }
        onPersisted.accept(generation);
    }
}
