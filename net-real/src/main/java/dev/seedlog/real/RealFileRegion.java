package dev.seedlog.real;

import dev.seedlog.env.FileRegion;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.agrona.MutableDirectBuffer;

/**
 * A range of a file. Another shard's connection may send it, so its count is atomic, and what it reads is fenced
 * against a truncation by the file's shard.
 */
final class RealFileRegion implements FileRegion {

    /** What {@link #transferTo} answers when the bytes are no longer those that were promised. */
    static final long TRUNCATED = -1;

    private static final int TOUCHED_BYTES = 1024 * 1024;

    private static final AtomicIntegerFieldUpdater<RealFileRegion> REFERENCES =
            AtomicIntegerFieldUpdater.newUpdater(RealFileRegion.class, "references");
    /** A shard's own, though the file may be another's. */
    private static final ThreadLocal<NioViews> VIEWS = ThreadLocal.withInitial(NioViews::new);

    private final RealDiskFile file;
    private final long position;
    private final int sizeBytes;
    private final long generation;
    private volatile int references = 1;

    RealFileRegion(RealDiskFile file, long position, int sizeBytes) {
        this.file = file;
        this.position = position;
        this.sizeBytes = sizeBytes;
        this.generation = file.truncationGeneration();
        file.retain();
    }

    @Override
    public int sizeBytes() {
        return sizeBytes;
    }

    @Override
    public boolean valid() {
        return file.truncationGeneration() == generation;
    }

    @Override
    public int read(int from, MutableDirectBuffer target, int offset, int length) {
        if (from < 0 || length < 0 || from > sizeBytes - length) {
            throw new IllegalArgumentException("bytes " + from + " to " + ((long) from + length)
                    + " are not within a region of " + sizeBytes);
        }
        NioViews views = VIEWS.get();
        int read = read(from, views.of(target, offset, length));
        views.forgetLarge(1);
        return read;
    }

    /** Fills the view with the bytes from {@code from}; returns how many, fewer only if the region is not valid. */
    int read(int from, ByteBuffer view) {
        requireHeld();
        long stamp = file.fenceTruncation();
        try {
            return valid() ? file.readInto(view, position + from) : 0;
        } finally {
            file.unfence(stamp);
        }
    }

    /** Sends bytes; returns how many were taken, perhaps none, or {@link #TRUNCATED}. */
    long transferTo(WritableByteChannel target, int from, int limitBytes) throws IOException {
        requireHeld();
        long stamp = file.fenceTruncation();
        try {
            if (!valid()) {
                return TRUNCATED;
            }
            long sent = file.channel().transferTo(position + from, limitBytes, target);
            // None may also mean that somebody else cut the file.
            return sent > 0 || file.channel().size() >= position + from + limitBytes ? sent : TRUNCATED;
        } finally {
            file.unfence(stamp);
        }
    }

    /** Brings the bytes into the page cache; stops at a truncation. */
    void touch(PageWarmer warmer) throws IOException {
        for (int from = 0; from < sizeBytes && valid();) {
            long read = warmer.warm(file.channel(), position + from, Math.min(TOUCHED_BYTES, sizeBytes - from));
            if (read <= 0) {
                return;
            }
            from += (int) read;
        }
    }

    boolean isOf(RealDiskFile other) {
        return file == other;
    }

    @Override
    public void retain() {
        requireHeld();
        REFERENCES.incrementAndGet(this);
    }

    @Override
    public void release() {
        int left = REFERENCES.decrementAndGet(this);
        if (left < 0) {
            throw new IllegalStateException("a region of " + file.path() + " was released too often");
        }
        if (left == 0) {
            file.release();
        }
    }

    private void requireHeld() {
        if (references <= 0) {
            throw new IllegalStateException("a region of " + file.path() + " was used after its release");
        }
    }
}
