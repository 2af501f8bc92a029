package dev.seedlog.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.record.TestBatches.Plain;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

class RecordRoundTripTest {

    @Provide
    Arbitrary<List<Plain>> records() {
        Arbitrary<byte[]> small = Arbitraries.bytes().array(byte[].class).ofMaxSize(40);
        Arbitrary<byte[]> large = Arbitraries.integers().between(1_000, 150_000).map(size -> {
            byte[] bytes = new byte[size];
            for (int i = 0; i < size; i++) {
                bytes[i] = (byte) (i * (long) i * size >>> 11);
            }
            return bytes;
        });
        Arbitrary<byte[]> value = Arbitraries.frequencyOf(Tuple.of(12, small),
                Tuple.of(1, large)).injectNull(0.1);
        Arbitrary<RecordHeader> header = Combinators.combine(Arbitraries.strings().ofMaxLength(10),
                small.injectNull(0.2).map(TestBatches::slice)).as(RecordHeader::new);
        return Combinators.combine(Arbitraries.longs().between(-1, Long.MAX_VALUE), small.injectNull(0.2), value,
                header.list().ofMaxSize(3)).as(Plain::new).list().ofMinSize(1).ofMaxSize(30);
    }

    @Property(tries = 300)
    void whatIsBuiltIsRead(@ForAll("records") List<Plain> records, @ForAll Compression compression) {
        byte[] bytes = TestBatches.batch(compression, records);
        List<String> expected = records.stream().map(Plain::text).collect(Collectors.toList());

        assertEquals(expected, TestBatches.read(TestBatches.wrap(bytes)));
        assertEquals(expected, TestBatches.read(TestBatches.wrapDirect(bytes)));
        assertTrue(TestBatches.wrap(bytes).isCrcValid());
        assertEquals(records.stream().mapToLong(Plain::timestamp).max().getAsLong(),
                TestBatches.wrap(bytes).maxTimestamp());
    }

    @Property(tries = 100)
    void rewritingChangesTheCompressionAndNothingElse(@ForAll("records") List<Plain> records,
                                                      @ForAll Compression from, @ForAll Compression to) {
        RecordBatch before = TestBatches.wrap(TestBatches.batch(from, records));
        BatchRewriter rewriter = new BatchRewriter(TestBatches.CODECS, CompressionLevels.DEFAULT, 1 << 26);
        RecordBatch after = TestBatches.wrap(rewriter.rewrite(before, to).toByteArray());

        assertEquals(to, after.compression());
        assertTrue(after.isCrcValid());
        assertEquals(TestBatches.read(before), TestBatches.read(after));
        assertEquals(before.maxTimestamp(), after.maxTimestamp());
    }
}
