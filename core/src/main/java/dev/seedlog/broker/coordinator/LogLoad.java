package dev.seedlog.broker.coordinator;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.base.Invariant;
import dev.seedlog.env.DiskException;
import dev.seedlog.env.FileRegion;
import dev.seedlog.group.GroupRecord;
import dev.seedlog.group.GroupRecordCodec;
import dev.seedlog.log.CorruptFileException;
import dev.seedlog.log.LogDirectoryOffline;
import dev.seedlog.log.LogRead;
import dev.seedlog.log.PartitionLog;
import dev.seedlog.record.BadBatchException;
import dev.seedlog.record.BatchCursor;
import dev.seedlog.record.BatchError;
import dev.seedlog.record.RecordBatch;
import dev.seedlog.record.RecordReader;
import dev.seedlog.wire.UnsupportedVersionException;
import dev.seedlog.wire.WireFormatException;
import org.agrona.ExpandableArrayBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a partition of {@code __consumer_offsets} from its beginning to its end, so much each turn that the shard's
 * other work goes on meanwhile.
 */
final class LogLoad {

    private static final Logger LOG = LoggerFactory.getLogger(LogLoad.class);

    private static final int STEP_BYTES = 1_024 * 1_024;
    /** Most partitions hold little; the buffer grows to what a step reads. */
    private static final int FIRST_BYTES = 4 * 1_024;

    /** Takes the records, in the order of the log. */
    interface Target {

        /** A record that counts. */
        void replay(GroupRecord record, long offset);
    }

    private final PartitionLog log;
    private final Target target;
    private final RecordReader records;
    private final TransactionalOffsets transactions;
    private final BatchCursor cursor = new BatchCursor();
    private final ExpandableArrayBuffer bytes = new ExpandableArrayBuffer(FIRST_BYTES);
    private LoadStage stage = LoadStage.READING;
    private long position;

    LogLoad(PartitionLog log, RecordReader records, Target target) {
        this.log = log;
        this.records = records;
        this.target = target;
        this.transactions = new TransactionalOffsets(target);
        this.position = log.logStartOffset();
    }

    LoadStage stage() {
        return stage;
    }

    /** Reads one step further. */
    LoadStage advance() {
        Invariant.check(stage == LoadStage.READING, "coordinator-load-once", "nothing is read once it is " + stage);
        try {
            step();
            // What an earlier epoch has queued is part of the log too; it is written at the turn's end.
            if (position >= log.queuedEndOffset()) {
                become(LoadStage.LOADED);
            }
        } catch (BadBatchException | WireFormatException | UnsupportedVersionException | CorruptFileException
                | DiskException | LogDirectoryOffline e) {
            LOG.error("the groups of {} are not served yet, because it cannot be read from offset {} on: {}",
                    log.partition(), position, e.getMessage());
            become(LoadStage.FAILED);
        }
        return stage;
    }

    private void step() {
        position = Math.max(position, log.logStartOffset());
        if (position >= log.logEndOffset()) {
            return;
        }
        LogRead found = log.read(position, STEP_BYTES, true, log.logEndOffset());
        if (found.region() == null) {
            // What was there last is compacted away.
            position = log.logEndOffset();
            return;
        }
        try {
            replay(found.region());
        } finally {
            found.region().release();
        }
    }

    private void replay(FileRegion region) {
        int sizeBytes = region.sizeBytes();
        bytes.checkLimit(sizeBytes);
        int read = region.read(0, bytes, 0, sizeBytes);
        if (read < sizeBytes) {
            throw new BadBatchException(BatchError.INVALID, "the file was truncated meanwhile");
        }
        long before = position;
        BatchCursor.Step step = cursor.wrap(bytes, 0, sizeBytes).next();
        for (; step == BatchCursor.Step.BATCH; step = cursor.next()) {
            replay(cursor.batch());
        }
        if (step == BatchCursor.Step.CORRUPT || position == before) {
            throw new BadBatchException(BatchError.INVALID, cursor.problem());
        }
    }

    private void replay(RecordBatch batch) {
        if (!batch.isCrcValid()) {
            throw new BadBatchException(BatchError.INVALID, "the checksum of " + batch + " is wrong");
        }
        records.wrap(batch);
        while (records.next()) {
            if (batch.isControl()) {
                transactions.marker(batch.producerId(), records);
            } else if (records.hasKey() && records.offset() >= position) {
                replayRecord(batch);
            }
        }
        position = batch.nextOffset();
    }

    private void replayRecord(RecordBatch batch) {
        BufferSlice value = records.hasValue() ? records.value() : null;
        GroupRecord record = GroupRecordCodec.read(records.key(), value);
        if (record == null) {
            return;
        }
        if (batch.isTransactional()) {
            transactions.pending(batch.producerId(), record, records.offset());
        } else {
            target.replay(record, records.offset());
        }
    }

    private void become(LoadStage next) {
        Invariant.check(stage.canBecome(next), "coordinator-load-stage", stage + " cannot become " + next);
        stage = next;
    }
}
