package dev.seedlog.record;

import dev.seedlog.base.BufferSlice;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** Batches and records for tests. */
final class TestBatches {

    static final Codecs CODECS = new Codecs(CodecInstances.pureJava());
    static final long NOW = 1_700_000_000_000L;

    private TestBatches() {
    }

    /** A record as plain values; null arrays are null keys and values. */
    record Plain(long timestamp, byte[] key, byte[] value, List<RecordHeader> headers) {

        String text() {
            StringBuilder text = new StringBuilder().append(timestamp).append(' ').append(hex(key)).append(' ')
                    .append(hex(value));
            for (RecordHeader header : headers) {
                text.append(' ').append(header.key()).append('=')
                        .append(header.value() == null ? "null" : hex(header.value().toByteArray()));
            }
            return text.toString();
        }

        private static String hex(byte[] bytes) {
            return bytes == null ? "null" : HexFormat.of().formatHex(bytes);
        }
    }

    static BatchBuilder builder() {
        return new BatchBuilder(CODECS, CompressionLevels.DEFAULT);
    }

    /** A batch of its own with {@code count} records "key-i" and "value-i", NOW + i. */
    static byte[] batch(Compression compression, int count) {
        BatchBuilder builder = builder().begin(0, compression);
        for (int i = 0; i < count; i++) {
            builder.append(NOW + i, text("key-" + i), text("value-" + i),
                    List.of(new RecordHeader("h", text("x")), new RecordHeader("none", null)));
        }
        return builder.build().toByteArray();
    }

    static byte[] batch(Compression compression, List<Plain> records) {
        BatchBuilder builder = builder().begin(0, compression);
        for (Plain record : records) {
            builder.append(record.timestamp(), slice(record.key()), slice(record.value()), record.headers());
        }
        return builder.build().toByteArray();
    }

    static BufferSlice text(String text) {
        return BufferSlice.of(text.getBytes(StandardCharsets.UTF_8));
    }

    static BufferSlice slice(byte[] bytes) {
        return bytes == null ? null : BufferSlice.of(bytes);
    }

    static RecordBatch wrap(byte[] bytes) {
        return new RecordBatch().wrap(new UnsafeBuffer(bytes), 0);
    }

    /** The same bytes in direct memory, some way into it. */
    static RecordBatch wrapDirect(byte[] bytes) {
        UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(bytes.length + 20), 3, bytes.length + 10);
        buffer.putBytes(4, bytes);
        return new RecordBatch().wrap(buffer, 4);
    }

    static byte[] sealed(byte[] bytes) {
        new MutableRecordBatch().wrap(new UnsafeBuffer(bytes), 0).sealCrc();
        return bytes;
    }

    static List<String> read(RecordBatch batch) {
        RecordReader reader = new RecordReader(CODECS, RecordReader.DEFAULT_MAX_DECOMPRESSED_BYTES).wrap(batch);
        List<String> records = new ArrayList<>();
        while (reader.next()) {
            records.add(plain(reader).text());
        }
        return records;
    }

    static Plain plain(RecordReader reader) {
        List<RecordHeader> headers = new ArrayList<>();
        HeaderCursor cursor = reader.headers();
        while (cursor.next()) {
            headers.add(new RecordHeader(cursor.key(),
                    cursor.value() == null ? null : slice(cursor.value().toByteArray())));
        }
        return new Plain(reader.timestamp(), reader.key() == null ? null : reader.key().toByteArray(),
                reader.value() == null ? null : reader.value().toByteArray(), headers);
    }

    static BatchValidation validate(byte[] payload, ValidationRules rules) {
        return new BatchValidator(CODECS).validate(new UnsafeBuffer(payload), 0, payload.length, rules, (short) 9, NOW);
    }
}
