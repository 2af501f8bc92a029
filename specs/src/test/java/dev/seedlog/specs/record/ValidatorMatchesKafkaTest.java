package dev.seedlog.specs.record;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.record.BatchRewriter;
import dev.seedlog.record.BatchValidation;
import dev.seedlog.record.BatchValidator;
import dev.seedlog.record.Compression;
import dev.seedlog.record.CompressionLevels;
import dev.seedlog.record.CompressionPolicy;
import dev.seedlog.record.MutableRecordBatch;
import dev.seedlog.record.RecordBatch;
import dev.seedlog.record.TimestampType;
import dev.seedlog.record.ValidationRules;
import dev.seedlog.specs.record.KafkaValidator.Verdict;
import dev.seedlog.specs.record.Samples.Sample;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.agrona.concurrent.UnsafeBuffer;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.utils.ByteBufferOutputStream;

/** Good batches, mutated ones and every setting of a topic: our verdict is that of Kafka's LogValidator. */
class ValidatorMatchesKafkaTest {

    private static final int HEADER = 61;
    private static final char REPLACEMENT = '\uFFFD';
    private static final long BASE_OFFSET = 1_000;
    private static final int LEADER_EPOCH = 5;

    @Provide
    Arbitrary<List<Sample>> samples() {
        return Samples.lists();
    }

    @Provide
    Arbitrary<ValidationRules> rules() {
        Arbitrary<Long> window = Arbitraries.of(0L, 10_000_000_000L, Samples.NOW, Long.MAX_VALUE);
        Arbitrary<CompressionPolicy> policy = Arbitraries.of(Compression.class).map(CompressionPolicy::of)
                .injectNull(0.6).map(drawn -> drawn == null ? CompressionPolicy.PRODUCER : drawn);
        return Combinators.combine(Arbitraries.of(true, false), Arbitraries.of(TimestampType.class), window, window,
                policy).as((keys, type, before, after, compression) ->
                new ValidationRules(keys, Integer.MAX_VALUE, type, before, after, compression, 1 << 28));
    }

    private static BatchValidation ours(byte[] bytes, ValidationRules rules) {
        return new BatchValidator(Samples.CODECS)
                .validate(new UnsafeBuffer(bytes), 0, bytes.length, rules, (short) 9, Samples.NOW);
    }

    /** What our leader stores: patched in place, or rewritten. */
    private static byte[] stored(byte[] bytes, ValidationRules rules, BatchValidation validation) {
        byte[] result = bytes;
        if (validation.rewriteNeeded()) {
            result = new BatchRewriter(Samples.CODECS, CompressionLevels.DEFAULT, 1 << 28)
                    .rewrite(Samples.wrap(bytes), validation.storedAs()).toByteArray();
        }
        MutableRecordBatch patch = new MutableRecordBatch().wrap(new UnsafeBuffer(result), 0);
        patch.baseOffset(BASE_OFFSET);
        patch.partitionLeaderEpoch(LEADER_EPOCH);
        patch.maxTimestamp(rules.timestampType(), validation.maxTimestamp());
        return result;
    }

    private static void compare(byte[] bytes, ValidationRules rules, String what) {
        BatchValidation validation = ours(bytes.clone(), rules);
        Verdict kafka = KafkaValidator.validate(bytes.clone(), rules, BASE_OFFSET, LEADER_EPOCH);
        String context = what + ": Kafka says " + kafka + ", we say " + validation.error() + " "
                + validation.message();
        if (isOnlyOursToRefuse(Samples.wrap(bytes))) {
            assertEquals(Errors.INVALID_RECORD.code(), validation.error().errorCode().code(), context);
            return;
        }
        if (kafka.error() == Errors.UNKNOWN_SERVER_ERROR && isKafkasOwnFailure(kafka.message())) {
            return;
        }
        assertEquals(kafka.accepted(), validation.isValid(), context);
        if (!kafka.accepted()) {
            // Kafka does not look at the lengths of compressed records, so it may find something else first.
            boolean malformed = validation.defects().isEmpty() && Samples.wrap(bytes).compressionId() != 0;
            if (!malformed && (kafka.error() == Errors.INVALID_RECORD || kafka.error() == Errors.INVALID_TIMESTAMP)) {
                assertEquals(kafka.error().name(), validation.error().errorCode().name(), context);
            }
            return;
        }
        assertEquals(kafka.maxTimestamp(), validation.maxTimestamp(), context);
        byte[] stored = stored(bytes.clone(), rules, validation);
        if (validation.rewriteNeeded()) {
            compareRewritten(Samples.readByKafka(kafka.stored()), Samples.readByKafka(stored), context);
        } else {
            assertArrayEquals(kafka.stored(), stored, context);
        }
    }

    /**
     * Where Kafka fails in the middle of rewriting a batch that it would otherwise store: negative timestamps, and
     * compressed records with wrong offsets, whose keys it had skipped. We rewrite both.
     */
    private static boolean isKafkasOwnFailure(String message) {
        return message.contains("timestamp") || message.contains("PartialDefaultRecord");
    }

    private static void compareRewritten(List<String> kafka, List<String> ours, String context) {
        assertTrue(isNumbered(ours), context);
        // Kafka leaves wrong offsets in uncompressed records, and when it rewrites it replaces what is not UTF-8 in a
        // header's name. We number records in every case, and leave the bytes of names alone.
        boolean garbled = kafka.stream().anyMatch(line -> line.indexOf(REPLACEMENT) >= 0);
        if (isNumbered(kafka) && !garbled) {
            assertEquals(kafka, ours, context);
        }
    }

    private static boolean isNumbered(List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).startsWith(BASE_OFFSET + i + " ")) {
                return false;
            }
        }
        return true;
    }

    /** We refuse these at once, Kafka only where it rewrites the batch. */
    private static boolean isOnlyOursToRefuse(RecordBatch batch) {
        if (batch.producerId() == RecordBatch.NO_PRODUCER_ID) {
            return batch.isTransactional();
        }
        return batch.producerId() < 0 || batch.producerEpoch() < 0;
    }

    @Property(tries = 300)
    void goodBatches(@ForAll("samples") List<Sample> samples, @ForAll Compression compression,
                     @ForAll("rules") ValidationRules rules) {
        compare(Samples.kafkas(compression, samples), rules, "good");
    }

    @Property(tries = 1_000)
    void mutatedRecords(@ForAll("samples") List<Sample> samples, @ForAll Compression compression,
                        @ForAll("rules") ValidationRules rules, @ForAll long seed) throws IOException {
        Random random = new Random(seed);
        byte[] bytes = Samples.kafkas(Compression.NONE, samples.subList(0, Math.min(4, samples.size())));
        if (bytes.length > 5_000) {
            return;
        }
        for (int changes = random.nextInt(3); changes >= 0; changes--) {
            int at = HEADER + random.nextInt(bytes.length - HEADER);
            bytes[at] = (byte) (random.nextBoolean() ? bytes[at] ^ 1 << random.nextInt(8) : random.nextInt());
        }
        compare(compressed(bytes, compression), rules, "seed " + seed);
    }

    @Property(tries = 1_000)
    void mutatedHeaders(@ForAll("samples") List<Sample> samples, @ForAll("rules") ValidationRules rules,
                        @ForAll long seed) {
        Random random = new Random(seed);
        byte[] bytes = Samples.kafkas(Compression.NONE, samples.subList(0, Math.min(4, samples.size())));
        // From the last offset delta on, and the attributes but those of the compression.
        int at = 22 + random.nextInt(HEADER - 22);
        bytes[at] ^= (byte) (at == 22 ? 8 << random.nextInt(4) : 1 << random.nextInt(8));
        compare(sealed(bytes), rules, "seed " + seed);
    }

    private static byte[] compressed(byte[] bytes, Compression compression) throws IOException {
        if (compression == Compression.NONE) {
            return sealed(bytes);
        }
        ByteBufferOutputStream target = new ByteBufferOutputStream(64);
        try (OutputStream out = Samples.kafkas(compression).build().wrapForOutput(target, (byte) 2)) {
            out.write(bytes, HEADER, bytes.length - HEADER);
        }
        int size = target.position();
        byte[] result = Arrays.copyOf(bytes, HEADER + size);
        target.buffer().get(0, result, HEADER, size);
        UnsafeBuffer buffer = new UnsafeBuffer(result);
        buffer.putInt(8, result.length - 12, ByteOrder.BIG_ENDIAN);
        buffer.putByte(22, (byte) (buffer.getByte(22) | compression.id()));
        return sealed(result);
    }

    private static byte[] sealed(byte[] bytes) {
        new MutableRecordBatch().wrap(new UnsafeBuffer(bytes), 0).sealCrc();
        assertTrue(Samples.wrap(bytes).isCrcValid());
        return bytes;
    }
}
