package dev.seedlog.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.metadata.PartitionChangeRecord;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Broker 1 leads a partition with ten committed records that brokers 2 and 3 follow. */
class PendingDeleteTest {

    private final ReplicasFixture fixture = new ReplicasFixture().withBrokers(1, 2, 3).withTopic(1, 2, 3);
    private final List<ErrorCode> answers = new ArrayList<>();

    @BeforeEach
    void tenRecords() {
        fixture.append(Acks.LEADER, 10);
        fixture.replicas.endTurn();
        fetched(2, 0);
        fetched(3, 0);
    }

    @Test
    void itWaitsForAllThatLive() {
        PendingDelete.Part part = delete(4);
        fetched(2, 4);
        assertEquals(List.of(), answers);
        fetched(3, 5);
        assertEquals(List.of(ErrorCode.NONE), answers);
        assertEquals(4, part.lowWatermark());
    }

    @Test
    void whoIsFencedIsNotWaitedFor() {
        delete(4);
        fetched(2, 4);
        fixture.register(3, 200, true);
        fixture.change(PartitionChangeRecord.builder().isr(List.of(1, 2)));
        fixture.replicas.endTurn();
        assertEquals(List.of(ErrorCode.NONE), answers);
    }

    @Test
    void whatTakesTooLongIsToldHowFarItGot() {
        PendingDelete.Part part = delete(4);
        fetched(2, 4);
        fetched(3, 3);
        fixture.passMillis(1_001);
        assertEquals(List.of(ErrorCode.REQUEST_TIMED_OUT), answers);
        assertEquals(3, part.lowWatermark());
    }

    @Test
    void theEndOfTheEpochEndsIt() {
        PendingDelete.Part part = delete(4);
        fixture.change(PartitionChangeRecord.builder().leader(2));
        assertEquals(List.of(ErrorCode.NOT_LEADER_OR_FOLLOWER), answers);
        assertEquals(-1, part.lowWatermark());
    }

    private PendingDelete.Part delete(long offset) {
        PendingDelete.Part[] part = new PendingDelete.Part[1];
        PendingDelete pending = new PendingDelete(() -> answers.add(part[0].error()));
        fixture.leader().deleteRecordsBefore(offset);
        part[0] = pending.add(fixture.leader(), offset);
        pending.begin(fixture.timers, 1_000_000_000L);
        fixture.replicas.endTurn();
        return part[0];
    }

    private void fetched(int broker, long start) {
        fixture.leader().followerFetched(broker, 100 + broker, 10, start);
        fixture.replicas.endTurn();
    }
}
