package dev.seedlog.raft.message;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.raft.RecordsPayload;

/**
 * Bytes that a message brought, or that are to be appended.
 *
 * @param slice a view, valid until the effect that carries it was carried out
 */
public record SlicePayload(BufferSlice slice) implements RecordsPayload {

    @Override
    public int sizeBytes() {
        return slice.lengthBytes();
    }
}
