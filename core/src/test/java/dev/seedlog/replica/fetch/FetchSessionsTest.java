package dev.seedlog.replica.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.base.Nanos;
import dev.seedlog.env.Clock;
import dev.seedlog.env.Faults;
import dev.seedlog.env.Probes;
import dev.seedlog.env.SeededRandom;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.IntList;
import dev.seedlog.wire.message.FetchRequest;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FetchSessionsTest {

    private static final short VERSION = 12;
    private static final short VERSION_BY_ID = 13;

    private final SettableClock clock = new SettableClock();
    private final FetchSessions sessions = new FetchSessions(2, clock, new SeededRandom(1), Faults.NONE, Probes.NONE);

    @Test
    void aFetchThatWantsNoSessionGetsNone() {
        FetchPlan plan = sessions.plan(request(0, -1, 0, 1), VERSION);
        assertEquals(0, plan.sessionId());
        assertEquals(2, plan.partitions().size());
        assertEquals(0, sessions.size());
    }

    @Test
    void aSessionRemembersItsPartitionsAndTellsOnlyWhatChanged() {
        FetchPlan first = sessions.plan(request(0, 0, 0, 1), VERSION);
        assertNotEquals(0, first.sessionId());
        first.partitions().forEach(
                partition -> assertTrue(first.tells(partition, state(0, 10)), "all are told at first"));

        FetchPlan idle = sessions.plan(request(first.sessionId(), 1), VERSION);
        assertEquals(2, idle.partitions().size(), "none had to be named again");
        idle.partitions().forEach(partition -> assertFalse(idle.tells(partition, state(0, 10)), "nothing changed"));

        FetchPlan moved = sessions.plan(request(first.sessionId(), 2), VERSION);
        assertTrue(moved.tells(moved.partitions().get(0), state(0, 11)), "the high watermark moved");
        assertFalse(moved.tells(moved.partitions().get(1), state(0, 10)));
    }

    @Test
    void aPartitionThatWasServedGoesBehindTheOthers() {
        FetchPlan first = sessions.plan(request(0, 0, 0, 1, 2), VERSION);
        first.tells(first.partitions().get(0), state(100, 10));
        FetchPlan second = sessions.plan(request(first.sessionId(), 1), VERSION);
        assertEquals(List.of(1, 2, 0), second.partitions().stream().map(each -> each.target().partition()).toList());
    }

    @Test
    void anErrorIsToldAndSoIsItsEnd() {
        FetchPlan first = sessions.plan(request(0, 0, 0), VERSION);
        first.tells(first.partitions().get(0), state(0, 10));
        FetchPlan failing = sessions.plan(request(first.sessionId(), 1), VERSION);
        FetchedState error = new FetchedState(ErrorCode.KAFKA_STORAGE_ERROR.code(), 0, -1, -1, false);
        assertTrue(failing.tells(failing.partitions().get(0), error));
        FetchPlan healed = sessions.plan(request(first.sessionId(), 2), VERSION);
        assertTrue(healed.tells(healed.partitions().get(0), state(0, 10)));
    }

    @Test
    void forgottenPartitionsLeaveTheSessionAndAnEmptyOneEnds() {
        FetchPlan first = sessions.plan(request(0, 0, 0, 1), VERSION);
        FetchPlan fewer = sessions.plan(forgetting(first.sessionId(), 1, 1), VERSION);
        assertEquals(1, fewer.partitions().size());
        FetchPlan none = sessions.plan(forgetting(first.sessionId(), 2, 0), VERSION);
        assertEquals(0, none.sessionId());
        assertEquals(0, sessions.size());
    }

    @Test
    void anUnknownSessionAWrongEpochAndAnotherNamingAreRefused() {
        assertEquals(ErrorCode.FETCH_SESSION_ID_NOT_FOUND.code(), sessions.plan(request(77, 1), VERSION).errorCode());
        int id = sessions.plan(request(0, 0, 0), VERSION).sessionId();
        assertEquals(ErrorCode.INVALID_FETCH_SESSION_EPOCH.code(), sessions.plan(request(id, 2), VERSION).errorCode());
        assertEquals(ErrorCode.FETCH_SESSION_TOPIC_ID_ERROR.code(),
                sessions.plan(request(id, 1), VERSION_BY_ID).errorCode());
        assertEquals(0, sessions.plan(request(id, 1), VERSION).errorCode(), "a refused request changes nothing");
    }

    @Test
    void aSlotIsTakenOnlyFromASessionThatIsNotUsed() {
        int oldest = sessions.plan(request(0, 0, 0), VERSION).sessionId();
        sessions.plan(request(0, 0, 1), VERSION);
        assertEquals(0, sessions.plan(request(0, 0, 2), VERSION).sessionId(), "both slots are taken and in use");

        clock.nanos = Nanos.ofSeconds(100);
        sessions.plan(request(oldest, 1), VERSION);
        clock.nanos = Nanos.ofSeconds(121);
        assertNotEquals(0, sessions.plan(request(0, 0, 2), VERSION).sessionId());
        assertEquals(0, sessions.plan(request(oldest, 2), VERSION).errorCode(), "the one in use was left alone");
    }

    @Test
    void aFullFetchWithAnOldSessionReplacesIt() {
        int id = sessions.plan(request(0, 0, 0), VERSION).sessionId();
        assertNotEquals(0, sessions.plan(request(id, 0, 1), VERSION).sessionId());
        assertEquals(1, sessions.size());
        assertEquals(ErrorCode.FETCH_SESSION_ID_NOT_FOUND.code(), sessions.plan(request(id, 1), VERSION).errorCode());
    }

    private static FetchedState state(int recordsBytes, long highWatermark) {
        return new FetchedState((short) 0, recordsBytes, highWatermark, 0, false);
    }

    private static FetchRequest request(int sessionId, int epoch, int... partitions) {
        List<FetchRequest.FetchPartition> named = IntStream.of(partitions)
                .mapToObj(partition -> FetchRequest.FetchPartition.builder().partition(partition)
                        .partitionMaxBytes(1_000).build())
                .toList();
        List<FetchRequest.FetchTopic> topics = named.isEmpty() ? List.of()
                : List.of(FetchRequest.FetchTopic.builder().topic("t").partitions(named).build());
        return FetchRequest.builder().sessionId(sessionId).sessionEpoch(epoch).topics(topics).build();
    }

    private static FetchRequest forgetting(int sessionId, int epoch, int partition) {
        return FetchRequest.builder().sessionId(sessionId).sessionEpoch(epoch)
                .forgottenTopicsData(List.of(FetchRequest.ForgottenTopic.builder().topic("t")
                        .partitions(IntList.of(partition)).build()))
                .build();
    }

    private static final class SettableClock implements Clock {
        private long nanos;

        @Override
        public long nanoTime() {
            return nanos;
        }

        @Override
        public long epochMillis() {
            return 0;
        }
    }
}
