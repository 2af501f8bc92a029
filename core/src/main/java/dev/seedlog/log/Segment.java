package dev.seedlog.log;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.env.DiskException;
import dev.seedlog.env.DiskFile;
import dev.seedlog.env.FileRegion;
import dev.seedlog.env.OpenMode;
import dev.seedlog.record.RecordBatch;
import java.util.ArrayList;
import java.util.List;

/**
 * A piece of a log: one file of batches, and its indexes. Its base offset, the name of its files, is not larger than
 * its first record's; no record is more than {@link Integer#MAX_VALUE} offsets behind it.
 */
final class Segment {

    private static final String[] SUFFIXES = {
        LogFileNames.LOG, LogFileNames.INDEX, LogFileNames.TIME_INDEX, LogFileNames.TXN_INDEX};

    private final LogContext context;
    private final String directory;
    private final long baseOffset;
    private final LogFile file;
    private final OffsetIndex offsetIndex;
    private final TimeIndex timeIndex;
    private final TransactionIndex transactionIndex;
    private final long rollJitterMs;
    /** What stands behind the names of the file of batches, and of the others, while a compaction replaces them. */
    private String logEnding;
    private String indexEnding;
    private long createdMs;
    private int sizeBytes;
    private long bytesSinceIndexEntry;
    private long maxTimestampMs = RecordBatch.NO_TIMESTAMP;
    private long maxTimestampOffset;
    private long firstBatchTimestampMs = RecordBatch.NO_TIMESTAMP;
    private boolean firstBatchTimestampKnown;
    private boolean transactionsLost;

    private Segment(LogContext context, String directory, long baseOffset, LogConfig config, OpenMode mode,
                    String ending) {
        this.context = context;
        this.directory = directory;
        this.baseOffset = baseOffset;
        this.logEnding = ending;
        this.indexEnding = ending;
        this.file = LogFile.open(context, path(LogFileNames.LOG), mode);
        this.offsetIndex = new OffsetIndex(context, path(LogFileNames.INDEX), baseOffset,
                config.segmentIndexBytes());
        this.timeIndex = new TimeIndex(context, path(LogFileNames.TIME_INDEX), baseOffset,
                config.segmentIndexBytes());
        this.transactionIndex = new TransactionIndex(context, path(LogFileNames.TXN_INDEX), baseOffset);
        this.createdMs = context.clock().epochMillis();
        this.maxTimestampOffset = baseOffset;
        this.rollJitterMs = config.segmentJitterMs() <= 0 ? 0
                : context.random().nextInt((int) Math.min(Integer.MAX_VALUE,
                        Math.min(config.segmentJitterMs(), config.segmentMs())) + 1);
    }

    /** An empty segment. Files of its name that are left over are emptied. */
    static Segment create(LogContext context, String directory, long baseOffset, LogConfig config) {
        return create(context, directory, baseOffset, config, "");
    }

    /** An empty segment that a compaction fills, under names that do not count yet. */
    static Segment createCleaned(LogContext context, String directory, long baseOffset, LogConfig config) {
        return create(context, directory, baseOffset, config, LogFileNames.CLEANED);
    }

    private static Segment create(LogContext context, String directory, long baseOffset, LogConfig config,
                                  String ending) {
        Segment segment = new Segment(context, directory, baseOffset, config, OpenMode.CREATE, ending);
        if (segment.file.size() > 0) {
            segment.file.truncate(0);
        }
        for (String suffix : List.of(LogFileNames.INDEX, LogFileNames.TIME_INDEX, LogFileNames.TXN_INDEX)) {
            SmallFiles.deleteIfExists(context.disk(), segment.path(suffix));
        }
        return segment;
    }

    /**
     * A segment that is there; its indexes are not read yet.
     *
     * @throws CorruptFileException if its file is larger than any segment's
     */
    static Segment open(LogContext context, String directory, long baseOffset, LogConfig config) {
        Segment segment = new Segment(context, directory, baseOffset, config, OpenMode.READ_WRITE, "");
        long size = segment.file.size();
        if (size > Integer.MAX_VALUE) {
            segment.file.close();
            throw new CorruptFileException(segment.path(LogFileNames.LOG), size + " bytes are too many");
        }
        segment.sizeBytes = (int) size;
        return segment;
    }

    /** Reads the indexes; false if one is missing or cannot be right, so that they must be made again. */
    boolean openIndexes() {
        boolean transactions = context.disk().exists(path(LogFileNames.TXN_INDEX));
        if (transactions && !transactionIndex.open()) {
            return false;
        }
        if (!context.disk().exists(path(LogFileNames.INDEX))
                || !context.disk().exists(path(LogFileNames.TIME_INDEX))) {
            return false;
        }
        if (!offsetIndex.open(sizeBytes) || !timeIndex.open()) {
            return false;
        }
        maxTimestampMs = timeIndex.lastTimestamp();
        maxTimestampOffset = timeIndex.lastOffset();
        return true;
    }

    /** Forgets what the indexes hold: the batches will be noted again, one by one. */
    void resetIndexes() {
        if (transactionIndex.file() == null && context.disk().exists(path(LogFileNames.TXN_INDEX))) {
            transactionIndex.open();
        }
        offsetIndex.reset();
        timeIndex.reset();
        transactionIndex.reset();
        transactionsLost = true;
        maxTimestampMs = RecordBatch.NO_TIMESTAMP;
        maxTimestampOffset = baseOffset;
        bytesSinceIndexEntry = 0;
    }

    /**
     * Writes batches behind the others, in one operation. Their indexes follow by {@link #noteBatch}.
     *
     * @throws DiskException if that failed; then what was written is cut away again as far as the disk allows
     */
    void write(BufferSlice[] parts, int count, int lengthBytes) {
        try {
            file.write(sizeBytes, parts, count);
        } catch (DiskException e) {
            try {
                CutMarker.put(context.disk(), directory);
                file.truncate(sizeBytes);
                context.probes().hit("log.write.cut");
            } catch (DiskException second) {
                e.addSuppressed(second);
            }
            throw e;
        }
        sizeBytes += lengthBytes;
    }

    /** Notes a batch that lies at {@code position}: the one behind those noted before. */
    void noteBatch(RecordBatch batch, int position, int indexIntervalBytes) {
        long timestampMs = batch.maxTimestamp();
        if (position == 0) {
            firstBatchTimestampMs = timestampMs;
            firstBatchTimestampKnown = true;
        }
        noteTimestamp(batch);
        if (bytesSinceIndexEntry > indexIntervalBytes) {
            offsetIndex.append(batch.lastOffset(), position);
            timeIndex.maybeAppend(maxTimestampMs, maxTimestampOffset);
            bytesSinceIndexEntry = 0;
        }
        bytesSinceIndexEntry += batch.sizeBytes();
    }

    void noteAborted(AbortedTransaction aborted) {
        transactionIndex.append(aborted);
    }

    /** Whether the index of aborted transactions is to be made again while the producers' state is. */
    boolean transactionsLost() {
        return transactionsLost;
    }

    void onTransactionsFound() {
        transactionsLost = false;
    }

    /** Whether batches of this size, timestamp and last offset must not go here any more. */
    boolean shouldRoll(LogConfig config, int batchesBytes, int queuedBytes, long timestampMs, long lastOffset) {
        return (long) sizeBytes + queuedBytes > (long) config.segmentBytes() - batchesBytes
                && sizeBytes + queuedBytes > 0
                || context.faults().at("log.roll")
                || sizeBytes > 0 && waitedMs(timestampMs) > config.segmentMs() - rollJitterMs
                || offsetIndex.isFull() || timeIndex.isFull()
                || lastOffset - baseOffset > Integer.MAX_VALUE;
    }

    private long waitedMs(long timestampMs) {
        long first = firstBatchTimestampMs();
        return first >= 0 ? timestampMs - first : context.clock().epochMillis() - createdMs;
    }

    /** The largest timestamp of the first batch; negative if there is none. */
    long firstBatchTimestampMs() {
        if (!firstBatchTimestampKnown) {
            BatchScan scan = context.scan().start(file, 0, sizeBytes, RecordBatch.HEADER_SIZE_BYTES);
            if (scan.next() == BatchScan.Step.BATCH) {
                firstBatchTimestampMs = scan.batch().maxTimestamp();
            }
            firstBatchTimestampKnown = true;
        }
        return firstBatchTimestampMs;
    }

    /**
     * Moves the scan to the batch with {@code offset}, or the next one behind, searching from {@code from} on at least.
     *
     * @return whether there is one
     * @throws CorruptFileException if what lies there is no batch
     */
    boolean locate(long offset, int from) {
        int start = Math.max(from, offsetIndex.lookup(offset));
        BatchScan scan = context.scan().start(file, start, sizeBytes, BatchScan.LOOKUP_BYTES);
        while (true) {
            BatchScan.Step step = scan.next();
            if (step == BatchScan.Step.END) {
                return false;
            }
            if (step == BatchScan.Step.INVALID) {
                throw corrupt(scan);
            }
            if (scan.batch().lastOffset() >= offset) {
                return true;
            }
        }
    }

    /** Moves the scan to the first batch from {@code fromOffset} on with a timestamp not smaller; false if none. */
    boolean locateTimestamp(long timestampMs, long fromOffset) {
        if (maxTimestampMs < timestampMs || !locate(Math.max(timeIndex.lookupBefore(timestampMs), fromOffset), 0)) {
            return false;
        }
        BatchScan scan = context.scan();
        while (scan.batch().maxTimestamp() < timestampMs) {
            BatchScan.Step step = scan.next();
            if (step == BatchScan.Step.INVALID) {
                throw corrupt(scan);
            }
            if (step == BatchScan.Step.END) {
                return false;
            }
        }
        return true;
    }

    /** Where a search for {@code offset} begins to read. */
    int positionBefore(long offset) {
        return offsetIndex.lookup(offset);
    }

    private CorruptFileException corrupt(BatchScan scan) {
        return new CorruptFileException(path(LogFileNames.LOG), "at position " + scan.position() + ": "
                + scan.problem());
    }

    /** The offset behind the last batch, read from the file; -1 if its end is not the end of a batch. */
    long readNextOffset() {
        long next = baseOffset;
        BatchScan scan = context.scan().start(file, offsetIndex.lastPosition(), sizeBytes, BatchScan.LOOKUP_BYTES);
        while (true) {
            BatchScan.Step step = scan.next();
            if (step != BatchScan.Step.BATCH) {
                return step == BatchScan.Step.END ? next : -1;
            }
            noteTimestamp(scan.batch());
            next = scan.batch().nextOffset();
        }
    }

    /**
     * Drops the batch with {@code offset} and all behind it.
     *
     * @return the offset at which the segment ends now: smaller than {@code offset} if that was within a batch
     */
    long truncateTo(long offset) {
        long end = offset;
        int position = sizeBytes;
        if (locate(offset, 0)) {
            position = (int) context.scan().position();
            end = Math.min(offset, context.scan().batch().baseOffset());
        }
        cutAt(position, end);
        return end;
    }

    /** Cuts the file at {@code position}, where the batches up to {@code endOffset} end. */
    void cutAt(int position, long endOffset) {
        offsetIndex.truncateTo(endOffset);
        timeIndex.truncateTo(endOffset);
        transactionIndex.truncateTo(endOffset);
        file.truncate(position);
        sizeBytes = position;
        bytesSinceIndexEntry = 0;
        maxTimestampMs = timeIndex.lastTimestamp();
        maxTimestampOffset = timeIndex.lastOffset();
        if (position == 0) {
            createdMs = context.clock().epochMillis();
            firstBatchTimestampKnown = false;
            firstBatchTimestampMs = RecordBatch.NO_TIMESTAMP;
        } else {
            noteTimestampsBehind(timeIndex.lastOffset());
        }
    }

    private void noteTimestampsBehind(long offset) {
        BatchScan scan = context.scan().start(file, offsetIndex.lookup(offset), sizeBytes, BatchScan.LOOKUP_BYTES);
        while (scan.next() == BatchScan.Step.BATCH) {
            noteTimestamp(scan.batch());
        }
    }

    /** A batch of which compaction left the header has a timestamp, but no record that one could look for. */
    private void noteTimestamp(RecordBatch batch) {
        if (batch.maxTimestamp() > maxTimestampMs && batch.recordCount() > 0) {
            maxTimestampMs = batch.maxTimestamp();
            maxTimestampOffset = batch.lastOffset();
        }
    }

    /** Writes the indexes, with the last timestamp: no batch follows, or the log closes. */
    void seal() {
        timeIndex.maybeAppend(maxTimestampMs, maxTimestampOffset);
        offsetIndex.seal();
        timeIndex.seal();
    }

    /** Adds the indexes' files; {@link #seal} wrote them. */
    void addIndexFiles(List<DiskFile> files) {
        files.add(offsetIndex.file());
        files.add(timeIndex.file());
        if (transactionIndex.file() != null) {
            files.add(transactionIndex.file());
        }
    }

    /** Gives the files the names of deleted ones, and says which these are. */
    List<String> renameDeleted() {
        List<String> renamed = new ArrayList<>(SUFFIXES.length);
        for (String suffix : SUFFIXES) {
            String path = path(suffix);
            if (context.disk().exists(path)) {
                context.disk().rename(path, path + LogFileNames.DELETED);
                renamed.add(path + LogFileNames.DELETED);
            }
        }
        file.renamed(path(LogFileNames.LOG) + LogFileNames.DELETED);
        indexesRenamed(LogFileNames.DELETED);
        return renamed;
    }

    /** Deletes the files at once. */
    void delete() {
        close();
        for (String suffix : SUFFIXES) {
            SmallFiles.deleteIfExists(context.disk(), path(suffix));
        }
    }

    void close() {
        file.close();
        offsetIndex.close();
        timeIndex.close();
        transactionIndex.close();
    }

    /** Gives the file of batches the name with another ending; that of {@code ""} counts. */
    void renameLog(String ending) {
        String old = path(LogFileNames.LOG);
        logEnding = ending;
        context.disk().rename(old, path(LogFileNames.LOG));
        file.renamed(path(LogFileNames.LOG));
    }

    /** Gives the index files the names with another ending. */
    void renameIndexes(String ending) {
        for (String suffix : List.of(LogFileNames.INDEX, LogFileNames.TIME_INDEX, LogFileNames.TXN_INDEX)) {
            String plain = LogFileNames.file(directory, baseOffset, suffix);
            if (context.disk().exists(plain + indexEnding)) {
                context.disk().rename(plain + indexEnding, plain + ending);
            }
        }
        indexEnding = ending;
        indexesRenamed("");
    }

    private void indexesRenamed(String suffix) {
        offsetIndex.renamed(path(LogFileNames.INDEX) + suffix);
        timeIndex.renamed(path(LogFileNames.TIME_INDEX) + suffix);
        transactionIndex.renamed(path(LogFileNames.TXN_INDEX) + suffix);
    }

    /** Takes the age of the segment that it replaces. */
    void inheritAge(Segment replaced) {
        createdMs = replaced.createdMs;
    }

    private String path(String suffix) {
        return LogFileNames.file(directory, baseOffset, suffix)
                + (suffix.equals(LogFileNames.LOG) ? logEnding : indexEnding);
    }

    FileRegion region(int position, int lengthBytes) {
        return file.region(position, lengthBytes);
    }

    DiskFile file() {
        return file;
    }

    long baseOffset() {
        return baseOffset;
    }

    int sizeBytes() {
        return sizeBytes;
    }

    /** The largest timestamp of its batches, or {@link RecordBatch#NO_TIMESTAMP}. */
    long maxTimestampMs() {
        return maxTimestampMs;
    }

    long maxTimestampOffset() {
        return maxTimestampOffset;
    }

    /** What retention by time looks at: the largest timestamp; if there is none, when the segment was opened here. */
    long retentionTimestampMs() {
        return maxTimestampMs >= 0 ? maxTimestampMs : createdMs;
    }

    TransactionIndex transactions() {
        return transactionIndex;
    }

    OffsetIndex offsetIndex() {
        return offsetIndex;
    }

    /** Bytes of the larger one of the two indexes. */
    int indexSizeBytes() {
        return Math.max(offsetIndex.entries() * OffsetIndex.ENTRY_BYTES, timeIndex.entries() * TimeIndex.ENTRY_BYTES);
    }

    TimeIndex timeIndex() {
        return timeIndex;
    }

    @Override
    public String toString() {
        return "segment " + path(LogFileNames.LOG) + " of " + sizeBytes + " bytes";
    }
}
