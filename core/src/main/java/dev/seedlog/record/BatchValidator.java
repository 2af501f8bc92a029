package dev.seedlog.record;

import org.agrona.DirectBuffer;

/**
 * Decides whether what a producer sent for a partition may be appended, as a Kafka broker decides it.
 *
 * <p>In this order: there is a batch, of magic 2 (Produce 3 and later refuse formats 0 and 1 with INVALID_RECORD),
 * alone, of a known compression; its base offset is 0; it is not larger than allowed; its checksum is right; its counts
 * agree; it is no control batch; an idempotent producer gave it a sequence; then each record.
 *
 * <p>Every record is walked, decompressed through a bounded window; nothing is allocated for each.
 */
public final class BatchValidator {

    private static final short FIRST_PRODUCE_VERSION_WITH_ZSTD = 7;

    private final Codecs codecs;
    private final BatchCursor cursor = new BatchCursor();
    private final BatchValidation validation = new BatchValidation();

    private RecordReader reader;
    private int readerLimitBytes;

    /** A validator on a shard's codecs. */
    public BatchValidator(Codecs codecs) {
        this.codecs = codecs;
    }

    /**
     * Validates the payload that a Produce request has for one partition.
     *
     * @param produceVersion the request's version, 3 or later
     * @param nowMs the present, in milliseconds since 1970: what timestamps are compared with, and the append time
     * @return what was found; valid until the next call
     */
    public BatchValidation validate(DirectBuffer buffer, int offset, int lengthBytes, ValidationRules rules,
                                    short produceVersion, long nowMs) {
        validation.begin();
        try {
            if (loneBatch(buffer, offset, lengthBytes, produceVersion) && headerIsValid(cursor.batch(), rules)) {
                walk(cursor.batch(), rules, nowMs);
            }
        } catch (BadBatchException e) {
            validation.refuse(e.error(), e.getMessage());
        }
        return validation;
    }

    /** Leaves the cursor's batch at the only batch there is. */
    private boolean loneBatch(DirectBuffer buffer, int offset, int lengthBytes, short produceVersion) {
        if (magicOf(buffer, offset, lengthBytes) != RecordBatch.MAGIC) {
            return refuse(BatchError.INVALID, "a batch of magic " + magicOf(buffer, offset, lengthBytes)
                    + ", but only magic 2 is accepted");
        }
        BatchCursor.Step first = cursor.wrap(buffer, offset, lengthBytes).next();
        if (first == BatchCursor.Step.CORRUPT) {
            return refuse(BatchError.CORRUPT, cursor.problem());
        }
        if (first != BatchCursor.Step.BATCH) {
            return refuse(BatchError.INVALID, "there is no whole batch: "
                    + (first == BatchCursor.Step.END ? "nothing was sent" : cursor.problem()));
        }
        int sizeBytes = cursor.batch().sizeBytes();
        validation.sized(sizeBytes, cursor.batch().recordCount());
        int compressionId = cursor.batch().compressionId();
        if (!Compression.isKnown(compressionId)) {
            return refuse(BatchError.BAD_COMPRESSION, "compression " + compressionId + " does not exist");
        }
        if (compressionId == Compression.ZSTD.id() && produceVersion < FIRST_PRODUCE_VERSION_WITH_ZSTD) {
            return refuse(BatchError.BAD_COMPRESSION, "zstd needs Produce 7 or later, this was " + produceVersion);
        }
        BatchCursor.Step second = cursor.next();
        if (second == BatchCursor.Step.BATCH) {
            return refuse(BatchError.INVALID, "more than one batch was sent for a partition");
        }
        if (second == BatchCursor.Step.CORRUPT) {
            return refuse(BatchError.CORRUPT, cursor.problem());
        }
        // The beginning of another batch is cut away, as Kafka does: batchSizeBytes says where.
        cursor.wrap(buffer, offset, sizeBytes).next();
        return true;
    }

    private static int magicOf(DirectBuffer buffer, int offset, int lengthBytes) {
        boolean hasMagic = lengthBytes >= RecordBatch.SIZE_UP_TO_MAGIC_BYTES;
        return hasMagic ? buffer.getByte(offset + RecordBatch.MAGIC_AT) : RecordBatch.MAGIC;
    }

    private boolean headerIsValid(RecordBatch batch, ValidationRules rules) {
        if (batch.baseOffset() != 0) {
            return refuse(BatchError.INVALID, "the base offset is " + batch.baseOffset() + " where 0 is expected");
        }
        if (batch.sizeBytes() > rules.maxBatchBytes()) {
            return refuse(BatchError.TOO_LARGE, "the batch has " + batch.sizeBytes() + " bytes, more than the "
                    + rules.maxBatchBytes() + " of max.message.bytes");
        }
        if (!batch.isCrcValid()) {
            return refuse(BatchError.CORRUPT, "the checksum is " + batch.computeCrc() + " where " + batch.crc()
                    + " is stored");
        }
        int count = batch.recordCount();
        if (count <= 0 || batch.lastOffsetDelta() < 0 || count != batch.lastOffsetDelta() + 1L) {
            return refuse(BatchError.INVALID, "the batch says that it has " + count
                    + " records and that its last offset delta is " + batch.lastOffsetDelta());
        }
        if (batch.isControl()) {
            return refuse(BatchError.INVALID, "a producer may not write control records");
        }
        return producerIsConsistent(batch);
    }

    /** Of these Kafka finds some only when it rewrites the batch; no client sends them. */
    private boolean producerIsConsistent(RecordBatch batch) {
        if (batch.producerId() == RecordBatch.NO_PRODUCER_ID) {
            return !batch.isTransactional() || refuse(BatchError.INVALID, "a transactional batch has no producer id");
        }
        if (batch.producerId() < 0 || batch.producerEpoch() < 0 || batch.baseSequence() < 0) {
            return refuse(BatchError.INVALID, "producer " + batch.producerId() + " gave the epoch "
                    + batch.producerEpoch() + " and the sequence " + batch.baseSequence());
        }
        return true;
    }

    private void walk(RecordBatch batch, ValidationRules rules, long nowMs) {
        RecordReader records = readerFor(rules.maxDecompressedBytes()).wrap(batch);
        long largest = RecordBatch.NO_TIMESTAMP;
        int largestAt = batch.lastOffsetDelta();
        boolean consecutive = true;
        int defectCount = 0;
        while (records.skim()) {
            consecutive &= records.offsetDelta() == records.index();
            if (records.timestamp() > largest) {
                largest = records.timestamp();
                largestAt = records.index();
            }
            BatchError defect = defectOf(records, batch, rules, nowMs);
            if (defect != BatchError.NONE) {
                validation.defect(records.index(), defect);
                defectCount++;
            }
        }
        if (defectCount > 0) {
            validation.defective(defectCount);
            return;
        }
        if (rules.timestampType() == TimestampType.LOG_APPEND_TIME) {
            validation.timestamps(nowMs, batch.lastOffsetDelta());
        } else {
            validation.timestamps(largest, largestAt);
        }
        Compression stored = rules.compression().storedAs(batch.compression());
        validation.stored(stored, !consecutive || stored != batch.compression());
    }

    private static BatchError defectOf(RecordReader record, RecordBatch batch, ValidationRules rules, long nowMs) {
        if (rules.keysRequired() && !record.hasKey()) {
            return BatchError.INVALID;
        }
        if (rules.timestampType() == TimestampType.CREATE_TIME && record.timestamp() != RecordBatch.NO_TIMESTAMP) {
            // Wraps around for absurd timestamps, as Kafka's arithmetic does.
            long ageMs = nowMs - record.timestamp();
            boolean tooFar = ageMs > rules.timestampBeforeMaxMs() || -ageMs > rules.timestampAfterMaxMs();
            return tooFar ? BatchError.BAD_TIMESTAMP : BatchError.NONE;
        }
        boolean appendTime = batch.timestampType() == TimestampType.LOG_APPEND_TIME;
        return appendTime ? BatchError.BAD_TIMESTAMP : BatchError.NONE;
    }

    private RecordReader readerFor(int maxDecompressedBytes) {
        if (reader == null || readerLimitBytes != maxDecompressedBytes) {
            reader = new RecordReader(codecs, maxDecompressedBytes);
            readerLimitBytes = maxDecompressedBytes;
        }
        return reader;
    }

    private boolean refuse(BatchError error, String message) {
        validation.refuse(error, message);
        return false;
    }
}
