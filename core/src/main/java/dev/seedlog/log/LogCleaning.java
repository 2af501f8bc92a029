package dev.seedlog.log;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.env.DiskException;
import dev.seedlog.env.FileRegion;
import dev.seedlog.record.BadBatchException;
import dev.seedlog.record.BatchCursor;
import dev.seedlog.record.RecordBatch;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One compaction of one log, in parts that a turn can bear. First the newest offset of each key is found, over what
 * came since the last time, as far as memory goes. Then all segments up to there are written anew without the records
 * that newer ones have replaced, several small ones into one, and take the old ones' place.
 */
final class LogCleaning {

    /** What is being done. MAPPING, COPYING and SWAPPING lead to ABANDONED too, all to STOPPED. */
    enum Stage {
        /** Keys are noted. Then COPYING. */
        MAPPING,
        /** A group of segments is written anew. Then SWAPPING. */
        COPYING,
        /** It takes its place. Then COPYING for the next group, or RECORDING. */
        SWAPPING,
        /** The checkpoint is to say how far it came. Then DONE. */
        RECORDING,
        /** It has ended. */
        DONE,
        /** It was given up: the log was cut, or cannot be read. What is not in place yet is deleted. */
        ABANDONED,
        /** The log was closed. */
        STOPPED
    }

    private static final Logger LOGGER = LoggerFactory.getLogger(LogCleaning.class);

    private static final int PREFETCHED_BYTES = 1024 * 1024;

    private final PartitionLog owner;
    private final LogState log;
    private final CleanerTools tools;
    private final CleanableRange range;
    private final List<Segment> segments = new ArrayList<>();
    private final List<List<Segment>> groups = new ArrayList<>();
    private CleanedTransactions transactions = new CleanedTransactions(aborted -> { });
    private Stage stage = Stage.MAPPING;
    private int segmentNumber;
    private int position;
    private boolean segmentBegun;
    private Segment warmSegment;
    private int warmEnd;
    private boolean prefetching;
    private long mappedEndOffset;
    private List<Segment> group;
    private CleanedOutput output;
    private SegmentSwap swap;
    private boolean abandoning;
    private RuntimeException failure;
    private long workedBytes;
    private long sizeBefore;

    LogCleaning(PartitionLog owner, CleanableRange range, CleanerTools tools) {
        this.owner = owner;
        this.log = owner.state();
        this.range = range;
        this.tools = tools;
        for (Segment segment : log.segments.all()) {
            if (segment.baseOffset() < range.endOffset()) {
                segments.add(segment);
            }
        }
        this.mappedEndOffset = range.firstDirtyOffset();
        this.segmentNumber = Math.max(0, log.segments.floor(range.firstDirtyOffset()));
        this.sizeBefore = log.segments.sizeBytes();
        tools.keys().begin(range.endOffset() - range.firstDirtyOffset(), tools.settings().keyMapBytes(),
                tools.settings().keyMapLoadFactor());
        log.cleaning = this;
    }

    /**
     * Does a bounded part of the work, or nothing while it waits for the disk.
     *
     * @return whether more can be done at once; else it has ended, or {@link CleanerTools#wake} is called
     */
    boolean advance() {
        try {
            log.context.health().check();
            return switch (stage) {
                case MAPPING -> map();
                case COPYING -> copy();
                case SWAPPING -> swap();
                default -> false;
            };
        } catch (DiskException e) {
            if (e.kind() == DiskException.Kind.NO_SPACE && stage == Stage.COPYING) {
                // Nothing is lost: the log is as it was, and there may be room the next time.
                LOGGER.warn("{} is not compacted: {}", log.directory, e.getMessage());
                abandon();
                return false;
            }
            end(Stage.ABANDONED);
            throw log.context.health().fail("compacting " + log.directory, e);
        } catch (LogDirectoryOffline e) {
            end(Stage.ABANDONED);
            throw e;
        } catch (CorruptFileException | BadBatchException e) {
            failure = e;
            abandon();
            return false;
        }
    }

    private boolean map() {
        if (segmentNumber == segments.size()) {
            mapped();
            return true;
        }
        Segment segment = segments.get(segmentNumber);
        if (!segmentBegun) {
            segmentBegun = true;
            position = segment.offsetIndex().lookup(range.firstDirtyOffset());
            transactions.add(owner.abortedTransactions(segment.baseOffset(), endOf(segmentNumber)));
        }
        if (position == segment.sizeBytes()) {
            mappedEndOffset = Math.max(mappedEndOffset, endOf(segmentNumber));
            segmentNumber++;
            segmentBegun = false;
            return true;
        }
        if (!isWarm(segment)) {
            return false;
        }
        BatchCursor cursor = tools.chunks().load(segment, position);
        while (cursor.next() == BatchCursor.Step.BATCH) {
            if (!map(cursor.batch())) {
                segmentNumber = segments.size();
                return true;
            }
            mappedEndOffset = Math.max(mappedEndOffset, cursor.batch().nextOffset());
        }
        goOn(segment, cursor);
        return true;
    }

    /** Whether a segment can be read on without waiting for the disk; if not, it is brought into memory. */
    private boolean isWarm(Segment segment) {
        if (prefetching || segment == warmSegment && position < warmEnd) {
            return !prefetching;
        }
        prefetching = true;
        warmSegment = segment;
        warmEnd = position + Math.min(PREFETCHED_BYTES, segment.sizeBytes() - position);
        FileRegion region = segment.region(position, warmEnd - position);
        segment.file().prefetch(region, problem -> {
            // If that failed, reading will fail too, and say so.
            prefetching = false;
            tools.wake();
        });
        region.release();
        return false;
    }

    /** Where a segment's offsets end. */
    private long endOf(int number) {
        return number + 1 < segments.size() ? segments.get(number + 1).baseOffset() : range.endOffset();
    }

    private void goOn(Segment segment, BatchCursor cursor) {
        if (cursor.position() == 0) {
            throw new CorruptFileException(segment.file().path(), "at position " + position + ": "
                    + cursor.problem());
        }
        position += cursor.position();
        workedBytes += cursor.position();
    }

    /** Notes the keys of a batch; false if there is no room for all of them. */
    private boolean map(RecordBatch batch) {
        if (transactions.isDiscarded(batch) || batch.isControl()) {
            return true;
        }
        for (tools.reader().wrap(batch); tools.reader().next();) {
            long offset = tools.reader().offset();
            if (tools.reader().hasKey() && offset >= range.firstDirtyOffset() && !tools.keys().put(
                    tools.reader().buffer(), tools.reader().keyOffset(), tools.reader().keyLength(), offset)) {
                log.context.probes().hit("log.cleaner.map-full");
                return false;
            }
        }
        return true;
    }

    private void mapped() {
        if (mappedEndOffset <= range.firstDirtyOffset()) {
            failure = new IllegalStateException("the keys of one batch are more than log.cleaner.dedupe.buffer.size,"
                    + " " + tools.settings().keyMapBytes() + " bytes, has room for");
            abandon();
            return;
        }
        segments.removeIf(segment -> segment.baseOffset() >= mappedEndOffset);
        groups.addAll(grouped());
        transactions = new CleanedTransactions(aborted -> output.segment().noteAborted(aborted));
        tools.filter().begin(log, mappedEndOffset, range.endOffset());
        stage = Stage.COPYING;
        beginGroup();
    }

    /** Segments one behind the other that together are no larger than one may be. */
    private List<List<Segment>> grouped() {
        List<List<Segment>> all = new ArrayList<>();
        long bytes = 0;
        long indexBytes = 0;
        for (int number = 0; number < segments.size(); number++) {
            Segment segment = segments.get(number);
            bytes += segment.sizeBytes();
            indexBytes += segment.indexSizeBytes();
            List<Segment> last = all.isEmpty() ? null : all.get(all.size() - 1);
            if (last == null || bytes > log.config.segmentBytes() || indexBytes > log.config.segmentIndexBytes()
                    || endOf(number) - 1 - last.get(0).baseOffset() > Integer.MAX_VALUE) {
                last = new ArrayList<>();
                all.add(last);
                bytes = segment.sizeBytes();
                indexBytes = segment.indexSizeBytes();
            }
            last.add(segment);
        }
        return all;
    }

    private void beginGroup() {
        group = groups.remove(0);
        segmentNumber = 0;
        segmentBegun = false;
        output = new CleanedOutput(Segment.createCleaned(log.context, log.directory, group.get(0).baseOffset(),
                log.config), log.config.indexIntervalBytes());
    }

    private boolean copy() {
        if (segmentNumber == group.size()) {
            output.flush();
            output.segment().seal();
            output.segment().inheritAge(group.get(group.size() - 1));
            swap = new SegmentSwap(owner, group, output.segment(), tools::wake);
            stage = Stage.SWAPPING;
            swap.begin(group.get(0) == segments.get(0));
            return false;
        }
        Segment segment = group.get(segmentNumber);
        if (!segmentBegun) {
            segmentBegun = true;
            position = 0;
            long end = segmentNumber + 1 < group.size() ? group.get(segmentNumber + 1).baseOffset()
                    : groups.isEmpty() ? range.endOffset() : groups.get(0).get(0).baseOffset();
            transactions.add(owner.abortedTransactions(segment.baseOffset(), end));
        }
        if (position == segment.sizeBytes()) {
            segmentNumber++;
            segmentBegun = false;
            return true;
        }
        if (!isWarm(segment)) {
            return false;
        }
        BatchCursor cursor = tools.chunks().load(segment, position);
        while (cursor.next() == BatchCursor.Step.BATCH) {
            RecordBatch batch = cursor.batch();
            if (!batch.isCrcValid()) {
                throw new CorruptFileException(segment.file().path(), "the checksum of " + batch + " is wrong");
            }
            BufferSlice left = tools.filter().filter(batch, transactions.isDiscarded(batch));
            if (left != null) {
                output.add(left);
                workedBytes += left.lengthBytes();
            }
        }
        goOn(segment, cursor);
        return true;
    }

    private boolean swap() {
        if (!swap.advance()) {
            return false;
        }
        if (!swap.isDone()) {
            return false;
        }
        swap = null;
        output = null;
        if (abandoning) {
            end(Stage.ABANDONED);
            return false;
        }
        if (!groups.isEmpty()) {
            stage = Stage.COPYING;
            beginGroup();
            return true;
        }
        LOGGER.debug("compacted {} up to offset {}: {} bytes, {} before", log.directory, mappedEndOffset,
                log.segments.sizeBytes(), sizeBefore);
        stage = Stage.RECORDING;
        tools.checkpoints(owner).cleaned(log.partition, mappedEndOffset, this::onRecorded);
        return false;
    }

    private void onRecorded(DiskException problem) {
        if (stage != Stage.RECORDING) {
            return;
        }
        end(Stage.DONE);
        if (problem != null) {
            log.context.health().fail("writing a checkpoint", problem);
        }
        tools.wake();
    }

    private void end(Stage last) {
        stage = last;
        log.cleaning = null;
        tools.release();
        try {
            if (last != Stage.STOPPED && log.context.health().isOnline() && owner.isAppendable()) {
                owner.retention().resume();
            }
        } catch (LogDirectoryOffline e) {
            LOGGER.debug("{} is offline; its listener has heard of it", log.directory);
        }
    }

    /** Gives up. A segment that began to take its place goes on to do so, since either is right then. */
    void abandon() {
        if (swap != null && !swap.isUndecided()) {
            abandoning = true;
            return;
        }
        if (stage == Stage.RECORDING || hasEnded()) {
            return;
        }
        Segment unfinished = output == null ? null : output.segment();
        output = null;
        swap = null;
        end(Stage.ABANDONED);
        try {
            if (unfinished != null) {
                unfinished.delete();
            }
        } catch (DiskException e) {
            log.context.health().fail("compacting " + log.directory, e);
        }
        tools.wake();
    }

    /** The log closes. What is not in place is cleared away, or put there, when it is loaded again. */
    void stop() {
        if (output != null && (swap == null || swap.isUndecided())) {
            output.segment().close();
        }
        end(Stage.STOPPED);
        tools.wake();
    }

    /** Records from here on are not touched. */
    long endOffset() {
        return range.endOffset();
    }

    /** Whether all was compacted that was to be. */
    boolean isDone() {
        return stage == Stage.DONE;
    }

    boolean hasEnded() {
        return stage == Stage.DONE || stage == Stage.ABANDONED || stage == Stage.STOPPED;
    }

    /** Whether it waits for something that does not call back. */
    boolean mustLookAgain() {
        return stage == Stage.SWAPPING && swap.waitsForTruncation();
    }

    /** Why the log cannot be compacted, or null. */
    RuntimeException failure() {
        return failure;
    }

    /** Bytes read and written since it was asked last. */
    long takeWorkedBytes() {
        long bytes = workedBytes;
        workedBytes = 0;
        return bytes;
    }

    PartitionLog owner() {
        return owner;
    }

    @Override
    public String toString() {
        return "compaction of " + log.directory + ", " + stage + (swap == null ? "" : " " + swap);
    }
}
