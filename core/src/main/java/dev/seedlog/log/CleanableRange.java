package dev.seedlog.log;

import java.util.List;

/**
 * Which part of a log compaction may look at now, and how much it is worth.
 *
 * @param firstDirtyOffset records below were compacted before
 * @param endOffset records from here on are left alone; a segment begins there
 * @param cleanBytes what was compacted before
 * @param dirtyBytes what was not, and may be
 * @param overdue whether a record has waited for longer than {@code max.compaction.lag.ms}
 */
record CleanableRange(long firstDirtyOffset, long endOffset, long cleanBytes, long dirtyBytes, boolean overdue) {

    /**
     * The range of a log. Neither the active segment is in it, nor what a transaction may still undo or a leader
     * replace, nor what a crash could take away, nor what is younger than {@code min.compaction.lag.ms}.
     *
     * @param cleanedUpTo as the checkpoint says, or {@link CleanerCheckpoints#NEVER}
     */
    static CleanableRange of(PartitionLog owner, long cleanedUpTo, long nowMs) {
        LogState log = owner.state();
        boolean usable = cleanedUpTo >= log.logStartOffset && cleanedUpTo <= log.logEndOffset;
        long firstDirty = usable ? cleanedUpTo : log.logStartOffset;
        List<Segment> segments = log.segments.all();
        int active = segments.size() - 1;
        long limit = Math.min(Math.min(owner.lastStableOffset(), owner.recoveryPoint()),
                segments.get(active).baseOffset());
        CompactionConfig config = log.config.compaction();
        int firstDirtySegment = Math.max(0, log.segments.floor(firstDirty));
        long oldestDirtyMs = Long.MAX_VALUE;
        for (int number = firstDirtySegment; number < active; number++) {
            Segment segment = segments.get(number);
            if (config.minLagMs() > 0 && segment.maxTimestampMs() > nowMs - config.minLagMs()) {
                limit = Math.min(limit, segment.baseOffset());
            }
            long firstMs = segment.firstBatchTimestampMs();
            oldestDirtyMs = firstMs > 0 ? Math.min(oldestDirtyMs, firstMs) : oldestDirtyMs;
        }
        // Segments are compacted as a whole.
        int end = Math.max(0, log.segments.floor(limit));
        long endOffset = segments.get(end).baseOffset();
        long clean = 0;
        long dirty = 0;
        for (int number = 0; number < end; number++) {
            Segment segment = segments.get(number);
            clean += segment.baseOffset() < firstDirty ? segment.sizeBytes() : 0;
            dirty += number >= firstDirtySegment ? segment.sizeBytes() : 0;
        }
        boolean overdue = oldestDirtyMs < nowMs - Math.max(0, config.maxLagMs());
        return new CleanableRange(firstDirty, Math.max(firstDirty, endOffset), clean, dirty, overdue);
    }

    /** How much of what may be looked at is new. */
    double ratio() {
        return dirtyBytes == 0 ? 0 : (double) dirtyBytes / (cleanBytes + dirtyBytes);
    }

    /** Whether it is worth it. */
    boolean isDue(CompactionConfig config) {
        return dirtyBytes > 0 && (overdue || ratio() > config.minCleanableRatio());
    }
}
