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

    /** @return whether anything was changed */
    static boolean clear(Disk disk, String directory, BatchScan scan) {
        List<String> swaps = new ArrayList<>(0);
        long firstCleaned = Long.MAX_VALUE;
        boolean changed = false;
        for (DirectoryEntry entry : disk.list(directory)) {
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
            // A swap made before a split that did not end is made again with it.
            if (LogFileNames.offsetOf(name) >= firstCleaned) {
                disk.delete(directory + "/" + name);
                swaps.remove(name);
            }
        }
        completeSwaps(disk, directory, swaps, scan);
        return changed || !swaps.isEmpty();
    }

    /** Kafka deletes a metadata snapshot under a name of its own, which is not the log's to touch. */
    private static boolean isLeftover(String name) {
        return name.endsWith(LogFileNames.DELETED) && !name.endsWith(".checkpoint" + LogFileNames.DELETED)
                || name.endsWith(LogFileNames.TEMPORARY) && !name.startsWith(LogFileNames.PARTITION_METADATA)
                && !name.startsWith("quorum-state");
    }

    private static void completeSwaps(Disk disk, String directory, List<String> swaps, BatchScan scan) {
        for (String name : swaps) {
            if (name.endsWith(LogFileNames.LOG + LogFileNames.SWAP)) {
                long base = LogFileNames.offsetOf(name);
                deleteReplaced(disk, directory, base, nextOffset(disk, directory + "/" + name, base, scan));
            }
        }
        for (String name : swaps) {
            String plain = name.substring(0, name.length() - LogFileNames.SWAP.length());
            disk.rename(directory + "/" + name, directory + "/" + plain);
        }
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

    private static void deleteReplaced(Disk disk, String directory, long from, long to) {
        for (DirectoryEntry entry : disk.list(directory)) {
            long offset = LogFileNames.offsetOf(entry.name());
            if (!entry.directory() && !entry.name().endsWith(LogFileNames.SWAP) && offset >= from && offset < to) {
                disk.delete(directory + "/" + entry.name());
            }
        }
    }
}
