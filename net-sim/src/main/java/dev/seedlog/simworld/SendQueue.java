package dev.seedlog.simworld;

import dev.seedlog.env.CloseReason;
import dev.seedlog.env.DiskException;
import dev.seedlog.env.FileRegion;
import dev.seedlog.env.Outbound;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.agrona.concurrent.UnsafeBuffer;

/** What a connection has taken and not transmitted yet: copies of bytes, and ranges of files, read when they leave. */
final class SendQueue {

    private static final byte[] NOTHING = new byte[0];

    private final Deque<Part> parts = new ArrayDeque<>();
    private long sizeBytes;
    private CloseReason failure;

    /** Either bytes or a range of a file, and how much of it has left. */
    private static final class Part {
        private final byte[] bytes;
        private final FileRegion region;
        private final int length;
        private int from;

        private Part(byte[] bytes, FileRegion region, int length) {
            this.bytes = bytes;
            this.region = region;
            this.length = length;
        }
    }

    long sizeBytes() {
        return sizeBytes;
    }

    boolean isEmpty() {
        return parts.isEmpty();
    }

    /** Why no more can be taken out, or null. */
    CloseReason failure() {
        return failure;
    }

    void add(Outbound message) {
        int part = 0;
        while (part < message.parts()) {
            FileRegion region = message.region(part);
            if (region == null) {
                part = addBytes(message, part);
            } else {
                parts.add(new Part(null, region, region.sizeBytes()));
                part++;
            }
        }
        sizeBytes += message.sizeBytes();
    }

    /** Adds the ranges of bytes from a part on as one; gives the first part behind them. */
    private int addBytes(Outbound message, int first) {
        int end = first;
        int length = 0;
        while (end < message.parts() && message.region(end) == null) {
            length += message.lengthBytes(end++);
        }
        byte[] bytes = new byte[length];
        int at = 0;
        for (int part = first; part < end; part++) {
            message.buffer(part).getBytes(message.offset(part), bytes, at, message.lengthBytes(part));
            at += message.lengthBytes(part);
        }
        parts.add(new Part(bytes, null, length));
        return end;
    }

    /** Takes out at most this much. Fewer bytes than there are come if a range fails; then there is a failure. */
    byte[] take(int atMost) {
        Part head = parts.peek();
        if (head != null && parts.size() == 1 && head.bytes != null && head.from == 0 && head.length <= atMost) {
            parts.poll();
            sizeBytes = 0;
            return head.bytes;
        }
        byte[] taken = new byte[(int) Math.min(atMost, sizeBytes)];
        int filled = 0;
        while (failure == null && (filled < taken.length || !parts.isEmpty() && parts.peek().length == 0)) {
            filled += takeFrom(parts.peek(), taken, filled);
        }
        sizeBytes -= filled;
        if (filled == taken.length) {
            return taken;
        }
        return filled == 0 ? NOTHING : Arrays.copyOf(taken, filled);
    }

    private int takeFrom(Part part, byte[] target, int at) {
        int count = Math.min(part.length - part.from, target.length - at);
        if (part.bytes != null) {
            System.arraycopy(part.bytes, part.from, target, at, count);
        } else if (!read(part, target, at, count)) {
            return 0;
        }
        part.from += count;
        if (part.from == part.length) {
            parts.poll();
            if (part.region != null) {
                part.region.release();
            }
        }
        return count;
    }

    private boolean read(Part part, byte[] target, int at, int count) {
        try {
            if (part.region.valid() && part.region.read(part.from, new UnsafeBuffer(target), at, count) == count) {
                return true;
            }
            failure = CloseReason.REGION_TRUNCATED;
        } catch (DiskException e) {
            failure = CloseReason.DISK_ERROR;
        }
        return false;
    }

    /** Drops everything. */
    void clear() {
        for (Part part : parts) {
            if (part.region != null) {
                part.region.release();
            }
        }
        parts.clear();
        sizeBytes = 0;
    }
}
