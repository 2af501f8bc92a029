package dev.seedlog.log;

import dev.seedlog.base.Uuid;
import dev.seedlog.env.Disk;
import dev.seedlog.env.DirectoryEntry;
import dev.seedlog.env.DiskException;
import java.util.function.BooleanSupplier;

/** How one shard gets rid of logs in a log directory: they get another name at once, and go later or never. */
final class DirectoryTrash {

    private static final long NANOS_PER_MS = 1_000_000;

    private final LogContext context;
    private final BooleanSupplier open;

    /** For the logs of a context, as long as the directory is {@code open}. */
    DirectoryTrash(LogContext context, BooleanSupplier open) {
        this.context = context;
        this.open = open;
    }

    /** Renames a log's directory, and deletes it after a while. */
    void delete(TopicPartition partition, String directory, long delayMs) {
        String renamed = context.health().directory() + "/" + LogFileNames.deletedDirectory(partition, uniqueId());
        rename(directory, renamed, "deleting ");
        context.timers().create("log directory delete", () -> deleteRenamed(renamed))
                .startIn(Math.min(delayMs, Long.MAX_VALUE / NANOS_PER_MS) * NANOS_PER_MS);
    }

    /** Renames a log's directory for good; gives its new path. */
    String setAside(TopicPartition partition, String directory) {
        String renamed = context.health().directory() + "/" + LogFileNames.strayDirectory(partition, uniqueId());
        rename(directory, renamed, "renaming ");
        return renamed;
    }

    private void rename(String from, String to, String what) {
        try {
            context.disk().rename(from, to);
        } catch (DiskException e) {
            throw context.health().fail(what + from, e);
        }
    }

    private void deleteRenamed(String directory) {
        if (open.getAsBoolean()) {
            try {
                deleteNow(context.disk(), directory);
            } catch (DiskException e) {
                context.health().fail("deleting " + directory, e);
            }
        }
    }

    /** Deletes a directory of files. */
    static void deleteNow(Disk disk, String directory) {
        for (DirectoryEntry entry : disk.list(directory)) {
            disk.delete(directory + "/" + entry.name());
        }
        disk.delete(directory);
    }

    private Uuid uniqueId() {
        return new Uuid(context.random().nextLong(), context.random().nextLong());
    }
}
