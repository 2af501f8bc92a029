package dev.seedlog.real;

import dev.seedlog.env.CloseReason;
import dev.seedlog.env.DiskException;
import dev.seedlog.env.FileRegion;
import dev.seedlog.env.Outbound;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import org.agrona.DirectBuffer;

/** What a connection has to send, in order: bytes in chunks, and regions of files. */
final class SendQueue {

    private static final int GATHERED_BYTES = 256 * 1024;
    /** What one connection may send in a turn before the others have theirs. */
    private static final int TURN_BYTES = 4 * 1024 * 1024;
    private static final int INITIAL_PARTS = 4;

    private final SendArena arena;
    private SendPart[] ring = new SendPart[INITIAL_PARTS];
    private int head;
    private int count;
    private long queuedBytes;

    SendQueue(SendArena arena) {
        this.arena = arena;
    }

    long queuedBytes() {
        return queuedBytes;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Copies the message's bytes and takes over its regions. */
    void append(Outbound message) {
        for (int i = 0; i < message.parts(); i++) {
            FileRegion region = message.region(i);
            if (region == null) {
                append(message.buffer(i), message.offset(i), message.lengthBytes(i));
            } else if (region.sizeBytes() == 0) {
                region.release();
            } else {
                add(arena.regionPart((RealFileRegion) region));
            }
        }
        queuedBytes += message.sizeBytes();
    }

    private void append(DirectBuffer source, int offset, int lengthBytes) {
        int from = offset;
        for (int left = lengthBytes; left > 0;) {
            SendChunk chunk = arena.withRoom(1);
            BytesPart part = lastIfContinuedBy(chunk);
            if (part == null) {
                part = chunk.newPart();
                add(part);
            }
            int taken = Math.min(left, chunk.room());
            part.append(source, from, taken);
            from += taken;
            left -= taken;
        }
    }

    private BytesPart lastIfContinuedBy(SendChunk chunk) {
        if (count == 0 || !(at(count - 1) instanceof BytesPart last)) {
            return null;
        }
        return last.chunk() == chunk && last.endsWhereChunkDoes() ? last : null;
    }

    /**
     * Sends what the system takes now.
     *
     * @return whether nothing is left
     * @throws IOException if the connection failed
     * @throws RegionFailure if a file region did
     */
    boolean flush(SocketChannel channel) throws IOException, RegionFailure {
        for (int budget = TURN_BYTES; count > 0 && budget > 0;) {
            int wanted;
            int sent;
            if (at(0) instanceof RegionPart region && isLarge(region)) {
                wanted = region.remaining();
                sent = transfer(region, channel);
            } else {
                int views = gather();
                wanted = remaining(views);
                sent = views == 1 ? channel.write(arena.views()[0]) : (int) channel.write(arena.views(), 0, views);
            }
            budget -= sent;
            queuedBytes -= sent;
            dropSent();
            if (sent < wanted) {
                return false;
            }
        }
        return count == 0;
    }

    private static boolean isLarge(RegionPart part) {
        return part.region().sizeBytes() >= SendArena.SMALL_REGION_BYTES;
    }

    private int transfer(RegionPart part, SocketChannel channel) throws IOException, RegionFailure {
        long sent = part.region().transferTo(channel, part.sent(), part.remaining());
        if (sent == RealFileRegion.TRUNCATED) {
            throw new RegionFailure(CloseReason.REGION_TRUNCATED, null);
        }
        part.advance((int) sent);
        return (int) sent;
    }

    /** Collects views of what can leave in one write; returns how many. */
    private int gather() throws RegionFailure {
        ByteBuffer[] views = arena.views();
        int gathered = 0;
        int bytes = 0;
        while (gathered < count && gathered < SendArena.MOST_VIEWS && bytes < GATHERED_BYTES) {
            SendPart part = at(gathered);
            if (part instanceof RegionPart region) {
                if (isLarge(region)) {
                    break;
                }
                part = readIntoChunk(region);
                ring[(head + gathered) & (ring.length - 1)] = part;
                region.free(arena);
            }
            views[gathered++] = ((BytesPart) part).view();
            bytes += part.remaining();
        }
        return gathered;
    }

    private BytesPart readIntoChunk(RegionPart part) throws RegionFailure {
        int size = part.remaining();
        BytesPart bytes = arena.withRoom(size).newPart(size);
        ByteBuffer view = bytes.view();
        int from = view.position();
        int read = 0;
        try {
            read = part.region().read(part.sent(), view);
        } catch (DiskException e) {
            throw new RegionFailure(CloseReason.DISK_ERROR, e);
        } finally {
            if (read < size) {
                bytes.free(arena);
            }
        }
        if (read < size) {
            throw new RegionFailure(CloseReason.REGION_TRUNCATED, null);
        }
        view.position(from);
        return bytes;
    }

    private int remaining(int views) {
        int bytes = 0;
        for (int i = 0; i < views; i++) {
            bytes += arena.views()[i].remaining();
        }
        return bytes;
    }

    private void dropSent() {
        while (count > 0 && at(0).remaining() == 0) {
            removeFirst();
        }
    }

    /** Drops everything. */
    void clear() {
        while (count > 0) {
            removeFirst();
        }
        queuedBytes = 0;
    }

    private SendPart at(int index) {
        return ring[(head + index) & (ring.length - 1)];
    }

    private void add(SendPart part) {
        if (count == ring.length) {
            SendPart[] larger = Arrays.copyOf(ring, 2 * count);
            for (int i = 0; i < count; i++) {
                larger[i] = at(i);
            }
            ring = larger;
            head = 0;
        }
        ring[(head + count) & (ring.length - 1)] = part;
        count++;
    }

    private void removeFirst() {
        SendPart first = ring[head];
        ring[head] = null;
        head = (head + 1) & (ring.length - 1);
        count--;
        first.free(arena);
    }
}
