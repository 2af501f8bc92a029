package dev.seedlog.log;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.record.BatchBuilder;
import dev.seedlog.record.Codecs;
import dev.seedlog.record.Compression;
import dev.seedlog.record.CompressionLevels;
import dev.seedlog.record.MutableRecordBatch;
import dev.seedlog.record.RecordBatch;
import dev.seedlog.record.RecordReader;
import dev.seedlog.record.TimestampType;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What compaction leaves of a batch: all of it, a new batch with the same offsets and some of its records, its header
 * alone, or nothing.
 *
 * <p>A record stays if no newer one has its key. A tombstone stays, too, until {@code delete.retention.ms} after the
 * first compaction that saw it, for readers that are behind: its batch carries that time (KIP-534), and so does the
 * batch of a marker whose transaction is gone. The header of a producer's last batch stays, because it has the
 * producer's sequence, and that of the last batch that is looked at, because it tells where the log had got.
 */
final class BatchFilter {

    private final RecordReader reader;
    private final BatchBuilder builder;
    private final KeyOffsets keys;
    private final UnsafeBuffer header = new UnsafeBuffer(new byte[RecordBatch.HEADER_SIZE_BYTES]);
    private final MutableRecordBatch mutable = new MutableRecordBatch();
    private ProducerStates producers;
    private long mappedEndOffset;
    private long rangeEndOffset;
    private long nowMs;
    private long deleteRetentionMs;

    private int kept;
    private boolean tombstoneKept;

    BatchFilter(Codecs codecs, KeyOffsets keys) {
        this.reader = new RecordReader(codecs, RecordReader.DEFAULT_MAX_DECOMPRESSED_BYTES);
        this.builder = new BatchBuilder(codecs, CompressionLevels.DEFAULT);
        this.keys = keys;
    }

    /**
     * Begins with a log.
     *
     * @param mappedEnd records from this offset on are not in the map, and stay
     * @param rangeEnd where the compaction as a whole ends
     */
    void begin(LogState log, long mappedEnd, long rangeEnd) {
        producers = log.producers;
        mappedEndOffset = mappedEnd;
        rangeEndOffset = rangeEnd;
        nowMs = log.context.clock().epochMillis();
        deleteRetentionMs = log.config.compaction().deleteRetentionMs();
    }

    /**
     * What is left of a batch, or null if nothing is; valid until the next call.
     *
     * @param discarded whether transactions say that its records have no meaning any more
     * @throws dev.seedlog.record.BadBatchException if the records cannot be read
     */
    BufferSlice filter(RecordBatch batch, boolean discarded) {
        boolean emptyMarker = discarded && batch.isControl();
        boolean drops = discarded
                && (!batch.isControl() || batch.hasDeleteHorizon() && batch.baseTimestamp() <= nowMs);
        kept = 0;
        tombstoneKept = false;
        if (!drops) {
            look(batch);
        }
        if (kept == 0) {
            return isLastOfProducer(batch) || batch.nextOffset() == rangeEndOffset ? headerOf(batch) : null;
        }
        boolean newHorizon = (tombstoneKept || emptyMarker) && !batch.hasDeleteHorizon();
        if (kept == batch.recordCount() && !newHorizon) {
            return new BufferSlice(batch.buffer(), batch.bufferOffset(), batch.sizeBytes());
        }
        return rewrite(batch, newHorizon);
    }

    private void look(RecordBatch batch) {
        for (reader.wrap(batch); reader.next();) {
            if (stays(batch)) {
                kept++;
                tombstoneKept |= !reader.hasValue();
            }
        }
    }

    private boolean stays(RecordBatch batch) {
        if (batch.isControl() || reader.offset() >= mappedEndOffset) {
            return true;
        }
        if (!reader.hasKey()) {
            // From before the topic was compacted: nothing else could ever remove it.
            return false;
        }
        long newest = keys.offsetOf(reader.buffer(), reader.keyOffset(), reader.keyLength());
        boolean expired = !reader.hasValue() && batch.hasDeleteHorizon() && nowMs >= batch.baseTimestamp();
        return reader.offset() >= newest && !expired;
    }

    private boolean isLastOfProducer(RecordBatch batch) {
        ProducerEntry entry = batch.hasProducerId() ? producers.entry(batch.producerId()) : null;
        if (entry == null) {
            return false;
        }
        return entry.lastOffset() >= 0 ? batch.lastOffset() == entry.lastOffset()
                : batch.isControl() && batch.producerEpoch() == entry.epoch();
    }

    private BufferSlice headerOf(RecordBatch batch) {
        header.putBytes(0, batch.buffer(), batch.bufferOffset(), RecordBatch.HEADER_SIZE_BYTES);
        mutable.wrap(header, 0).removeRecords();
        return new BufferSlice(header, 0, RecordBatch.HEADER_SIZE_BYTES);
    }

    private BufferSlice rewrite(RecordBatch batch, boolean newHorizon) {
        builder.begin(batch.baseOffset(), Compression.forId(batch.compressionId()))
                .leaderEpoch(batch.partitionLeaderEpoch())
                .producer(batch.producerId(), batch.producerEpoch(), batch.baseSequence())
                .transactional(batch.isTransactional())
                .control(batch.isControl());
        if (newHorizon) {
            long horizon = nowMs + deleteRetentionMs;
            builder.deleteHorizon(horizon < nowMs ? Long.MAX_VALUE : horizon);
        } else if (batch.hasDeleteHorizon()) {
            builder.deleteHorizon(batch.baseTimestamp());
        }
        if (batch.timestampType() == TimestampType.LOG_APPEND_TIME) {
            builder.appendTime(batch.maxTimestamp());
        }
        for (reader.wrap(batch); reader.next();) {
            if (stays(batch)) {
                builder.appendCopyAt(reader.offsetDelta(), reader);
            }
        }
        return builder.build(batch.lastOffsetDelta());
    }
}
