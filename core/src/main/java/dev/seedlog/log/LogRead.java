package dev.seedlog.log;

import dev.seedlog.env.FileRegion;

/**
 * What a read found.
 *
 * @param outOfRange the offset is before the log's start or behind its end (OFFSET_OUT_OF_RANGE)
 * @param cold the bytes are not in memory: nothing is found until {@link LogListener#onPrefetched}
 * @param region the batches, from the one with the offset asked for; the last one may be cut short. Null if there are
 *     none. The reference belongs to who asked
 * @param bytesBehindEnd how far before the end of the log's files the region ends: what was appended recently is in the
 *     page cache, older bytes should be prefetched
 */
public record LogRead(boolean outOfRange, boolean cold, FileRegion region, long bytesBehindEnd) {

    /** What lies this far behind the end is in a segment that is not appended to any more. */
    static final long IN_OLDER_SEGMENT = Long.MAX_VALUE;

    static final LogRead OUT_OF_RANGE = new LogRead(true, false, null, 0);
    static final LogRead NOTHING = new LogRead(false, false, null, 0);
    static final LogRead COLD = new LogRead(false, true, null, 0);

    static LogRead found(FileRegion region, long bytesBehindEnd) {
        return new LogRead(false, false, region, bytesBehindEnd);
    }

    /** How many bytes were found. */
    public int sizeBytes() {
        return region == null ? 0 : region.sizeBytes();
    }

    /** Whether it ended with a segment that is not the last: more is behind it, and waiting adds nothing to it. */
    public boolean inOlderSegment() {
        return bytesBehindEnd == IN_OLDER_SEGMENT;
    }
}
