package dev.seedlog.real;

import java.nio.ByteBuffer;
import org.agrona.DirectBuffer;

/** Bytes of a chunk; its view's position is how far they were sent. Belongs to its chunk, which uses it again. */
final class BytesPart extends SendPart {

    private final SendChunk chunk;
    private final ByteBuffer view;

    BytesPart(SendChunk chunk, ByteBuffer view) {
        this.chunk = chunk;
        this.view = view;
    }

    /** What is left to send; writing it moves its position. */
    ByteBuffer view() {
        return view;
    }

    SendChunk chunk() {
        return chunk;
    }

    /** Whether bytes appended to the chunk now would continue this part. */
    boolean endsWhereChunkDoes() {
        return view.limit() == chunk.used();
    }

    /** Appends bytes, for which the chunk has room. */
    void append(DirectBuffer source, int offset, int lengthBytes) {
        chunk.put(source, offset, lengthBytes);
        view.limit(chunk.used());
    }

    @Override
    int remaining() {
        return view.remaining();
    }

    @Override
    void free(SendArena arena) {
        arena.freed(chunk);
    }
}
