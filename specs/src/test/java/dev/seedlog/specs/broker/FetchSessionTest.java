package dev.seedlog.specs.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.FetchRequest;
import dev.seedlog.wire.message.FetchResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Fetch sessions (KIP-227) as consumers use them. */
class FetchSessionTest extends BrokerTest {

    private int sessionId;

    @Override
    protected Map<String, String> config() {
        return Map.of("max.incremental.fetch.session.cache.slots", "1");
    }

    @BeforeEach
    void beginASession() {
        createTopic("t", 2);
        FetchResponse first = DataPath.fetch(client(), DataPath.fetchRequest("t", DataPath.from(0, 0),
                DataPath.from(1, 0)).sessionId(0).sessionEpoch(0));
        sessionId = first.sessionId();
        assertNotEquals(0, sessionId);
        assertEquals(2, DataPath.partitions(first).size());
    }

    @Test
    void onlyWhatChangedIsTold() {
        assertEquals(List.of(), DataPath.partitions(next(1)));
        DataPath.produce(client(), "t", 1, DataPath.batch(1));
        List<FetchResponse.PartitionData> changed = DataPath.partitions(next(2));
        assertEquals(1, changed.size());
        assertEquals(1, changed.get(0).partitionIndex());
        assertEquals(List.of(0L), DataPath.baseOffsets(changed.get(0)));
        FetchResponse moved = DataPath.fetch(client(), DataPath.fetchRequest("t", DataPath.from(1, 1))
                .sessionId(sessionId).sessionEpoch(3));
        assertEquals(List.of(), DataPath.partitions(moved));
    }

    @Test
    void aForgottenPartitionIsNotToldAnyMore() {
        DataPath.fetch(client(), FetchRequest.builder().maxBytes(1_000).sessionId(sessionId).sessionEpoch(1)
                .forgottenTopicsData(List.of(FetchRequest.ForgottenTopic.builder().topic("t").partitions(List.of(1))
                        .build())));
        DataPath.produce(client(), "t", 1, DataPath.batch(1));
        assertEquals(List.of(), DataPath.partitions(next(2)));
    }

    @Test
    void aWrongEpochOrIdIsRefused() {
        assertEquals(ErrorCode.INVALID_FETCH_SESSION_EPOCH.code(), next(5).errorCode());
        assertEquals(ErrorCode.FETCH_SESSION_ID_NOT_FOUND.code(), DataPath.fetch(client(),
                FetchRequest.builder().sessionId(sessionId + 1).sessionEpoch(1)).errorCode());
        assertEquals(0, next(1).errorCode(), "the session lives on");
    }

    @Test
    void aSessionThatIsClosedIsNotFound() {
        DataPath.fetch(client(), DataPath.fetchRequest("t", DataPath.from(0, 0)).sessionId(sessionId).sessionEpoch(-1));
        assertEquals(ErrorCode.FETCH_SESSION_ID_NOT_FOUND.code(), next(1).errorCode());
    }

    @Test
    void whoFindsNoSlotIsServedWithoutASession() {
        FetchResponse other = DataPath.fetch(connect(), DataPath.fetchRequest("t", DataPath.from(0, 0)).sessionId(0)
                .sessionEpoch(0));
        assertEquals(0, other.sessionId());
        assertEquals(1, DataPath.partitions(other).size());
    }

    private FetchResponse next(int epoch) {
        return DataPath.fetch(client(), FetchRequest.builder().maxBytes(10_000).sessionId(sessionId)
                .sessionEpoch(epoch));
    }
}
