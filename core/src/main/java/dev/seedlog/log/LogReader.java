package dev.seedlog.log;

import dev.seedlog.record.RecordBatch;
import java.util.ArrayList;
import java.util.List;

/** Finds batches in a log. */
final class LogReader {

    private final LogState log;
    private final ColdReads coldReads;

    LogReader(PartitionLog owner, LogState log) {
        this.log = log;
        this.coldReads = new ColdReads(owner, log);
    }

    LogRead read(long offset, int maxBytes, boolean minOneBatch, long upperBound) {
        return read(offset, maxBytes, minOneBatch, upperBound, Integer.MAX_VALUE);
    }

    /** As {@link #read}, of bytes in memory only: nothing is touched on the disk, not even to look for the batch. */
    LogRead readWarm(long offset, int maxBytes, boolean minOneBatch, long upperBound) {
        if (offset < log.logStartOffset || offset >= Math.min(upperBound, log.logEndOffset)) {
            return read(offset, maxBytes, minOneBatch, upperBound);
        }
        int number = log.segments.floor(offset);
        int warmEnd = coldReads.warmUpTo(number, log.segments.get(number).positionBefore(offset));
        return warmEnd < 0 ? LogRead.COLD : read(offset, maxBytes, minOneBatch, upperBound, warmEnd);
    }

    private LogRead read(long offset, int maxBytes, boolean minOneBatch, long upperBound, int warmEnd) {
        if (offset < log.logStartOffset || offset > log.logEndOffset) {
            return LogRead.OUT_OF_RANGE;
        }
        long bound = Math.min(upperBound, log.logEndOffset);
        if (offset >= bound) {
            return LogRead.NOTHING;
        }
        int first = log.segments.floor(offset);
        int number = first;
        while (number < log.segments.size() && !log.segments.get(number).locate(offset, 0)) {
            number++;
        }
        if (number == log.segments.size()) {
            return LogRead.NOTHING;
        }
        BatchScan scan = log.context.scan();
        int position = (int) scan.position();
        int firstBytes = (int) (scan.nextPosition() - position);
        if (scan.batch().baseOffset() >= bound) {
            return LogRead.NOTHING;
        }
        int mostBytes = number == first ? Math.min(maxBytes, Math.max(warmEnd - position, firstBytes)) : maxBytes;
        int wanted = minOneBatch ? Math.max(mostBytes, firstBytes) : mostBytes;
        Segment segment = log.segments.get(number);
        if (log.context.faults().at("log.read.one-batch")) {
            wanted = Math.min(wanted, firstBytes);
        }
        int length = Math.min(wanted, endPosition(number, position, bound) - position);
        if (length <= 0) {
            return LogRead.NOTHING;
        }
        long behind = number == log.segments.size() - 1 ? segment.sizeBytes() - (long) position - length
                : LogRead.IN_OLDER_SEGMENT;
        return LogRead.found(segment.region(position, length), behind);
    }

    /** Where the batches below {@code bound} end in a segment. */
    private int endPosition(int number, int from, long bound) {
        Segment segment = log.segments.get(number);
        boolean wholly = bound >= log.segments.endOffset(number, log.logEndOffset) && !log.cutDeferred;
        if (wholly || !segment.locate(bound, from)) {
            return segment.sizeBytes();
        }
        return (int) log.context.scan().position();
    }

    BatchPosition batchByTimestamp(long timestampMs, long fromOffset) {
        for (int number = 0; number < log.segments.size(); number++) {
            Segment segment = log.segments.get(number);
            if (log.segments.endOffset(number, log.logEndOffset) > fromOffset
                    && segment.locateTimestamp(timestampMs, fromOffset)) {
                return located(segment);
            }
        }
        return null;
    }

    BatchPosition batchOfMaxTimestamp() {
        Segment latest = log.segments.first();
        for (Segment segment : log.segments.all()) {
            if (segment.maxTimestampMs() > latest.maxTimestampMs()) {
                latest = segment;
            }
        }
        if (latest.maxTimestampMs() == RecordBatch.NO_TIMESTAMP
                || !latest.locate(latest.maxTimestampOffset(), 0)) {
            return null;
        }
        return located(latest);
    }

    BatchPosition batchAt(long offset) {
        if (offset < log.logStartOffset || offset >= log.logEndOffset) {
            return null;
        }
        for (int number = log.segments.floor(offset); number < log.segments.size(); number++) {
            if (log.segments.get(number).locate(offset, 0)) {
                return located(log.segments.get(number));
            }
        }
        return null;
    }

    private BatchPosition located(Segment segment) {
        BatchScan scan = log.context.scan();
        RecordBatch batch = scan.batch();
        if (batch.baseOffset() >= log.logEndOffset) {
            return null;
        }
        return new BatchPosition(batch.baseOffset(), batch.lastOffset(), batch.maxTimestamp(),
                batch.partitionLeaderEpoch(),
                segment.region((int) scan.position(), (int) (scan.nextPosition() - scan.position())));
    }

    List<AbortedTransaction> abortedTransactions(long fromOffset, long upperBound) {
        List<AbortedTransaction> found = new ArrayList<>(0);
        for (int number = Math.max(0, log.segments.floor(fromOffset)); number < log.segments.size(); number++) {
            if (log.segments.get(number).transactions().collect(fromOffset, upperBound, found)) {
                break;
            }
        }
        return found;
    }
}
