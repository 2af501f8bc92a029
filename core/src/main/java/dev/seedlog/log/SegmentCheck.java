package dev.seedlog.log;

import dev.seedlog.record.RecordBatch;

/**
 * Reads all batches of a segment, checks them, and makes its indexes and the leader epochs anew. It stops at the first
 * batch that is damaged or does not continue the one before. It works in slices.
 */
final class SegmentCheck {

    private static final long SLICE_BYTES = 4 * 1_024 * 1_024;

    private final LogState log;
    private final Segment segment;
    private final long gapsBelow;
    private long expectedOffset;
    private final boolean epochsLost;
    private int epoch;
    private long position;
    private String problem;

    /**
     * Begins.
     *
     * @param expectedOffset where the segment before ended
     * @param epochsLost whether the leader epochs from here on are made again too
     * @param gapsBelow up to this offset some may be missing, as compaction leaves them
     * @param followsLost whether those that are missing in front of the segment are not of that kind
     */
    SegmentCheck(LogState log, Segment segment, long expectedOffset, boolean epochsLost, long gapsBelow,
                 boolean followsLost) {
        this.log = log;
        this.segment = segment;
        this.expectedOffset = expectedOffset;
        this.epoch = log.epochs.epochOf(expectedOffset - 1);
        this.epochsLost = epochsLost;
        this.gapsBelow = gapsBelow;
        if (segment.baseOffset() < expectedOffset || followsLost
                || segment.baseOffset() > expectedOffset && segment.baseOffset() > gapsBelow) {
            problem = "the segment begins at offset " + segment.baseOffset() + " where " + expectedOffset
                    + " was expected";
        } else {
            this.expectedOffset = segment.baseOffset();
        }
        segment.resetIndexes();
    }

    /** Does a part of the work; true if all is done. */
    boolean advance() {
        BatchScan scan = log.context.scan().start(segment.file(), position, segment.sizeBytes(),
                BatchScan.SCAN_BYTES);
        long sliceEnd = position + SLICE_BYTES;
        while (problem == null && position < sliceEnd) {
            BatchScan.Step step = scan.next();
            if (step == BatchScan.Step.END) {
                return true;
            }
            problem = step == BatchScan.Step.INVALID ? scan.problem() : problemOf(scan);
            if (problem == null) {
                RecordBatch batch = scan.batch();
                segment.noteBatch(batch, (int) position, log.config.indexIntervalBytes());
                if (epochsLost) {
                    log.epochs.assign(batch.partitionLeaderEpoch(), batch.baseOffset());
                }
                epoch = batch.partitionLeaderEpoch();
                expectedOffset = batch.nextOffset();
                position = scan.nextPosition();
            }
        }
        return problem != null;
    }

    private String problemOf(BatchScan scan) {
        RecordBatch batch = scan.batch();
        long base = batch.baseOffset();
        if (base < expectedOffset || base > expectedOffset && base > gapsBelow) {
            return "offset " + base + " where " + expectedOffset + " was expected";
        }
        if (batch.lastOffset() - segment.baseOffset() > Integer.MAX_VALUE) {
            return "offset " + batch.lastOffset() + " is too far from the segment's " + segment.baseOffset();
        }
        if (batch.partitionLeaderEpoch() < epoch) {
            return "leader epoch " + batch.partitionLeaderEpoch() + " after " + epoch;
        }
        return scan.isCrcValid() ? null : "the checksum is wrong";
    }

    /** Where the batches that are right end. */
    long endOffset() {
        return expectedOffset;
    }

    /** Where they end in the file. */
    int position() {
        return (int) position;
    }

    /** What is wrong behind them, or null if nothing is. */
    String problem() {
        return problem;
    }
}
