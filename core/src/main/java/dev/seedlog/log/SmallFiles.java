package dev.seedlog.log;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.env.Disk;
import dev.seedlog.env.DiskException;
import dev.seedlog.env.DiskFile;
import dev.seedlog.env.OpenMode;
import org.agrona.concurrent.UnsafeBuffer;

/** Whole files that fit in memory. */
public final class SmallFiles {

    /** Far more than any checkpoint, marker or snapshot needs: what is larger is not one. */
    static final int MAX_BYTES = 256 * 1024 * 1024;

    private SmallFiles() {
    }

    /** The file's bytes, as {@link #read(Disk, String, int)} reads them, up to {@link #MAX_BYTES}. */
    static byte[] read(Disk disk, String path) {
        return read(disk, path, MAX_BYTES);
    }

    /**
     * The file's bytes, or null if it is not there.
     *
     * @throws CorruptFileException if it is larger than {@code maxBytes}
     */
    public static byte[] read(Disk disk, String path, int maxBytes) {
        DiskFile file;
        try {
            file = disk.open(path, OpenMode.READ);
        } catch (DiskException e) {
            if (e.kind() == DiskException.Kind.NOT_FOUND) {
                return null;
            }
            throw e;
        }
        try {
            long size = file.size();
            if (size > maxBytes) {
                throw new CorruptFileException(path, size + " bytes are too many");
            }
            byte[] bytes = new byte[(int) size];
            int read = size == 0 ? 0 : file.read(0, new UnsafeBuffer(bytes), 0, bytes.length);
            if (read != bytes.length) {
                throw new DiskException(DiskException.Kind.IO_ERROR, path, "read " + read + " of " + size + " bytes",
                        null);
            }
            return bytes;
        } finally {
            file.close();
        }
    }

    /** Writes the file anew under its temporary name; it stays open, for a force. */
    static DiskFile writeTemporary(Disk disk, String path, byte[] bytes) {
        DiskFile file = disk.open(path + LogFileNames.TEMPORARY, OpenMode.CREATE);
        try {
            if (file.size() > 0) {
                file.truncate(0);
            }
            if (bytes.length > 0) {
                file.write(0, new BufferSlice[] {BufferSlice.of(bytes)}, 1);
            }
            return file;
        } catch (DiskException e) {
            file.close();
            throw e;
        }
    }

    /** Takes all bytes from a file if it is there. */
    static void emptyIfExists(Disk disk, String path) {
        try {
            DiskFile file = disk.open(path, OpenMode.READ_WRITE);
            try {
                file.truncate(0);
            } finally {
                file.close();
            }
        } catch (DiskException e) {
            if (e.kind() != DiskException.Kind.NOT_FOUND) {
                throw e;
            }
        }
    }

    /** Deletes a file if it is there. */
    static void deleteIfExists(Disk disk, String path) {
        if (!disk.exists(path)) {
            return;
        }
        try {
            disk.delete(path);
        } catch (DiskException e) {
            if (e.kind() != DiskException.Kind.NOT_FOUND) {
                throw e;
            }
        }
    }
}
