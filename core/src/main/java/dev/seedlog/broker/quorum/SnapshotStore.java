package dev.seedlog.broker.quorum;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.env.DirectoryEntry;
import dev.seedlog.env.Disk;
import dev.seedlog.env.DiskDone;
import dev.seedlog.env.DiskException;
import dev.seedlog.env.DiskFile;
import dev.seedlog.env.FileRegion;
import dev.seedlog.env.OpenMode;
import dev.seedlog.raft.SnapshotId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The snapshots in the metadata log's directory. One is written under another name, forced, renamed, and counts once
 * the directory is forced too.
 */
final class SnapshotStore {

    private static final String DELETED_SUFFIX = SnapshotId.SUFFIX + ".deleted";

    private final Disk disk;
    private final String directory;
    private final TreeMap<SnapshotId, Long> sizes = new TreeMap<>();
    private SnapshotId downloading = SnapshotId.NONE;
    private DiskFile download;

    SnapshotStore(Disk disk, String directory) {
        this.disk = disk;
        this.directory = directory;
    }

    /** Looks what is there, and deletes what was not finished, or was to be deleted. */
    void open() {
        for (DirectoryEntry entry : disk.list(directory)) {
            Optional<SnapshotId> finished = SnapshotId.parse(entry.name());
            if (entry.directory()) {
                continue;
            }
            if (finished.isPresent()) {
                DiskFile file = disk.open(directory + "/" + entry.name(), OpenMode.READ);
                sizes.put(finished.get(), file.size());
                file.close();
            } else if (entry.name().endsWith(SnapshotId.PART_SUFFIX) || entry.name().endsWith(DELETED_SUFFIX)) {
                disk.delete(directory + "/" + entry.name());
            }
        }
    }

    /** All finished snapshots, ascending. */
    List<SnapshotId> ids() {
        return new ArrayList<>(sizes.keySet());
    }

    SnapshotId latest() {
        return sizes.isEmpty() ? SnapshotId.NONE : sizes.lastKey();
    }

    SnapshotId oldest() {
        return sizes.isEmpty() ? SnapshotId.NONE : sizes.firstKey();
    }

    /** The snapshot that ends at an offset; {@link SnapshotId#NONE} if there is none. */
    SnapshotId endingAt(long offset) {
        SnapshotId found = sizes.floorKey(new SnapshotId(offset, Integer.MAX_VALUE));
        return found != null && found.endOffset() == offset ? found : SnapshotId.NONE;
    }

    /** The newest snapshot that ends at an offset or before; {@link SnapshotId#NONE} if there is none. */
    SnapshotId upTo(long offset) {
        SnapshotId found = sizes.floorKey(new SnapshotId(offset, Integer.MAX_VALUE));
        return found == null ? SnapshotId.NONE : found;
    }

    /** A snapshot's size in bytes; -1 if there is no such snapshot. */
    long sizeBytes(SnapshotId id) {
        return sizes.getOrDefault(id, -1L);
    }

    String path(SnapshotId id) {
        return directory + "/" + id.fileName();
    }

    /** A part of a finished snapshot; the reference belongs to who asked. */
    FileRegion region(SnapshotId id, long position, int maxBytes) {
        DiskFile file = disk.open(path(id), OpenMode.READ);
        try {
            return file.region(position, (int) Math.min(Math.max(1, maxBytes), sizeBytes(id) - position));
        } finally {
            file.close();
        }
    }

    /** Writes a snapshot; {@code done} is called in a later turn, when it is durable and counts. */
    void write(SnapshotId id, byte[] bytes, DiskDone done) {
        DiskFile file = create(id);
        file.write(0, new BufferSlice[] {BufferSlice.of(bytes)}, 1);
        finish(id, file, done);
    }

    /** Begins a snapshot that a leader sends. */
    void beginDownload(SnapshotId id) {
        endDownload();
        download = create(id);
        downloading = id;
    }

    /** Writes a part of it. */
    void write(long position, BufferSlice bytes) {
        download.write(position, new BufferSlice[] {bytes}, 1);
    }

    /** Deletes what was sent of a snapshot whose rest will not come. */
    void abandonDownload(SnapshotId id) {
        if (downloading.equals(id)) {
            endDownload();
            disk.delete(directory + "/" + id.partFileName());
        }
    }

    /** Finishes a snapshot that was sent; {@code done} is called in a later turn, when it is durable and counts. */
    void finishDownload(SnapshotId id, DiskDone done) {
        DiskFile file = download;
        download = null;
        downloading = SnapshotId.NONE;
        finish(id, file, done);
    }

    private void endDownload() {
        if (download != null) {
            download.close();
            download = null;
            downloading = SnapshotId.NONE;
        }
    }

    private DiskFile create(SnapshotId id) {
        DiskFile file = disk.open(directory + "/" + id.partFileName(), OpenMode.CREATE);
        if (file.size() > 0) {
            file.truncate(0);
        }
        return file;
    }

    private void finish(SnapshotId id, DiskFile file, DiskDone done) {
        long size = file.size();
        file.force((generation, end, failure) -> {
            file.close();
            if (failure != null) {
                done.onDone(failure);
                return;
            }
            try {
                disk.rename(directory + "/" + id.partFileName(), path(id));
                disk.forceDirectory(directory, problem -> {
                    if (problem == null) {
                        sizes.put(id, size);
                    }
                    done.onDone(problem);
                });
            } catch (DiskException e) {
                done.onDone(e);
            }
        });
    }

    /** Deletes all snapshots that end before an offset. */
    void deleteBefore(long offset) {
        while (!sizes.isEmpty() && sizes.firstKey().endOffset() < offset) {
            SnapshotId oldest = sizes.firstKey();
            sizes.remove(oldest);
            disk.delete(path(oldest));
        }
    }

    /** What all snapshots take. */
    long totalBytes() {
        long total = 0;
        for (long size : sizes.values()) {
            total += size;
        }
        return total;
    }

    void close() {
        endDownload();
    }
}
