package dev.seedlog.real;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The one buffer that a shard receives into: in each turn, connection by connection, from its beginning. What does not
 * fit waits in the kernel for the next turn.
 */
final class ReceiveSlab {

    /** What one connection receives at most in a turn, so that every one gets its share. */
    private static final int MOST_PER_READ_BYTES = 256 * 1024;
    private static final int LEAST_PER_READ_BYTES = 4 * 1024;

    private final ByteBuffer memory;
    private final UnsafeBuffer buffer;
    private int used;

    ReceiveSlab(int sizeBytes) {
        memory = ByteBuffer.allocateDirect(sizeBytes);
        buffer = new UnsafeBuffer(memory);
    }

    DirectBuffer buffer() {
        return buffer;
    }

    /** Where the next bytes will be. */
    int used() {
        return used;
    }

    /** Whether reading must wait for the next turn. */
    boolean full() {
        return used > 0 && memory.capacity() - used < LEAST_PER_READ_BYTES;
    }

    /** A new turn begins: the last one's bytes are no longer valid. */
    void reset() {
        used = 0;
    }

    /** Reads behind what was read before; returns how many bytes, or -1 at the end of the stream. */
    int read(SocketChannel channel) throws IOException {
        memory.limit(Math.min(memory.capacity(), used + MOST_PER_READ_BYTES)).position(used);
        int read = channel.read(memory);
        used += Math.max(read, 0);
        return read;
    }
}
