package dev.seedlog.sim.storm;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;

/**
 * One direction of a proxied connection: what was read of its source and did not get to its sink yet. That a source
 * ends is the last thing that gets there, so that a link that holds everything holds that too.
 */
final class Flow {

    /** How much is held before nothing more is read: the source then sees that its peer does not read. */
    private static final int MOST_BYTES = 1 << 18;
    private static final long NO_CUT = Long.MAX_VALUE;

    /** Read in one go; no bytes mean that the source has ended. */
    private record Chunk(ByteBuffer bytes, long dueNanos) {
    }

    private final SocketChannel source;
    private final SocketChannel sink;
    private final ArrayDeque<Chunk> held = new ArrayDeque<>();
    private int heldBytes;
    private long lastDueNanos;
    private long bytesUntilCut = NO_CUT;
    private boolean ended;
    private boolean stuck;

    Flow(SocketChannel source, SocketChannel sink, long nowNanos) {
        this.source = source;
        this.sink = sink;
        this.lastDueNanos = nowNanos;
    }

    /** Whether its source is to be read. */
    boolean wantsMore() {
        return !ended && heldBytes < MOST_BYTES;
    }

    /** Whether its sink took less than it was given. */
    boolean stuck() {
        return stuck;
    }

    /** What came first; null if nothing is held. */
    ByteBuffer first() {
        return held.isEmpty() ? null : held.peek().bytes;
    }

    /** Whether its source has ended. */
    boolean ended() {
        return ended;
    }

    /** Only so many more bytes get through. */
    void cutAfter(int bytes) {
        bytesUntilCut = bytes;
    }

    /**
     * Reads what there is.
     *
     * @param deaf whether it is lost
     */
    void read(ByteBuffer buffer, long nowNanos, long delayNanos, boolean deaf) {
        buffer.clear();
        int count;
        try {
            count = source.read(buffer);
        } catch (IOException e) {
            count = -1;
        }
        if (count == 0 || deaf && count > 0) {
            return;
        }
        // What is sent later comes later, though the link may have become faster.
        lastDueNanos = Math.max(lastDueNanos, nowNanos + delayNanos);
        if (count < 0) {
            ended = true;
            held.add(new Chunk(null, lastDueNanos));
            return;
        }
        byte[] bytes = new byte[count];
        buffer.flip().get(bytes);
        held.add(new Chunk(ByteBuffer.wrap(bytes), lastDueNanos));
        heldBytes += count;
    }

    /** When the next bytes are due; at the end of time if none are held. */
    long dueNanos() {
        return held.isEmpty() ? Long.MAX_VALUE : held.peek().dueNanos;
    }

    /**
     * Passes on what is due.
     *
     * @return false if the connection is over: its end got there, it was cut, or its sink is gone
     */
    boolean pass(long nowNanos) {
        stuck = false;
        while (!held.isEmpty() && held.peek().dueNanos - nowNanos <= 0) {
            ByteBuffer bytes = held.peek().bytes;
            if (bytes == null || !write(bytes)) {
                return false;
            }
            if (bytes.hasRemaining()) {
                stuck = true;
                return true;
            }
            held.poll();
        }
        return true;
    }

    private boolean write(ByteBuffer bytes) {
        int limit = bytes.limit();
        bytes.limit((int) Math.min(limit, bytes.position() + bytesUntilCut));
        try {
            int count = sink.write(bytes);
            heldBytes -= count;
            bytesUntilCut -= bytesUntilCut == NO_CUT ? 0 : count;
        } catch (IOException e) {
            return false;
        } finally {
            bytes.limit(limit);
        }
        return bytesUntilCut > 0;
    }
}
