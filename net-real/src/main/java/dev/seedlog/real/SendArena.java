package dev.seedlog.real;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * A shard's pool of outgoing buffers. What is answered in a turn is copied into the current chunk; as most of it leaves
 * at the turn's end, that is nearly always the same chunk, still in the processor's cache. A chunk with bytes that a
 * peer does not take stays with them, and the next one is used.
 */
final class SendArena {

    /** Regions smaller than this are read into a chunk: a transfer of their own costs more. */
    static final int SMALL_REGION_BYTES = 32 * 1024;
    static final int MOST_VIEWS = 64;

    private static final int CHUNK_BYTES = 64 * 1024;
    private static final int MOST_FREE_CHUNKS = 64;

    private final ArrayDeque<SendChunk> freeChunks = new ArrayDeque<>();
    private final ArrayDeque<RegionPart> freeRegionParts = new ArrayDeque<>();
    private final ByteBuffer[] views = new ByteBuffer[MOST_VIEWS];
    private SendChunk current = new SendChunk(CHUNK_BYTES);

    /** A chunk with room for so many bytes. */
    SendChunk withRoom(int bytes) {
        if (current.room() < bytes) {
            SendChunk free = freeChunks.poll();
            current = free != null ? free : new SendChunk(CHUNK_BYTES);
        }
        return current;
    }

    RegionPart regionPart(RealFileRegion region) {
        RegionPart free = freeRegionParts.poll();
        RegionPart part = free != null ? free : new RegionPart();
        part.hold(region);
        return part;
    }

    /** Where a connection gathers the views of one write. */
    ByteBuffer[] views() {
        return views;
    }

    void freed(SendChunk chunk) {
        if (chunk.freePart() && chunk != current) {
            if (freeChunks.size() < MOST_FREE_CHUNKS) {
                freeChunks.push(chunk);
            } else {
                chunk.destroy();
            }
        }
    }

    void freed(RegionPart part) {
        if (freeRegionParts.size() < MOST_FREE_CHUNKS) {
            freeRegionParts.push(part);
        }
    }
}
