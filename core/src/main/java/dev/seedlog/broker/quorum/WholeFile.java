package dev.seedlog.broker.quorum;

import dev.seedlog.env.Disk;
import dev.seedlog.env.DiskException;
import dev.seedlog.env.DiskFile;
import dev.seedlog.env.OpenMode;
import dev.seedlog.log.CorruptFileException;
import org.agrona.concurrent.UnsafeBuffer;

/** Small files that are read in one piece. */
final class WholeFile {

    private WholeFile() {
    }

    /**
     * The file's bytes, or null if it is not there.
     *
     * @throws CorruptFileException if it is larger than {@code maxBytes}
     */
    static byte[] read(Disk disk, String path, int maxBytes) {
        if (!disk.exists(path)) {
            return null;
        }
        DiskFile file = disk.open(path, OpenMode.READ);
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
}
