package dev.seedlog.broker.quorum;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.env.Disk;
import dev.seedlog.env.DiskException;
import dev.seedlog.env.DiskFile;
import dev.seedlog.env.OpenMode;
import dev.seedlog.log.CorruptFileException;
import dev.seedlog.metadata.MetadataRecord;
import dev.seedlog.metadata.MetadataRecordCodec;
import dev.seedlog.raft.ControlRecord;
import dev.seedlog.raft.message.ControlRecords;
import dev.seedlog.record.BadBatchException;
import dev.seedlog.record.BatchCursor;
import dev.seedlog.record.ControlRecordType;
import dev.seedlog.record.RecordBatch;
import dev.seedlog.record.RecordReader;
import dev.seedlog.wire.WireFormatException;
import dev.seedlog.wire.WireReader;
import dev.seedlog.wire.message.SnapshotHeaderRecord;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** Reads snapshot files, and {@code bootstrap.checkpoint}, which has the same form. */
final class SnapshotReader {

    private static final int WINDOW_BYTES = 1024 * 1024;
    private static final int LARGEST_BATCH_BYTES = 64 * 1024 * 1024;
    private static final long NONE = -1;

    private final Disk disk;
    private final RecordReader reader;
    private final BatchCursor cursor = new BatchCursor();

    SnapshotReader(Disk disk, RecordReader reader) {
        this.disk = disk;
        this.reader = reader;
    }

    /**
     * What a snapshot says.
     *
     * @param lastContainedTimestampMs the timestamp of the last record that it stands for, or -1 if it does not say
     * @param controls voters and versions; their offsets do not matter
     * @param records the metadata; their offsets do not matter
     */
    record Content(long lastContainedTimestampMs, List<ControlRecord> controls, List<MetadataRecord> records) {
    }

    /**
     * Reads a whole snapshot.
     *
     * @param offset what errors say of where the records are
     * @throws CorruptFileException if the file is damaged, or has no end
     */
    Content read(String path, long offset) {
        List<ControlRecord> controls = new ArrayList<>();
        List<MetadataRecord> records = new ArrayList<>();
        long[] timestampMs = {NONE};
        boolean[] complete = {false};
        forEachBatch(path, batch -> {
            if (complete[0]) {
                throw new CorruptFileException(path, "there is more behind its last record");
            }
            if (batch.isControl()) {
                ControlRecords.collect(reader, batch, controls);
                complete[0] = frame(path, batch, timestampMs);
            } else {
                decode(reader, batch, offset, records);
            }
        });
        if (!complete[0]) {
            throw new CorruptFileException(path, "its last record is missing");
        }
        return new Content(timestampMs[0], controls, records);
    }

    /** Only the control records of a snapshot, and its time: they are in its first batch. */
    Content readControls(String path) {
        List<ControlRecord> controls = new ArrayList<>();
        long[] timestampMs = {NONE};
        forEachBatch(path, batch -> {
            if (batch.isControl()) {
                ControlRecords.collect(reader, batch, controls);
                frame(path, batch, timestampMs);
            }
        });
        return new Content(timestampMs[0], controls, List.of());
    }

    /** Decodes the metadata records of a batch. */
    static void decode(RecordReader reader, RecordBatch batch, long errorOffset, List<MetadataRecord> into) {
        reader.wrap(batch);
        while (reader.next()) {
            into.add(MetadataRecordCodec.read(reader.hasValue() ? reader.value() : BufferSlice.EMPTY, errorOffset));
        }
    }

    private boolean frame(String path, RecordBatch batch, long[] timestampMs) {
        boolean footer = false;
        reader.wrap(batch);
        while (reader.next()) {
            ControlRecordType type = ControlRecordType.of(reader);
            footer |= type == ControlRecordType.SNAPSHOT_FOOTER;
            if (type == ControlRecordType.SNAPSHOT_HEADER && reader.hasValue()) {
                try {
                    timestampMs[0] = SnapshotHeaderRecord.read(new WireReader().wrap(reader.value()), (short) 0)
                            .lastContainedLogTimestamp();
                } catch (WireFormatException e) {
                    throw new CorruptFileException(path, "its header: " + e.getMessage());
                }
            }
        }
        return footer;
    }

    /** Visits the batches of a log's segment, up to the first that is damaged; whether there is none. */
    boolean forEachWholeBatch(String path, BatchVisitor visitor) {
        try {
            forEachBatch(path, visitor);
            return true;
        } catch (CorruptFileException e) {
            return false;
        }
    }

    private void forEachBatch(String path, BatchVisitor visitor) {
        DiskFile file = disk.open(path, OpenMode.READ);
        try {
            long size = file.size();
            UnsafeBuffer window = new UnsafeBuffer(new byte[(int) Math.min(size, WINDOW_BYTES)]);
            long position = 0;
            while (position < size) {
                int length = (int) Math.min(window.capacity(), size - position);
                readFully(file, position, window, length);
                int used = visit(path, window, length, visitor);
                if (used == 0) {
                    window = larger(path, window, length, size - position);
                }
                position += used;
            }
        } catch (BadBatchException e) {
            throw new CorruptFileException(path, e.getMessage());
        } finally {
            file.close();
        }
    }

    /** Makes room for a batch that does not fit, if there can be one. */
    private static UnsafeBuffer larger(String path, UnsafeBuffer window, int length, long remaining) {
        boolean whole = length == remaining || length < RecordBatch.LENGTH_PREFIX_BYTES;
        long batchBytes = whole ? Long.MAX_VALUE : RecordBatch.LENGTH_PREFIX_BYTES
                + (long) window.getInt(Long.BYTES, java.nio.ByteOrder.BIG_ENDIAN);
        if (batchBytes > Math.min(remaining, LARGEST_BATCH_BYTES)) {
            throw new CorruptFileException(path, "it ends within a batch");
        }
        return new UnsafeBuffer(new byte[(int) batchBytes]);
    }

    private static void readFully(DiskFile file, long position, UnsafeBuffer into, int length) {
        int read = file.read(position, into, 0, length);
        if (read != length) {
            throw new DiskException(DiskException.Kind.IO_ERROR, file.path(), "read " + read + " of " + length
                    + " bytes", null);
        }
    }

    private int visit(String path, UnsafeBuffer window, int length, BatchVisitor visitor) {
        cursor.wrap(window, 0, length);
        int end = 0;
        BatchCursor.Step step = cursor.next();
        while (step == BatchCursor.Step.BATCH) {
            if (!cursor.batch().isCrcValid()) {
                throw new CorruptFileException(path, "a batch has a wrong checksum");
            }
            end = cursor.position();
            visitor.onBatch(cursor.batch());
            step = cursor.next();
        }
        if (step == BatchCursor.Step.CORRUPT) {
            throw new CorruptFileException(path, cursor.problem());
        }
        return end;
    }
}
