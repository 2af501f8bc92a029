package dev.seedlog.log;

import dev.seedlog.env.Disk;
import dev.seedlog.env.DiskFile;
import dev.seedlog.env.DirectoryEntry;
import dev.seedlog.env.OpenMode;
import java.util.ArrayList;
import java.util.List;

/**
 * What a crash left in a partition's directory: files to be deleted, files half written, compactions that did or did
 * not end. After this, only files of the log's present state are there.
 */
final class LeftoverFiles {

    private LeftoverFiles() {
    }

    /** What {@link #clear} has left to do. */
    enum Step {
        /** Nothing was there. */
        UNCHANGED,
        /** All is done; the directory is to be forced some time. */
        CHANGED,
        /** The directory must be forced now; then {@code clear} goes on. */
        FORCE_AND_GO_ON
    }

    /**
     * Does what can be done before the directory is forced. A segment must not take its place while a power cut could
     * bring back one that it replaces: both would hold the same offsets.
     *
     * @param entries what is in the directory
     */
    static Step clear(Disk disk, String directory, List<DirectoryEntry> entries, BatchScan scan) {
        List<String> swaps = new ArrayList<>(0);
        long firstCleaned = Long.MAX_VALUE;
        boolean changed = false;
        for (DirectoryEntry entry : entries) {
            String name = entry.name();
            if (entry.directory()) {
                continue;
            }
            if (name.endsWith(LogFileNames.SWAP)) {
                swaps.add(name);
            } else if (name.endsWith(LogFileNames.CLEANED)) {
                firstCleaned = Math.min(firstCleaned, LogFileNames.offsetOf(name));
                disk.delete(directory + "/" + name);
                changed = true;
            } else if (isLeftover(name)) {
                disk.delete(directory + "/" + name);
                changed = true;
            }
        }
        for (String name : List.copyOf(swaps)) {
            // Not all of its files had got their names: what it was to replace is still there.
            if (LogFileNames.offsetOf(name) >= firstCleaned) {
                disk.delete(directory + "/" + name);
                swaps.remove(name);
            }
        }
        if (swaps.isEmpty()) {
            return changed ? Step.CHANGED : Step.UNCHANGED;
        }
        return completeSwaps(disk, directory, swaps, scan);
    }

    /** Kafka deletes a metadata snapshot under a name of its own, which is not the log's to touch. */
    private static boolean isLeftover(String name) {
        return name.endsWith(LogFileNames.DELETED) && !name.endsWith(".checkpoint" + LogFileNames.DELETED)
                || name.endsWith(LogFileNames.TEMPORARY) && !name.startsWith(LogFileNames.PARTITION_METADATA)
                && !name.startsWith("quorum-state");
    }

    /** First what is replaced goes, then the batches get their name, then their indexes. */
    private static Step completeSwaps(Disk disk, String directory, List<String> swaps, BatchScan scan) {
        List<String> batches = swaps.stream().filter(name -> name.endsWith(LogFileNames.LOG + LogFileNames.SWAP))
                .toList();
        boolean replaced = false;
        for (String name : batches) {
            long base = LogFileNames.offsetOf(name);
            long next = Math.max(base + 1, nextOffset(disk, directory + "/" + name, base, scan));
            replaced |= deleteReplaced(disk, directory, base, next);
        }
        if (replaced) {
            return Step.FORCE_AND_GO_ON;
        }
        for (String name : batches.isEmpty() ? swaps : batches) {
            String plain = name.substring(0, name.length() - LogFileNames.SWAP.length());
            disk.rename(directory + "/" + name, directory + "/" + plain);
        }
        return batches.isEmpty() ? Step.CHANGED : Step.FORCE_AND_GO_ON;
    }

    private static long nextOffset(Disk disk, String path, long base, BatchScan scan) {
        DiskFile file = disk.open(path, OpenMode.READ);
        try {
            long next = base;
            scan.start(file, 0, file.size(), BatchScan.SCAN_BYTES);
            while (scan.next() == BatchScan.Step.BATCH) {
                next = scan.batch().nextOffset();
            }
            return next;
        } finally {
            file.close();
        }
    }

    private static boolean deleteReplaced(Disk disk, String directory, long from, long to) {
        boolean deleted = false;
        for (DirectoryEntry entry : disk.list(directory)) {
            long offset = LogFileNames.offsetOf(entry.name());
            if (!entry.directory() && !entry.name().endsWith(LogFileNames.SWAP) && offset >= from && offset < to) {
                disk.delete(directory + "/" + entry.name());
                deleted = true;
            }
        }
        return deleted;
    }
}
