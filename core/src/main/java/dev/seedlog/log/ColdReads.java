package dev.seedlog.log;

import dev.seedlog.env.DiskException;
import dev.seedlog.env.FileRegion;
import java.util.ArrayList;
import java.util.List;

/**
 * Which bytes of a log a shard may read without waiting for the disk: those appended recently, which are in the page
 * cache, and those that were prefetched a while ago. A reader of others waits for a prefetch, off the shard; what lies
 * behind is prefetched while it reads.
 *
 * <p>It is a guess: the system may have dropped what was warm, and then a read stalls the shard as long as the disk
 * takes. Nothing else depends on it.
 */
final class ColdReads {

    /** What was appended last is in the page cache. */
    static final long RECENT_BYTES = 64L * 1024 * 1024;
    /** How much is prefetched at once: readers in a row wait once for several fetches. */
    static final int AHEAD_BYTES = 4 * 1024 * 1024;
    /** Two for each of the readers at different places that a log serves at once; more wait for one another. */
    static final int MOST_RANGES = 16;
    /** How long prefetched bytes are thought to stay. */
    private static final long WARM_NANOS = 30_000_000_000L;

    private final PartitionLog owner;
    private final LogState log;
    private final List<Range> ranges = new ArrayList<>(0);

    ColdReads(PartitionLog owner, LogState log) {
        this.owner = owner;
        this.log = log;
    }

    /** Bytes of a segment that are on their way from the disk, or were a while ago. */
    private static final class Range {
        private final Segment segment;
        private final int from;
        private final int to;
        private boolean arrived;
        private long untilNanos;

        private Range(Segment segment, int from, int to) {
            this.segment = segment;
            this.from = from;
            this.to = to;
        }

        private boolean covers(Segment other, int position) {
            return segment == other && from <= position && position < to;
        }
    }

    /**
     * Up to where a segment may be read from {@code position} on; -1 if not even there: then a prefetch is under way,
     * whose end the log's listener hears.
     */
    int warmUpTo(int segmentNumber, int position) {
        Segment segment = log.segments.get(segmentNumber);
        Range known = find(segment, position);
        if (known != null) {
            return known.arrived ? goOn(segmentNumber, position, known) : -1;
        }
        if (isInMemory(segmentNumber, position)) {
            return segment.sizeBytes();
        }
        prefetch(segment, position);
        return -1;
    }

    /** Prefetches what lies behind a range once a reader is in its second half: who reads in a row waits once. */
    private int goOn(int segmentNumber, int position, Range range) {
        boolean endOfSegment = range.to == range.segment.sizeBytes();
        int number = endOfSegment ? segmentNumber + 1 : segmentNumber;
        if (number == log.segments.size() || position - range.from < (range.to - range.from) / 2) {
            return range.to;
        }
        Segment segment = log.segments.get(number);
        int from = endOfSegment ? 0 : range.to;
        Range next = find(segment, from);
        if (next == null && from < segment.sizeBytes() && !isInMemory(number, from)) {
            prefetch(segment, from);
        }
        return next != null && next.arrived && !endOfSegment ? next.to : range.to;
    }

    private boolean isInMemory(int segmentNumber, int position) {
        return isRecent(segmentNumber, position) && !log.context.faults().at("log.read.cold");
    }

    private Range find(Segment segment, int position) {
        long now = log.context.clock().nanoTime();
        ranges.removeIf(range -> range.arrived && range.untilNanos - now < 0);
        for (Range range : ranges) {
            if (range.covers(segment, position)) {
                return range;
            }
        }
        return null;
    }

    private boolean isRecent(int segmentNumber, int position) {
        long behindBytes = -position;
        for (int number = segmentNumber; number < log.segments.size() && behindBytes <= RECENT_BYTES; number++) {
            behindBytes += log.segments.get(number).sizeBytes();
        }
        return behindBytes <= RECENT_BYTES;
    }

    private void prefetch(Segment segment, int position) {
        if (ranges.size() == MOST_RANGES && !dropOldest()) {
            return;
        }
        log.context.probes().hit("log.read.prefetched");
        int to = position + Math.min(AHEAD_BYTES, segment.sizeBytes() - position);
        Range range = new Range(segment, position, to);
        ranges.add(range);
        FileRegion region = segment.region(position, to - position);
        segment.file().prefetch(region, failure -> arrived(range, failure));
        region.release();
    }

    /** Those that are on their way stay: somebody waits for them. */
    private boolean dropOldest() {
        for (int i = 0; i < ranges.size(); i++) {
            if (ranges.get(i).arrived) {
                ranges.remove(i);
                return true;
            }
        }
        return false;
    }

    private void arrived(Range range, DiskException failure) {
        if (owner.isClosed()) {
            return;
        }
        if (failure != null) {
            ranges.remove(range);
            log.context.health().fail("reading " + log.directory, failure);
            return;
        }
        range.arrived = true;
        range.untilNanos = log.context.clock().nanoTime() + WARM_NANOS;
        owner.listener().onPrefetched(owner);
    }
}
