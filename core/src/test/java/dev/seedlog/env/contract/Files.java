package dev.seedlog.env.contract;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.env.DiskFile;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;

/** Short ways to say what tests do with files. */
public final class Files {

    private Files() {
    }

    /** Writes behind the end. */
    public static void append(DiskFile file, byte[] bytes) {
        write(file, file.size(), bytes);
    }

    /** Writes at a position. */
    public static void write(DiskFile file, long position, byte[] bytes) {
        file.write(position, new BufferSlice[] {BufferSlice.of(bytes)}, 1);
    }

    /** The whole file. */
    public static byte[] content(DiskFile file) {
        return read(file, 0, (int) file.size());
    }

    /** What is there of a range. */
    public static byte[] read(DiskFile file, long position, int length) {
        byte[] bytes = new byte[length];
        int count = file.read(position, new UnsafeBuffer(bytes), 0, length);
        return Arrays.copyOf(bytes, count);
    }
}
