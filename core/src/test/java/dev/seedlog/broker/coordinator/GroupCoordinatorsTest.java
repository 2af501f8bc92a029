package dev.seedlog.broker.coordinator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.base.Uuid;
import dev.seedlog.machine.Recorder;
import dev.seedlog.record.BatchBuilder;
import dev.seedlog.record.Compression;
import dev.seedlog.record.CompressionLevels;
import dev.seedlog.record.ControlRecordType;
import dev.seedlog.record.EndTransactionMarker;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.WireWriter;
import dev.seedlog.wire.coordinator.OffsetCommitKey;
import dev.seedlog.wire.coordinator.OffsetCommitValue;
import dev.seedlog.wire.message.OffsetCommitResponse;
import org.agrona.ExpandableArrayBuffer;
import org.junit.jupiter.api.Test;

class GroupCoordinatorsTest {

    private static final Uuid AGAIN = new Uuid(10, 10);

    private final LedPartition partition = new LedPartition();
    private final BatchBuilder builder = new BatchBuilder(partition.codecs, CompressionLevels.DEFAULT);

    @Test
    void aGroupWhosePartitionIsNotLedIsNotHere() {
        assertEquals(GroupCoordinators.NO_PARTITION, partition.coordinators().partitionFor(LedPartition.GROUP));
        assertNull(partition.coordinator());
        partition.lead();
        assertEquals(0, partition.coordinators().partitionFor("polygenelubricants"), "a hash of Integer.MIN_VALUE");
        partition.deleteTopic();
        assertNull(partition.coordinator());
    }

    @Test
    void aCommitIsAnsweredAtTheEndOfTheTurnThatWritesIt() {
        partition.lead().turns();
        Recorder<OffsetCommitResponse> commit = partition.commit("orders", 42);
        assertFalse(commit.isDone());
        partition.endTurn();
        assertEquals(0, commit.answer().topics().get(0).partitions().get(0).errorCode());
        assertEquals(42, partition.committed("orders"));
    }

    @Test
    void severalCommitsOfOneTurnAreAllWritten() {
        partition.lead().turns();
        partition.commit("orders", 1);
        partition.commit("refunds", 2);
        partition.endTurn();
        partition.lead().turns();
        assertEquals(1, partition.committed("orders"));
        assertEquals(2, partition.committed("refunds"));
    }

    @Test
    void theNextEpochBeginsWithWhatIsInTheLog() {
        partition.lead().turns();
        partition.commit("orders", 42);
        partition.endTurn();
        Recorder<OffsetCommitResponse> waiting = partition.commit("orders", 43);
        partition.lead();
        assertEquals(1, waiting.answer().topics().size(), "what was queued is written before the epoch ends");
        assertEquals(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS, partition.commit("orders", 44).refusal().error());
        partition.turns();
        assertEquals(43, partition.committed("orders"));
    }

    @Test
    void manyRecordsAreLoadedInSeveralTurns() {
        partition.lead().turns();
        for (int i = 0; i < 200; i++) {
            partition.append(commitBatch(i, "x".repeat(16_000), Compression.NONE));
        }
        partition.append(commitBatch(200, "", Compression.GZIP));
        partition.lead();
        partition.turn();
        assertEquals(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS, partition.fetching("orders").refusal().error());
        partition.turns();
        assertEquals(200, partition.committed("orders"));
    }

    @Test
    void withTooFewReplicasInSyncNothingIsCommitted() {
        partition.withoutItsOtherReplica().lead().turns();
        assertEquals(ErrorCode.COORDINATOR_NOT_AVAILABLE, partition.commit("orders", 42).refusal().error());
        assertEquals(-1, partition.committed("orders"));
    }

    @Test
    void aRecordThatCannotBeUnderstoodIsNotPassedOver() {
        partition.lead().turns();
        partition.commit("orders", 42);
        partition.endTurn();
        BatchBuilder batch = builder.begin(0, Compression.NONE);
        batch.append(1, key(), BufferSlice.of(new byte[] {0, 3, 1}));
        partition.append(batch.build());
        partition.lead().turns();
        assertEquals(ErrorCode.NOT_COORDINATOR, partition.commit("orders", 43).refusal().error());
    }

    @Test
    void whatCouldNotBeReadIsReadAgainAfterAWhile() {
        partition.lead().turns();
        partition.commit("orders", 42);
        partition.commit("refunds", 7);
        partition.endTurn();
        partition.flipBit().lead().turns();
        assertEquals(ErrorCode.NOT_COORDINATOR, partition.fetching("refunds").refusal().error());
        partition.delete(LedPartition.ORDERS);
        partition.passSeconds(11).turns();
        assertEquals(ErrorCode.NOT_COORDINATOR, partition.fetching("refunds").refusal().error());
        partition.flipBit().passSeconds(11).turns();
        assertEquals(7, partition.committed("refunds"));
        assertEquals(-1, partition.committed("orders"), "what was deleted meanwhile is forgotten");
    }

    @Test
    void keysOfOtherKindsAreLeftToWhoKnowsThem() {
        partition.lead().turns();
        BatchBuilder batch = builder.begin(0, Compression.NONE);
        batch.append(1, BufferSlice.of(new byte[] {0, 77}), BufferSlice.of(new byte[] {1}));
        batch.append(1, key(), value(5, ""));
        partition.append(batch.build());
        partition.lead().turns();
        assertEquals(5, partition.committed("orders"));
    }

    @Test
    void offsetsInTransactionsCountOnceTheyAreCommitted() {
        partition.lead().turns();
        partition.append(transactional(7, 0, 10));
        partition.lead().turns();
        assertEquals(-1, partition.committed("orders"));
        partition.append(marker(7, ControlRecordType.COMMIT));
        partition.lead().turns();
        assertEquals(10, partition.committed("orders"));
        partition.append(transactional(8, 0, 11));
        partition.append(marker(8, ControlRecordType.ABORT));
        partition.lead().turns();
        assertEquals(10, partition.committed("orders"));
    }

    @Test
    void whatIsDeletedWhileTheLogIsLoadedIsForgottenAfterwards() {
        partition.lead().turns();
        partition.commit("orders", 42);
        partition.endTurn();
        partition.lead().delete(LedPartition.ORDERS).turns();
        assertEquals(-1, partition.committed("orders"));
        partition.lead().turns();
        assertEquals(-1, partition.committed("orders"));
    }

    @Test
    void whatItRefusesToForgetTheCoordinatorForgetsLater() {
        partition.lead().turns();
        partition.commit("orders", 42);
        partition.endTurn();
        partition.refuse(true).delete(LedPartition.ORDERS).turns();
        assertEquals(42, partition.refuse(false).committed("orders"));
        retry();
        assertEquals(-1, partition.committed("orders"));
    }

    @Test
    void whatIsDeletedWhileAnotherBrokerLeadsIsForgottenBehindIt() {
        partition.lead().turns();
        partition.commit("orders", 42);
        partition.append(commitBatch(7, "of whichever topic", Compression.NONE));
        partition.commit("refunds", 43);
        partition.endTurn();
        partition.resign().delete(LedPartition.ORDERS).lead().turns();
        assertEquals(-1, partition.committed("orders"));
        assertEquals(43, partition.committed("refunds"));
    }

    @Test
    void aTopicThatIsCreatedAgainWhileAnotherBrokerLeadsBeginsWithoutOffsets() {
        partition.lead().turns();
        partition.commit("orders", 42);
        partition.endTurn();
        partition.resign().delete(LedPartition.ORDERS).create("orders", AGAIN).lead().turns();
        assertEquals(-1, partition.committed("orders"));
        partition.delete(AGAIN).create("orders", LedPartition.ORDERS);
        assertEquals(-1, partition.committed("orders"), "forgotten, and not only kept from who asks for another topic");
    }

    @Test
    void whatIsNotForgottenYetIsNoOffsetOfTheTopicThatFollows() {
        partition.lead().turns();
        partition.commit("orders", 42);
        partition.endTurn();
        partition.refuse(true).delete(LedPartition.ORDERS).create("orders", AGAIN).turns();
        assertEquals(-1, partition.refuse(false).committed("orders"));
        partition.commit("orders", 3);
        partition.endTurn();
        retry();
        assertEquals(3, partition.committed("orders"), "what is forgotten late is what was committed before");
    }

    private void retry() {
        for (int i = 0; i < 50; i++) {
            partition.turns();
        }
    }

    private BufferSlice commitBatch(long offset, String metadata, Compression compression) {
        BatchBuilder batch = builder.begin(0, compression);
        batch.append(1, key(), value(offset, metadata));
        return batch.build();
    }

    private BufferSlice transactional(long producerId, int sequence, long offset) {
        BatchBuilder batch = builder.begin(0, Compression.NONE).producer(producerId, (short) 0, sequence)
                .transactional(true);
        batch.append(1, key(), value(offset, ""));
        return batch.build();
    }

    private BufferSlice marker(long producerId, ControlRecordType type) {
        BatchBuilder batch = builder.begin(0, Compression.NONE).producer(producerId, (short) 0, -1)
                .transactional(true);
        batch.appendControl(1, type, new EndTransactionMarker(0).toSlice());
        return batch.build();
    }

    private static BufferSlice key() {
        WireWriter out = new WireWriter();
        ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        out.wrap(buffer, 0).writeInt16((short) 1);
        OffsetCommitKey.builder().group(LedPartition.GROUP).topic("orders").partition(0).build().write(out, (short) 0);
        return BufferSlice.of(new BufferSlice(buffer, 0, out.sizeBytes()).toByteArray());
    }

    private static BufferSlice value(long offset, String metadata) {
        WireWriter out = new WireWriter();
        ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        out.wrap(buffer, 0).writeInt16((short) 3);
        OffsetCommitValue.builder().offset(offset).metadata(metadata).commitTimestamp(1_000_000).build()
                .write(out, (short) 3);
        return BufferSlice.of(new BufferSlice(buffer, 0, out.sizeBytes()).toByteArray());
    }
}
