package dev.seedlog.real;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.env.DiskDone;
import dev.seedlog.env.DiskException;
import dev.seedlog.env.DiskFile;
import dev.seedlog.env.FileRegion;
import dev.seedlog.env.ForceDone;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.StampedLock;
import org.agrona.MutableDirectBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of the operating system. It stays open while it is open itself, a region of it is held, or a force or prefetch
 * of it is under way.
 */
final class RealDiskFile implements DiskFile {

    private static final Logger LOG = LoggerFactory.getLogger(RealDiskFile.class);

    private final RealDisk disk;
    private final String path;
    private final FileChannel channel;
    private final int lane;
    private final AtomicInteger references = new AtomicInteger(1);
    /** Regions are read and sent under the read side, so that a truncation never splices what one transfer sends. */
    private final StampedLock truncations = new StampedLock();
    private volatile long generation;
    /** Why no force of this file can be trusted any more, or null. */
    private volatile DiskException forceFailure;
    private boolean truncatedSinceForce;
    private boolean closed;
    /** Where the channel's own position is: a gathered write begins there. */
    private long channelPosition;
    /** The file has at least this size. */
    private long knownSize;

    RealDiskFile(RealDisk disk, String path, FileChannel channel, int lane) {
        this.disk = disk;
        this.path = path;
        this.channel = channel;
        this.lane = lane;
    }

    FileChannel channel() {
        return channel;
    }

    int lane() {
        return lane;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public long size() {
        requireOpen();
        try {
            knownSize = channel.size();
            return knownSize;
        } catch (IOException e) {
            throw DiskErrors.of(path, "asking for the size", e);
        }
    }

    @Override
    public int read(long position, MutableDirectBuffer target, int offset, int length) {
        requireOpen();
        NioViews views = disk.views();
        int read = readInto(views.of(target, offset, length), position);
        views.forgetLarge(1);
        return read;
    }

    /** Reads what fits into the view. Regions call it on whichever shard holds them. */
    int readInto(ByteBuffer view, long position) {
        int total = 0;
        try {
            while (view.hasRemaining()) {
                int read = channel.read(view, position + total);
                if (read <= 0) {
                    break;
                }
                total += read;
            }
            return total;
        } catch (IOException e) {
            throw DiskErrors.of(path, "reading at " + position, e);
        }
    }

    @Override
    public void write(long position, BufferSlice[] parts, int count) {
        requireOpen();
        NioViews views = disk.views();
        int used = 0;
        int sizeBytes = 0;
        for (int i = 0; i < count; i++) {
            BufferSlice part = parts[i];
            if (part.lengthBytes() > 0) {
                views.put(used++, part.buffer(), part.offset(), part.lengthBytes());
                sizeBytes = Math.addExact(sizeBytes, part.lengthBytes());
            }
        }
        try {
            if (used > 0) {
                writeAll(position, views.array(), used, sizeBytes);
            }
        } catch (IOException e) {
            channelPosition = -1;
            throw DiskErrors.ofWrite(path, sizeBytes, e);
        } finally {
            views.forgetLarge(used);
        }
        knownSize = Math.max(knownSize, position + sizeBytes);
    }

    /** One system call if the system takes all at once; appending needs no seek either. */
    private void writeAll(long position, ByteBuffer[] views, int count, int sizeBytes) throws IOException {
        if (count == 1) {
            for (long at = position; views[0].hasRemaining();) {
                at += channel.write(views[0], at);
            }
            return;
        }
        long left = sizeBytes;
        if (channelPosition != position) {
            channel.position(position);
        }
        for (int first = 0; left > 0;) {
            left -= channel.write(views, first, count - first);
            while (first < count && !views[first].hasRemaining()) {
                first++;
            }
        }
        channelPosition = position + sizeBytes;
    }

    @Override
    public void truncate(long size) {
        requireOpen();
        if (size < 0 || size > size()) {
            throw new IllegalArgumentException("cannot truncate " + path + " of " + knownSize + " bytes to " + size);
        }
        long stamp = truncations.writeLock();
        try {
            // Before the cut, and though it may fail: who sees the old generation has seen the old bytes.
            generation++;
            truncatedSinceForce = true;
            channelPosition = -1;
            knownSize = size;
            channel.truncate(size);
        } catch (IOException e) {
            throw DiskErrors.of(path, "truncating to " + size, e);
        } finally {
            truncations.unlockWrite(stamp);
        }
    }

    @Override
    public long truncationGeneration() {
        return generation;
    }

    @Override
    public void force(ForceDone done) {
        long end = size();
        long askedGeneration = generation;
        boolean withMetadata = truncatedSinceForce;
        truncatedSinceForce = false;
        retain();
        disk.later(lane, () -> {
            DiskException failure = forceNow(withMetadata);
            release();
            disk.completed(() -> done.onForced(askedGeneration, end, failure));
        });
    }

    /** After one failure the system may have dropped the dirty pages, and would call the next force a success. */
    private DiskException forceNow(boolean withMetadata) {
        if (forceFailure == null) {
            try {
                channel.force(withMetadata);
            } catch (IOException e) {
                forceFailure = DiskErrors.ofForce(path, e);
            }
        }
        return forceFailure;
    }

    @Override
    public FileRegion region(long position, int length) {
        requireOpen();
        boolean within = position >= 0 && length >= 0
                && (position <= knownSize - length || position <= size() - length);
        if (!within) {
            throw new IllegalArgumentException(length + " bytes at " + position + " are not within " + path + " of "
                    + knownSize + " bytes");
        }
        return new RealFileRegion(this, position, length);
    }

    @Override
    public void prefetch(FileRegion region, DiskDone done) {
        requireOpen();
        RealFileRegion own = (RealFileRegion) region;
        if (!own.isOf(this)) {
            throw new IllegalArgumentException("a region of another file than " + path);
        }
        own.retain();
        disk.prefetch(lane, () -> {
            DiskException failure = null;
            try {
                own.touch(PageWarmer.ofThread());
            } catch (IOException e) {
                failure = DiskErrors.of(path, "prefetching", e);
            }
            own.release();
            DiskException outcome = failure;
            disk.completed(() -> done.onDone(outcome));
        });
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            release();
        }
    }

    long fenceTruncation() {
        return truncations.readLock();
    }

    void unfence(long stamp) {
        truncations.unlockRead(stamp);
    }

    void retain() {
        references.incrementAndGet();
    }

    void release() {
        if (references.decrementAndGet() == 0) {
            closeChannel();
        }
    }

    /** Closes whatever is still held: the node is gone. */
    void closeChannel() {
        disk.forget(this);
        try {
            channel.close();
        } catch (IOException e) {
            LOG.warn("closing {} failed", path, e);
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException(path + " is closed");
        }
    }
}
