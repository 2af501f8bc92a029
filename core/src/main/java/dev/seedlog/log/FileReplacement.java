package dev.seedlog.log;

import dev.seedlog.base.Invariant;
import dev.seedlog.env.Disk;
import dev.seedlog.env.DiskDone;
import dev.seedlog.env.DiskException;
import dev.seedlog.env.DiskFile;

/**
 * Replaces a small file in one step that survives a power cut: write beside it, force, rename, force the directory.
 * Before the rename the old content counts, after it the new.
 */
public final class FileReplacement {

    /** How far it got. Each stage leads to the next; FAILED is reached from the first two. */
    enum Stage {
        /** The new content is written under the temporary name and being forced. */
        FORCING_FILE,
        /** The file has its name; the directory is being forced. */
        FORCING_DIRECTORY,
        /** The new content is durable. */
        DONE,
        /** A step failed; which content counts is not known. */
        FAILED,
        /** Its directory has another name, or will have one: nothing more is done, and nobody hears of it. */
        ABANDONED
    }

    private final Disk disk;
    private final String directory;
    private final String path;
    private final DiskDone done;
    private DiskFile file;
    private Stage stage = Stage.FORCING_FILE;

    private FileReplacement(Disk disk, String directory, String path, DiskDone done) {
        this.disk = disk;
        this.directory = directory;
        this.path = path;
        this.done = done;
    }

    /**
     * Begins. {@code done} is called in a later turn.
     *
     * @throws DiskException if already the writing fails; then {@code done} is not called
     */
    public static FileReplacement start(Disk disk, String directory, String name, byte[] content, DiskDone done) {
        FileReplacement replacement = new FileReplacement(disk, directory, directory + "/" + name, done);
        replacement.file = SmallFiles.writeTemporary(disk, replacement.path, content);
        replacement.file.force((generation, end, failure) -> replacement.onFileForced(failure));
        return replacement;
    }

    /**
     * Goes no further: the directory is about to get another name, and another one may soon have its own. What was
     * under way there would change the wrong file.
     */
    void abandon() {
        if (stage == Stage.FORCING_FILE || stage == Stage.FORCING_DIRECTORY) {
            stage = Stage.ABANDONED;
        }
    }

    private void onFileForced(DiskException failure) {
        if (stage == Stage.ABANDONED) {
            file.close();
            return;
        }
        Invariant.check(stage == Stage.FORCING_FILE, "log-replacement-stage", "a file is forced once");
        file.close();
        if (failure != null) {
            end(Stage.FAILED, failure);
            return;
        }
        try {
            disk.rename(path + LogFileNames.TEMPORARY, path);
            stage = Stage.FORCING_DIRECTORY;
            disk.forceDirectory(directory, this::onDirectoryForced);
        } catch (DiskException e) {
            end(Stage.FAILED, e);
        }
    }

    private void onDirectoryForced(DiskException failure) {
        if (stage == Stage.ABANDONED) {
            return;
        }
        Invariant.check(stage == Stage.FORCING_DIRECTORY, "log-replacement-stage", "a directory is forced once");
        end(failure == null ? Stage.DONE : Stage.FAILED, failure);
    }

    /** Whether nothing more will happen. */
    boolean over() {
        return stage != Stage.FORCING_FILE && stage != Stage.FORCING_DIRECTORY;
    }

    private void end(Stage last, DiskException failure) {
        stage = last;
        done.onDone(failure);
    }
}
