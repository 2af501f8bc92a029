package dev.seedlog.real;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A direct buffer that the turn's outgoing bytes are copied into, one connection's behind another's. It is used again
 * when all its parts were sent.
 */
final class SendChunk {

    private final ByteBuffer memory;
    private final UnsafeBuffer buffer;
    private BytesPart[] parts = new BytesPart[8];
    private int partCount;
    private int liveParts;
    private int used;

    SendChunk(int sizeBytes) {
        memory = ByteBuffer.allocateDirect(sizeBytes);
        buffer = new UnsafeBuffer(memory);
    }

    int used() {
        return used;
    }

    int room() {
        return memory.capacity() - used;
    }

    void put(DirectBuffer source, int offset, int lengthBytes) {
        buffer.putBytes(used, source, offset, lengthBytes);
        used += lengthBytes;
    }

    /** A part that begins at the chunk's end, empty. */
    BytesPart newPart() {
        if (partCount == parts.length) {
            parts = Arrays.copyOf(parts, 2 * partCount);
        }
        if (parts[partCount] == null) {
            parts[partCount] = new BytesPart(this, memory.duplicate());
        }
        BytesPart part = parts[partCount++];
        part.view().limit(used).position(used);
        liveParts++;
        return part;
    }

    /** A part over the next {@code lengthBytes} bytes, which the caller fills. */
    BytesPart newPart(int lengthBytes) {
        BytesPart part = newPart();
        used += lengthBytes;
        part.view().limit(used);
        return part;
    }

    /** Returns whether that was the last part: then the chunk is as new. */
    boolean freePart() {
        liveParts--;
        if (liveParts == 0) {
            partCount = 0;
            used = 0;
        }
        return liveParts == 0;
    }

    /** Gives the memory back to the system at once rather than at some collection. */
    void destroy() {
        BufferUtil.free(memory);
    }
}
