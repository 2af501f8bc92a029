package dev.seedlog.log;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a log's producer state anew: from the newest snapshot that may be used, and the batches behind it. It works in
 * slices, for a segment can have millions of batches. Segments whose index of aborted transactions is lost get it
 * again.
 */
final class ProducerReplay {

    private static final Logger LOGGER = LoggerFactory.getLogger(ProducerReplay.class);
    private static final int BATCHES_IN_SLICE = 2_000;
    private static final int RECALLED_BYTES = 256 * 1024;

    /**
     * A producers' state that has no file yet, at the beginning of a segment.
     *
     * @param offset what it is the state at
     * @param bytes what is to be written
     */
    record Snapshot(long offset, byte[] bytes) {
    }

    private final LogState log;
    private final long endOffset;
    private final List<Snapshot> missing = new ArrayList<>(0);
    private int segmentNumber;
    private long position;
    private long nextOffset;
    private boolean located;

    /**
     * Loads the snapshot.
     *
     * @param snapshotLimit a snapshot behind it is not used
     * @param endOffset where the replay ends
     */
    ProducerReplay(LogState log, long snapshotLimit, long endOffset) {
        this.log = log;
        this.endOffset = endOffset;
        this.nextOffset = loadSnapshot(Math.min(snapshotLimit, endOffset));
        this.segmentNumber = Math.max(0, log.segments.floor(nextOffset));
        if (log.producers.size() > 0) {
            try {
                recallBefore(nextOffset);
            } catch (CorruptFileException e) {
                // Who reads these batches will hear of it; that a producer sends one of them again is less than
                // certain.
                LOGGER.warn("{}; what producers sent last is not recalled", e.getMessage());
            }
        }
    }

    /**
     * Looks at the batches just before the snapshot, for those that a producer may still send again. Segments may be
     * small, so there may be several to look at.
     */
    private void recallBefore(long snapshotOffset) {
        int last = Math.max(0, log.segments.floor(snapshotOffset - 1));
        int first = last;
        long left = RECALLED_BYTES;
        while (first > 0 && log.segments.get(first).sizeBytes() < left) {
            left -= log.segments.get(first).sizeBytes();
            first--;
        }
        for (int i = first; i <= last; i++) {
            recall(log.segments.get(i), i == first ? left : RECALLED_BYTES,
                    i == last ? snapshotOffset : log.segments.get(i + 1).baseOffset());
        }
    }

    /** Looks at about the last {@code bytes} of what a segment has before {@code end}. */
    private void recall(Segment segment, long bytes, long end) {
        long offsets = end - segment.baseOffset();
        long recalled = segment.sizeBytes() <= bytes
                ? offsets : (long) ((double) offsets * bytes / segment.sizeBytes());
        if (offsets <= 0 || !segment.locate(end - recalled, 0)) {
            return;
        }
        BatchScan scan = log.context.scan().start(segment.file(), log.context.scan().position(), segment.sizeBytes(),
                BatchScan.SCAN_BYTES);
        while (scan.next() == BatchScan.Step.BATCH && scan.batch().baseOffset() < end) {
            log.producers.recall(scan.batch());
        }
    }

    /** Where the replay begins. A snapshot from before the first segment would leave out what came in between. */
    private long loadSnapshot(long limit) {
        long first = log.segments.first().baseOffset();
        log.producers.clear();
        for (long offset = log.snapshots.latest(limit); offset >= first; offset = log.snapshots.latest(limit)) {
            String path = log.snapshots.path(offset);
            try {
                byte[] bytes = SmallFiles.read(log.context.disk(), path);
                if (bytes != null) {
                    log.producers.load(ProducerSnapshot.decode(path, bytes));
                    return offset;
                }
            } catch (CorruptFileException e) {
                LOGGER.warn("{}; producer state is made again from the batches", e.getMessage());
                log.context.probes().hit("log.snapshot.corrupt");
            }
            log.snapshots.delete(offset);
        }
        return first;
    }

    /** Does a part of the work; true if all is done. */
    boolean advance() {
        int left = BATCHES_IN_SLICE;
        while (nextOffset < endOffset && segmentNumber < log.segments.size()) {
            Segment segment = log.segments.get(segmentNumber);
            left = replay(segment, left);
            if (left == 0) {
                return false;
            }
            segmentNumber++;
            located = false;
            noteMissing();
        }
        log.producers.expire(log.context.clock().epochMillis(), log.config.producerIdExpirationMs());
        return true;
    }

    /** The segment before goes some day, and then the state at the beginning of this one must be on the disk. */
    private void noteMissing() {
        if (segmentNumber == log.segments.size()) {
            return;
        }
        long base = log.segments.get(segmentNumber).baseOffset();
        if (base <= endOffset && !log.snapshots.contains(base)) {
            missing.add(new Snapshot(base, ProducerSnapshot.encode(log.producers.entries())));
        }
    }

    /** What was not found and could be made, by offset. */
    List<Snapshot> missing() {
        return missing;
    }

    /** Replays up to {@code batches} of a segment; how many of them are left when its end was reached, or 0. */
    private int replay(Segment segment, int batches) {
        if (!located) {
            if (!segment.locate(nextOffset, 0)) {
                return batches;
            }
            position = log.context.scan().position();
            located = true;
        }
        BatchScan scan = log.context.scan().start(segment.file(), position, segment.sizeBytes(),
                BatchScan.SCAN_BYTES);
        int left = batches;
        while (left > 0) {
            BatchScan.Step step = scan.next();
            if (step == BatchScan.Step.INVALID) {
                // What could be torn has been cut: without the rest, producers that are in it would be forgotten.
                throw new CorruptFileException(segment.file().path(), "at position " + scan.position() + ": "
                        + scan.problem());
            }
            if (step == BatchScan.Step.END || scan.batch().baseOffset() >= endOffset) {
                break;
            }
            if (scan.batch().isControl()) {
                scan.loadRecords(EndMarker.MAX_BYTES);
            }
            log.producers.replay(scan.batch(), aborted -> {
                if (segment.transactionsLost()) {
                    segment.noteAborted(aborted);
                }
            });
            position = scan.nextPosition();
            nextOffset = scan.batch().nextOffset();
            left--;
        }
        return left;
    }
}
