package dev.seedlog.specs.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.seedlog.base.HostPort;
import dev.seedlog.simworld.SimOptions;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.FetchResponse;
import dev.seedlog.wire.message.ProduceResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who asks the wrong broker is told in the answer who leads and where that listens (KIP-951). */
class LeaderHintsTest {

    private SimCluster cluster;
    private SimTopic topic;

    private void begin(int shards) {
        cluster = new SimCluster(1, SimOptions.calm(), "broker", "broker", "broker", "controller").withShards(shards)
                .start().awaitReady();
        topic = new SimTopic(cluster, "orders", 1, 1, 2);
    }

    @AfterEach
    void nothingWasWritten() {
        assertEquals(List.of(), topic.read(1));
    }

    private static ProduceResponse.PartitionProduceResponse only(ProduceResponse response) {
        ProduceResponse.PartitionProduceResponse part = response.responses().get(0).partitionResponses().get(0);
        assertEquals(ErrorCode.NOT_LEADER_OR_FOLLOWER.code(), part.errorCode());
        return part;
    }

    private void assertNamesTheLeader(FetchResponse answer, ErrorCode error) {
        FetchResponse.PartitionData part = answer.responses().get(0).partitions().get(0);
        assertEquals(error.code(), part.errorCode());
        assertEquals(1, part.currentLeader().leaderId());
        assertEquals(topic.seenBy(1).leaderEpoch(), part.currentLeader().leaderEpoch());
        assertEquals(1, answer.nodeEndpoints().size());
        FetchResponse.NodeEndpoint endpoint = answer.nodeEndpoints().get(0);
        assertEquals(1, endpoint.nodeId());
        assertEquals(cluster.member(1).clients(), new HostPort(endpoint.host(), endpoint.port()));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aProducerIsTold(int shards) {
        begin(shards);
        for (int broker = 2; broker <= 3; broker++) {
            for (int version = 10; version <= 13; version++) {
                ProduceResponse answer = topic.misdirectedProduce(broker, version);
                assertEquals(1, only(answer).currentLeader().leaderId());
                assertEquals(topic.seenBy(1).leaderEpoch(), only(answer).currentLeader().leaderEpoch());
                assertEquals(1, answer.nodeEndpoints().size());
                ProduceResponse.NodeEndpoint endpoint = answer.nodeEndpoints().get(0);
                assertEquals(1, endpoint.nodeId());
                assertEquals(cluster.member(1).clients(), new HostPort(endpoint.host(), endpoint.port()));
            }
        }
        ProduceResponse before = topic.misdirectedProduce(2, 9);
        assertEquals(-1, only(before).currentLeader().leaderId());
        assertEquals(List.of(), before.nodeEndpoints());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aConsumerIsTold(int shards) {
        begin(shards);
        for (int version = 16; version <= 18; version++) {
            assertNamesTheLeader(topic.fetch(3, version, 0, -1), ErrorCode.NOT_LEADER_OR_FOLLOWER);
            assertEquals(ErrorCode.NONE.code(), topic.fetch(2, version, 0, -1).responses().get(0).partitions().get(0)
                    .errorCode(), "a follower serves consumers (KIP-392)");
        }
        FetchResponse before = topic.fetch(3, 15, 0, -1);
        assertEquals(-1, before.responses().get(0).partitions().get(0).currentLeader().leaderId());
        assertEquals(List.of(), before.nodeEndpoints());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void whoKnowsAnEarlierEpochIsToldTheNewOne(int shards) {
        begin(shards);
        cluster.member(1).machine().stop();
        cluster.await("it has stopped", () -> !cluster.member(1).machine().running());
        cluster.start(cluster.member(1));
        cluster.awaitReady();
        topic.awaitIsr(2, 1, 2);
        cluster.member(2).machine().stop();
        topic.awaitLeader(1, 1);
        assertNamesTheLeader(topic.fetch(1, 16, 0, topic.seenBy(1).leaderEpoch() - 1), ErrorCode.FENCED_LEADER_EPOCH);
    }
}
