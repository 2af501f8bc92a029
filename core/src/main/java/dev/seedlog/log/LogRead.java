package dev.seedlog.log;

import dev.seedlog.env.FileRegion;

/**
 * What a read found.
 *
 * @param outOfRange the offset is before the log's start or behind its end (OFFSET_OUT_OF_RANGE)
 * @param region the batches, from the one with the offset asked for; the last one may be cut short. Null if there are
 *     none. The reference belongs to who asked
 * @param bytesBehindEnd how far before the end of the log's files the region ends: what was appended recently is in the
 *     page cache, older bytes should be prefetched
 */
public record LogRead(boolean outOfRange, FileRegion region, long bytesBehindEnd) {

    static final LogRead OUT_OF_RANGE = new LogRead(true, null, 0);
    static final LogRead NOTHING = new LogRead(false, null, 0);

    /** How many bytes were found. */
    public int sizeBytes() {
        return region == null ? 0 : region.sizeBytes();
    }
}
