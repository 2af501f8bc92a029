package dev.seedlog.specs.broker;

import dev.seedlog.log.Batches;
import dev.seedlog.record.BatchBuilder;
import dev.seedlog.record.CodecInstances;
import dev.seedlog.record.Codecs;
import dev.seedlog.record.Compression;
import dev.seedlog.record.CompressionLevels;
import dev.seedlog.record.MutableRecordBatch;
import dev.seedlog.base.BufferSlice;
import dev.seedlog.wire.ErrorCode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Records that no producer should send, by name.
 *
 * @param name what is wrong with them
 * @param records what is sent as a partition's records; null for none
 * @param errors what the node may answer
 */
record BadBatch(String name, byte[] records, List<ErrorCode> errors) {

    private static final int LENGTH = 8;
    private static final int MAGIC = 16;
    private static final int CRC = 17;
    private static final int ATTRIBUTES = 21;
    private static final int LAST_OFFSET_DELTA = 23;
    private static final int COUNT = 57;
    private static final int FIRST_RECORD = 61;
    private static final int BOMB_BYTES = 300 << 20;

    static List<BadBatch> all() {
        List<BadBatch> all = new ArrayList<>();
        all.add(new BadBatch("no records", null, List.of(ErrorCode.INVALID_RECORD, ErrorCode.CORRUPT_MESSAGE)));
        all.add(new BadBatch("empty records", new byte[0],
                List.of(ErrorCode.INVALID_RECORD, ErrorCode.CORRUPT_MESSAGE)));
        all.add(new BadBatch("less than a header", Arrays.copyOf(DataPath.batch(1), 30),
                List.of(ErrorCode.INVALID_RECORD, ErrorCode.CORRUPT_MESSAGE)));
        all.add(new BadBatch("cut in the records", Arrays.copyOf(DataPath.batch(3), 65),
                List.of(ErrorCode.INVALID_RECORD, ErrorCode.CORRUPT_MESSAGE)));
        all.add(unsealed("a wrong checksum", batch -> batch.putInt(CRC, 12345), ErrorCode.CORRUPT_MESSAGE));
        all.add(unsealed("a flipped bit", batch -> batch.put(FIRST_RECORD + 5, (byte) ~batch.get(FIRST_RECORD + 5)),
                ErrorCode.CORRUPT_MESSAGE));
        for (int length : new int[] {0, -1, 48, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            all.add(unsealed("a length of " + length, batch -> batch.putInt(LENGTH, length),
                    ErrorCode.CORRUPT_MESSAGE, ErrorCode.INVALID_RECORD, ErrorCode.MESSAGE_TOO_LARGE));
        }
        for (int magic : new int[] {0, 1, 3, 127, -1}) {
            all.add(unsealed("magic " + magic, batch -> batch.put(MAGIC, (byte) magic), ErrorCode.INVALID_RECORD,
                    ErrorCode.CORRUPT_MESSAGE, ErrorCode.UNSUPPORTED_FOR_MESSAGE_FORMAT));
        }
        for (int count : new int[] {0, 1, 2, 4, -1, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            all.add(sealed("a count of " + count + " instead of 3", batch -> batch.putInt(COUNT, count),
                    ErrorCode.INVALID_RECORD, ErrorCode.CORRUPT_MESSAGE));
        }
        for (int delta : new int[] {-1, 0, 7, Integer.MAX_VALUE}) {
            all.add(sealed("a last offset delta of " + delta + " instead of 2",
                    batch -> batch.putInt(LAST_OFFSET_DELTA, delta), ErrorCode.INVALID_RECORD,
                    ErrorCode.CORRUPT_MESSAGE));
        }
        all.add(sealed("a record longer than the batch", batch -> batch.put(FIRST_RECORD, (byte) 0x7e),
                ErrorCode.INVALID_RECORD, ErrorCode.CORRUPT_MESSAGE));
        all.add(sealed("a control batch", batch -> batch.putShort(ATTRIBUTES, (short) 0x20), ErrorCode.INVALID_RECORD));
        all.add(sealed("a transaction without a producer", batch -> batch.putShort(ATTRIBUTES, (short) 0x10),
                ErrorCode.INVALID_RECORD, ErrorCode.INVALID_TXN_STATE));
        for (int codec = 1; codec <= 7; codec++) {
            short attributes = (short) codec;
            all.add(sealed("plain records said to be compressed by codec " + codec,
                    batch -> batch.putShort(ATTRIBUTES, attributes), ErrorCode.INVALID_RECORD,
                    ErrorCode.CORRUPT_MESSAGE,
                    ErrorCode.UNSUPPORTED_COMPRESSION_TYPE));
        }
        byte[] one = DataPath.batch(1);
        all.add(new BadBatch("two batches", ByteBuffer.allocate(2 * one.length).put(one).put(one).array(),
                List.of(ErrorCode.INVALID_RECORD)));
        all.add(new BadBatch("more than max.message.bytes",
                DataPath.bytes(Batches.at(DataPath.NOW).records(1, 2 << 20)),
                List.of(ErrorCode.MESSAGE_TOO_LARGE)));
        return all;
    }

    /** Batches of a few hundred kilobytes whose records would be hundreds of megabytes. */
    static List<BadBatch> bombs() {
        List<BadBatch> all = new ArrayList<>();
        byte[] zeros = new byte[BOMB_BYTES];
        for (Compression compression : List.of(Compression.GZIP, Compression.ZSTD)) {
            try (Codecs codecs = new Codecs(CodecInstances.pureJava())) {
                BatchBuilder builder = new BatchBuilder(codecs, CompressionLevels.DEFAULT).begin(0, compression);
                builder.append(DataPath.NOW, null, BufferSlice.of(zeros));
                all.add(new BadBatch("a bomb of " + compression, builder.build().toByteArray(),
                        List.of(ErrorCode.INVALID_RECORD, ErrorCode.CORRUPT_MESSAGE, ErrorCode.MESSAGE_TOO_LARGE)));
            }
        }
        return all;
    }

    private static BadBatch unsealed(String name, Consumer<ByteBuffer> harm, ErrorCode... errors) {
        byte[] batch = DataPath.batch(3);
        harm.accept(ByteBuffer.wrap(batch));
        return new BadBatch(name, batch, List.of(errors));
    }

    /** Harmed before the checksum was made, so that it is not what gives it away. */
    private static BadBatch sealed(String name, Consumer<ByteBuffer> harm, ErrorCode... errors) {
        BadBatch bad = unsealed(name, harm, errors);
        new MutableRecordBatch().wrap(new UnsafeBuffer(bad.records), 0).sealCrc();
        return bad;
    }
}
