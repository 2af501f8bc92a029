package dev.seedlog.specs.record;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.record.BatchBuilder;
import dev.seedlog.record.BatchValidation;
import dev.seedlog.record.BatchValidator;
import dev.seedlog.record.Compression;
import dev.seedlog.record.CompressionLevels;
import dev.seedlog.record.CompressionPolicy;
import dev.seedlog.record.ControlRecordType;
import dev.seedlog.record.EndTransactionMarker;
import dev.seedlog.record.MutableRecordBatch;
import dev.seedlog.record.RecordBatch;
import dev.seedlog.record.Sequences;
import dev.seedlog.record.TimestampType;
import dev.seedlog.record.ValidationRules;
import dev.seedlog.specs.record.Samples.Sample;
import java.nio.ByteBuffer;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.agrona.concurrent.UnsafeBuffer;
import org.apache.kafka.common.record.internal.DefaultRecordBatch;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.junit.jupiter.api.Test;

/** What Kafka builds, we read and accept; what we build, Kafka reads; uncompressed bytes are the same. */
class RecordsMatchKafkaTest {

    private static final ValidationRules ANYTHING = new ValidationRules(false, Integer.MAX_VALUE,
            TimestampType.CREATE_TIME, Long.MAX_VALUE, Long.MAX_VALUE, CompressionPolicy.PRODUCER, 1 << 28);

    @Provide
    Arbitrary<List<Sample>> samples() {
        return Samples.lists();
    }

    @Property(tries = 200)
    void kafkasBatchesAreReadAndAccepted(@ForAll("samples") List<Sample> samples, @ForAll Compression compression) {
        byte[] bytes = Samples.kafkas(compression, samples);
        assertEquals(Samples.readByKafka(bytes), Samples.readByUs(bytes));
        BatchValidation result = new BatchValidator(Samples.CODECS)
                .validate(new UnsafeBuffer(bytes), 0, bytes.length, ANYTHING, (short) 9, Samples.NOW);
        assertTrue(result.isValid(), result.message());
        assertEquals(Samples.wrap(bytes).maxTimestamp(), result.maxTimestamp());
    }

    @Property(tries = 200)
    void ourBatchesAreReadByKafka(@ForAll("samples") List<Sample> samples, @ForAll Compression compression) {
        byte[] bytes = Samples.ours(compression, samples);
        assertEquals(Samples.readByUs(bytes), Samples.readByKafka(bytes));
    }

    @Property(tries = 200)
    void uncompressedBytesAreTheSame(@ForAll("samples") List<Sample> samples) {
        assertArrayEquals(Samples.kafkas(Compression.NONE, samples), Samples.ours(Compression.NONE, samples));
    }

    @Property(tries = 100)
    void everyFieldAndPatchIsSeenAlike(@ForAll("samples") List<Sample> samples, @ForAll Compression compression,
                                       @ForAll long baseOffset, @ForAll int epoch) {
        byte[] bytes = Samples.kafkas(compression, samples);
        MutableRecordBatch patch = new MutableRecordBatch().wrap(new UnsafeBuffer(bytes), 0);
        patch.baseOffset(baseOffset >>> 2);
        patch.partitionLeaderEpoch(epoch);
        patch.maxTimestamp(TimestampType.LOG_APPEND_TIME, 12_345);

        DefaultRecordBatch kafka = (DefaultRecordBatch) MemoryRecords.readableRecords(ByteBuffer.wrap(bytes))
                .batches().iterator().next();
        RecordBatch ours = patch.batch();
        kafka.ensureValid();
        assertEquals(kafka.baseOffset(), ours.baseOffset());
        assertEquals(kafka.lastOffset(), ours.lastOffset());
        assertEquals(kafka.nextOffset(), ours.nextOffset());
        assertEquals(kafka.partitionLeaderEpoch(), ours.partitionLeaderEpoch());
        assertEquals(kafka.maxTimestamp(), ours.maxTimestamp());
        assertEquals(kafka.baseTimestamp(), ours.baseTimestamp());
        assertEquals(kafka.timestampType().name, ours.timestampType().configName());
        assertEquals(kafka.checksum(), ours.crc());
        assertEquals(kafka.sizeInBytes(), ours.sizeBytes());
        assertEquals(kafka.lastSequence(), ours.lastSequence());
        assertEquals(kafka.countOrNull(), ours.recordCount());
        assertEquals(Samples.readByKafka(bytes), Samples.readByUs(bytes));
    }

    @Property(tries = 300)
    void sequencesWrapAlike(@ForAll int sequence, @ForAll int step) {
        int from = sequence & Integer.MAX_VALUE;
        int by = step & Integer.MAX_VALUE;
        assertEquals(DefaultRecordBatch.incrementSequence(from, by),
                Sequences.increment(from, by));
        assertEquals(DefaultRecordBatch.decrementSequence(from, by),
                Sequences.decrement(from, by));
    }

    @Test
    void markersOfTransactionsAreTheSameBytes() {
        for (boolean commit : new boolean[] {true, false}) {
            var kafkaType = commit ? org.apache.kafka.common.record.internal.ControlRecordType.COMMIT
                    : org.apache.kafka.common.record.internal.ControlRecordType.ABORT;
            byte[] kafka = Samples.bytes(MemoryRecords.withEndTransactionMarker(70, Samples.NOW, 4, 9L, (short) 2,
                    new org.apache.kafka.common.record.internal.EndTransactionMarker(kafkaType, 33)));
            BatchBuilder builder = new BatchBuilder(Samples.CODECS, CompressionLevels.DEFAULT)
                    .begin(70, Compression.NONE).leaderEpoch(4).producer(9, (short) 2, RecordBatch.NO_SEQUENCE)
                    .transactional(true);
            builder.appendControl(Samples.NOW, commit ? ControlRecordType.COMMIT : ControlRecordType.ABORT,
                    new EndTransactionMarker(33).toSlice());
            assertArrayEquals(kafka, builder.build().toByteArray());
        }
    }

    @Test
    void controlRecordsHaveKafkasNumbers() {
        for (var kafka : org.apache.kafka.common.record.internal.ControlRecordType.values()) {
            assertEquals(kafka.type(), ControlRecordType.valueOf(kafka.name()).type());
        }
    }
}
