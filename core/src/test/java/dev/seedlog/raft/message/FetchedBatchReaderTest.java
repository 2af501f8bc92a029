package dev.seedlog.raft.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.base.HostPort;
import dev.seedlog.base.Uuid;
import dev.seedlog.raft.ControlRecord;
import dev.seedlog.raft.Endpoints;
import dev.seedlog.raft.FetchedBatches;
import dev.seedlog.raft.LeaderChange;
import dev.seedlog.raft.ReplicaKey;
import dev.seedlog.raft.Voter;
import dev.seedlog.raft.VoterSet;
import dev.seedlog.record.BadBatchException;
import dev.seedlog.record.BatchBuilder;
import dev.seedlog.record.CodecInstances;
import dev.seedlog.record.Codecs;
import dev.seedlog.record.Compression;
import dev.seedlog.record.CompressionLevels;
import dev.seedlog.record.ControlRecordType;
import dev.seedlog.record.RecordReader;
import dev.seedlog.wire.Payload;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FetchedBatchReaderTest {

    private static final VoterSet VOTERS = new VoterSet(List.of(
            Voter.of(new ReplicaKey(1, new Uuid(7, 1)), Endpoints.of("CONTROLLER", new HostPort("node1", 9093))),
            Voter.of(new ReplicaKey(2, new Uuid(7, 2)), Endpoints.of("CONTROLLER", new HostPort("node2", 9093)))));

    private final Codecs codecs = new Codecs(CodecInstances.pureJava());
    private final BatchBuilder builder = new BatchBuilder(codecs, CompressionLevels.DEFAULT);
    private final FetchedBatchReader reader = new FetchedBatchReader(
            new RecordReader(codecs, RecordReader.DEFAULT_MAX_DECOMPRESSED_BYTES));

    private byte[] leaderChange(long offset, int epoch) {
        return ControlRecords.leaderChangeBatch(builder, offset, new LeaderChange(epoch, 1, List.of(1, 2), List.of(1)),
                1_000).toByteArray();
    }

    private byte[] data(long offset, int epoch, int count) {
        builder.begin(offset, Compression.NONE).leaderEpoch(epoch);
        for (int i = 0; i < count; i++) {
            builder.append(1_000, null, BufferSlice.of(new byte[] {(byte) i}));
        }
        return builder.build().toByteArray();
    }

    private byte[] voters(long offset, int epoch) {
        builder.begin(offset, Compression.NONE).leaderEpoch(epoch);
        builder.appendControl(1_000, ControlRecordType.KRAFT_VERSION, ControlRecords.versionValue(1));
        builder.appendControl(1_000, ControlRecordType.KRAFT_VOTERS, ControlRecords.votersValue(VOTERS));
        return builder.build().toByteArray();
    }

    private FetchedBatches read(byte[]... batches) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] batch : batches) {
            all.writeBytes(batch);
        }
        return reader.read(Payload.of(BufferSlice.of(all.toByteArray())));
    }

    @Test
    void batchesAreDescribedByTheirEnds() {
        byte[] first = leaderChange(7, 3);
        byte[] second = data(8, 3, 4);
        byte[] third = data(12, 5, 1);
        FetchedBatches batches = read(first, second, third);
        assertEquals(7, batches.baseOffset());
        assertEquals(13, batches.endOffset());
        assertEquals(5, batches.lastEpoch());
        assertEquals(List.of(), batches.controls());
        assertEquals(first.length + second.length + third.length, batches.payload().sizeBytes());
    }

    @Test
    void votersAndVersionsAreFoundWithTheirOffsets() {
        assertEquals(List.of(new ControlRecord.Version(8, 1), new ControlRecord.Voters(9, VOTERS)),
                read(leaderChange(7, 3), voters(8, 3)).controls());
    }

    @Test
    void aBatchThatTheEndCutsOffIsLeftOut() {
        byte[] first = leaderChange(7, 3);
        byte[] second = data(8, 3, 4);
        for (int cut = 0; cut < second.length; cut++) {
            FetchedBatches batches = read(first, Arrays.copyOf(second, cut));
            assertEquals(8, batches.endOffset());
            assertEquals(first.length, batches.payload().sizeBytes());
        }
        assertSame(FetchedBatches.NONE, read(Arrays.copyOf(first, first.length - 1)));
    }

    @Test
    void anyChangedByteBehindTheChecksumIsNoticed() {
        byte[] batch = voters(8, 3);
        for (int i = 17; i < batch.length; i++) {
            byte[] changed = batch.clone();
            changed[i] ^= 1;
            assertThrows(BadBatchException.class, () -> read(changed));
        }
    }

    @Test
    void gapsAndOlderEpochsAreRefused() {
        assertThrows(BadBatchException.class, () -> read(data(7, 3, 2), data(10, 3, 1)));
        assertThrows(BadBatchException.class, () -> read(data(7, 3, 2), data(8, 3, 1)));
        assertThrows(BadBatchException.class, () -> read(data(7, 3, 2), data(9, 2, 1)));
        assertThrows(BadBatchException.class, () -> read(data(7, -1, 2)));
    }

    @Test
    void aControlRecordThatCannotBeReadIsRefused() {
        builder.begin(4, Compression.NONE).leaderEpoch(2)
                .appendControl(1_000, ControlRecordType.KRAFT_VOTERS, BufferSlice.of(new byte[] {1, 2, 3}));
        byte[] broken = builder.build().toByteArray();
        assertThrows(BadBatchException.class, () -> read(broken));
    }
}
