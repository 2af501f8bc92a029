package dev.seedlog.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.seedlog.log.PartitionLog;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.metadata.PartitionChangeRecord;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Broker 1 follows broker 2, and consumers read from it (KIP-392). */
class PartitionFollowerTest {

    private final ReplicasFixture fixture = new ReplicasFixture().withBrokers(1, 2, 3);
    private final List<String> heard = new ArrayList<>();

    /** Hears of everything until it is told to be done. */
    private final class Reader implements Waiter {
        private boolean done;

        @Override
        public void moved(ServedPartition partition) {
            heard.add("moved to " + partition.highWatermark());
        }

        @Override
        public void aborted(ServedPartition partition, ErrorCode why) {
            heard.add(why.name());
            done = true;
        }

        @Override
        public boolean done() {
            return done;
        }
    }

    /** As a fetch from the leader brings it. */
    private void replicate(int records, long highWatermark) {
        PartitionLog log = fixture.replica().log();
        byte[] bytes = ReplicasFixture.bytes(records);
        log.appendAsFollower(new UnsafeBuffer(bytes), 0, bytes.length);
        fixture.replicas.endTurn();
        log.highWatermark(highWatermark);
        fixture.replicas.endTurn();
    }

    @Test
    void aReaderIsShownNothingBehindTheHighWatermarkThatTheLeaderHasTold() {
        fixture.withTopic(2, 1);
        PartitionFollower follower = fixture.replica().follower();
        follower.await(new Reader());
        replicate(3, 0);
        assertEquals(List.of(), heard, "what has come is not committed, as far as is known here");
        assertEquals(0, follower.read(0, 10_000, true, false).sizeBytes());
        fixture.replica().log().highWatermark(3);
        fixture.replicas.endTurn();
        assertEquals(List.of("moved to 3"), heard);
        assertEquals(ReplicasFixture.bytes(3).length, follower.read(0, 10_000, true, false).sizeBytes());
        fixture.replicas.endTurn();
        assertEquals(1, heard.size(), "nothing has moved since");
    }

    @Test
    void whoWaitsHearsOfTheNextEpochAndNotOfOtherChanges() {
        fixture.withTopic(2, 1, 3);
        PartitionFollower follower = fixture.replica().follower();
        follower.await(new Reader());
        fixture.change(PartitionChangeRecord.builder().isr(List.of(2, 1)));
        assertSame(follower, fixture.replica().follower());
        assertEquals(List.of(), heard);
        fixture.change(PartitionChangeRecord.builder().leader(3));
        assertEquals(List.of("NOT_LEADER_OR_FOLLOWER"), heard);
        assertEquals(1, fixture.replica().follower().leaderEpoch());
    }

    @Test
    void whoLeadsServesAsLeaderAlone() {
        fixture.withTopic(2, 1);
        fixture.replica().follower().await(new Reader());
        fixture.change(PartitionChangeRecord.builder().leader(1));
        assertEquals(List.of("NOT_LEADER_OR_FOLLOWER"), heard);
        assertNull(fixture.replica().follower());
        assertNotNull(fixture.replica().leader());
        fixture.change(PartitionChangeRecord.builder().leader(2));
        assertNull(fixture.replica().leader());
        assertNotNull(fixture.replica().follower());
    }

    @Test
    void aReplicaThatIsRemovedServesNobodyAnyMore() {
        fixture.withTopic(2, 1);
        fixture.replica().follower().await(new Reader());
        fixture.change(PartitionChangeRecord.builder().replicas(List.of(2, 3)).isr(List.of(2))
                .directories(List.of()));
        assertEquals(List.of("NOT_LEADER_OR_FOLLOWER"), heard);
        assertNull(fixture.replica());
    }

    @Test
    void aLeaderNamesTheFollowersInSyncThatHaveWhatAReaderWants() {
        fixture.withTopic(1, 2, 3);
        fixture.append(Acks.LEADER, 5);
        fixture.replicas.endTurn();
        fixture.leader().followerFetched(2, 102, 5, 0);
        fixture.leader().followerFetched(3, 103, 3, 2);
        assertEquals(List.of(2, 3), readable(3));
        assertEquals(List.of(2), readable(4), "3 lags");
        assertEquals(List.of(2), readable(1), "3 has deleted it");
        fixture.change(PartitionChangeRecord.builder().isr(List.of(1, 3)));
        assertEquals(List.of(), readable(4), "2 is not in sync: it may lag for ever");
    }

    private List<Integer> readable(long offset) {
        return fixture.leader().readableFollowers(offset).stream().map(ReadableFollower::brokerId).toList();
    }
}
