package dev.seedlog.specs.record;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.record.BatchBuilder;
import dev.seedlog.record.CodecInstances;
import dev.seedlog.record.Codecs;
import dev.seedlog.record.Compression;
import dev.seedlog.record.CompressionLevels;
import dev.seedlog.record.HeaderCursor;
import dev.seedlog.record.RecordBatch;
import dev.seedlog.record.RecordHeader;
import dev.seedlog.record.RecordReader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import org.agrona.concurrent.UnsafeBuffer;
import org.apache.kafka.common.compress.Compression.Builder;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MemoryRecordsBuilder;
import org.apache.kafka.common.record.internal.Record;

/** The same records for Kafka's classes and for ours. */
final class Samples {

    static final long NOW = 1_700_000_000_000L;
    static final Codecs CODECS = new Codecs(CodecInstances.fastest());

    private Samples() {
    }

    /** A record as plain values; null arrays are null keys and values. */
    record Sample(long timestamp, byte[] key, byte[] value, List<SampleHeader> headers) {
    }

    /** A header as plain values. */
    record SampleHeader(String key, byte[] value) {
    }

    static Arbitrary<List<Sample>> lists() {
        Arbitrary<byte[]> small = Arbitraries.bytes().array(byte[].class).ofMaxSize(40);
        Arbitrary<byte[]> large = Arbitraries.integers().between(1_000, 150_000).map(size -> {
            byte[] bytes = new byte[size];
            for (int i = 0; i < size; i++) {
                bytes[i] = (byte) (i * (long) i * size >>> 11);
            }
            return bytes;
        });
        Arbitrary<byte[]> value = Arbitraries.frequencyOf(Tuple.of(12, small), Tuple.of(1, large)).injectNull(0.1);
        Arbitrary<SampleHeader> header = Combinators.combine(Arbitraries.strings().alpha().ofMaxLength(10),
                small.injectNull(0.2)).as(SampleHeader::new);
        return Combinators.combine(Arbitraries.longs().between(0, 2 * NOW), small.injectNull(0.2), value,
                header.list().ofMaxSize(3)).as(Sample::new).list().ofMinSize(1).ofMaxSize(30);
    }

    static byte[] ours(Compression compression, List<Sample> samples) {
        BatchBuilder builder = new BatchBuilder(CODECS, CompressionLevels.DEFAULT).begin(0, compression);
        for (Sample sample : samples) {
            List<RecordHeader> headers = new ArrayList<>();
            for (SampleHeader header : sample.headers()) {
                headers.add(new RecordHeader(header.key(), slice(header.value())));
            }
            builder.append(sample.timestamp(), slice(sample.key()), slice(sample.value()), headers);
        }
        return builder.build().toByteArray();
    }

    static byte[] kafkas(Compression compression, List<Sample> samples) {
        MemoryRecordsBuilder builder = MemoryRecords.builder(ByteBuffer.allocate(1 << 20), (byte) 2,
                kafkas(compression).build(), TimestampType.CREATE_TIME, 0L, -1L, -1L, (short) -1, -1, false, -1);
        for (Sample sample : samples) {
            RecordHeaders headers = new RecordHeaders();
            for (SampleHeader header : sample.headers()) {
                headers.add(header.key(), header.value());
            }
            builder.append(sample.timestamp(), sample.key(), sample.value(), headers.toArray());
        }
        return bytes(builder.build());
    }

    static Builder<?> kafkas(Compression compression) {
        return org.apache.kafka.common.compress.Compression.of(CompressionType.forId(compression.id()));
    }

    static byte[] bytes(MemoryRecords records) {
        byte[] bytes = new byte[records.sizeInBytes()];
        records.buffer().duplicate().get(bytes);
        return bytes;
    }

    static BufferSlice slice(byte[] bytes) {
        return bytes == null ? null : BufferSlice.of(bytes);
    }

    static RecordBatch wrap(byte[] bytes) {
        return new RecordBatch().wrap(new UnsafeBuffer(bytes), 0);
    }

    /** Each record as a line of text, read by our classes. */
    static List<String> readByUs(byte[] bytes) {
        RecordReader reader = new RecordReader(CODECS, 1 << 28).wrap(wrap(bytes));
        List<String> lines = new ArrayList<>();
        while (reader.next()) {
            StringBuilder line = new StringBuilder().append(reader.offset()).append(' ').append(reader.timestamp())
                    .append(' ').append(reader.sequence()).append(' ').append(reader.sizeBytes())
                    .append(' ').append(hex(bytes(reader.key()))).append(' ').append(hex(bytes(reader.value())));
            HeaderCursor headers = reader.headers();
            while (headers.next()) {
                line.append(' ').append(headers.key()).append('=').append(hex(bytes(headers.value())));
            }
            lines.add(line.toString());
        }
        return lines;
    }

    /** Each record as a line of text, read by Kafka's classes, which check the checksum too. */
    static List<String> readByKafka(byte[] bytes) {
        List<String> lines = new ArrayList<>();
        for (var batch : MemoryRecords.readableRecords(ByteBuffer.wrap(bytes)).batches()) {
            batch.ensureValid();
            for (Record record : batch) {
                StringBuilder line = new StringBuilder().append(record.offset()).append(' ')
                        .append(record.timestamp()).append(' ').append(record.sequence()).append(' ')
                        .append(record.sizeInBytes()).append(' ')
                        .append(hex(bytes(record.key()))).append(' ').append(hex(bytes(record.value())));
                for (Header header : record.headers()) {
                    line.append(' ').append(header.key()).append('=').append(hex(header.value()));
                }
                lines.add(line.toString());
            }
        }
        return lines;
    }

    private static byte[] bytes(BufferSlice slice) {
        return slice == null ? null : slice.toByteArray();
    }

    private static byte[] bytes(ByteBuffer buffer) {
        if (buffer == null) {
            return null;
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private static String hex(byte[] bytes) {
        return bytes == null ? "null" : HexFormat.of().formatHex(bytes);
    }
}
