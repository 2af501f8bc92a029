package dev.seedlog.log;

import dev.seedlog.env.Disk;
import java.util.List;
import java.util.TreeSet;

/** The producer snapshots in a log's directory, known by their offsets. */
final class SnapshotFiles {

    /** There is no such snapshot. */
    static final long NONE = -1;

    private final Disk disk;
    private final String directory;
    private final TreeSet<Long> offsets = new TreeSet<>();

    SnapshotFiles(Disk disk, String directory) {
        this.disk = disk;
        this.directory = directory;
    }

    void add(long offset) {
        offsets.add(offset);
    }

    boolean isEmpty() {
        return offsets.isEmpty();
    }

    boolean contains(long offset) {
        return offsets.contains(offset);
    }

    /** The newest one not behind {@code limit}, or {@link #NONE}. */
    long latest(long limit) {
        Long found = offsets.floor(limit);
        return found == null ? NONE : found;
    }

    void deleteBehind(long offset) {
        List.copyOf(offsets.tailSet(offset, false)).forEach(this::delete);
    }

    void deleteAll() {
        List.copyOf(offsets).forEach(this::delete);
    }

    void delete(long offset) {
        if (offsets.remove(offset)) {
            SmallFiles.deleteIfExists(disk, path(offset));
        }
    }

    String path(long offset) {
        return LogFileNames.file(directory, offset, LogFileNames.SNAPSHOT);
    }

    /** Deletes those at the beginning of no segment, but for the newest: no roll will ever refer to them. */
    void deleteStrays(SegmentList segments) {
        for (long offset : List.copyOf(offsets)) {
            int floor = segments.floor(offset);
            boolean atSegment = floor >= 0 && segments.get(floor).baseOffset() == offset;
            if (!atSegment && offset != offsets.last()) {
                delete(offset);
            }
        }
    }
}
