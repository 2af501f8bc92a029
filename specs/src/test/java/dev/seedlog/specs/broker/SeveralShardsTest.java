package dev.seedlog.specs.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.base.Uuid;
import dev.seedlog.env.contract.TestWorld;
import dev.seedlog.simworld.SimOptions;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.Payload;
import dev.seedlog.wire.message.DeleteGroupsRequest;
import dev.seedlog.wire.message.DeleteGroupsResponse;
import dev.seedlog.wire.message.DeleteTopicsRequest;
import dev.seedlog.wire.message.DeleteTopicsResponse;
import dev.seedlog.wire.message.DescribeGroupsRequest;
import dev.seedlog.wire.message.DescribeGroupsResponse;
import dev.seedlog.wire.message.DescribeLogDirsRequest;
import dev.seedlog.wire.message.DescribeLogDirsResponse;
import dev.seedlog.wire.message.FetchRequest;
import dev.seedlog.wire.message.FetchResponse;
import dev.seedlog.wire.message.FindCoordinatorRequest;
import dev.seedlog.wire.message.FindCoordinatorResponse;
import dev.seedlog.wire.message.ListGroupsRequest;
import dev.seedlog.wire.message.ListGroupsResponse;
import dev.seedlog.wire.message.ListOffsetsRequest;
import dev.seedlog.wire.message.ListOffsetsResponse;
import dev.seedlog.wire.message.OffsetCommitRequest;
import dev.seedlog.wire.message.OffsetCommitResponse;
import dev.seedlog.wire.message.OffsetFetchRequest;
import dev.seedlog.wire.message.OffsetFetchResponse;
import dev.seedlog.wire.message.ProduceRequest;
import dev.seedlog.wire.message.ProduceResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What clients see of a node whose partitions, groups and connections are spread over several shards: nothing. */
class SeveralShardsTest extends BrokerTest {

    private static final long MILLI = 1_000_000;
    private static final int PARTITIONS = 6;
    private static final int MOST_CONNECTIONS = 8;
    private static final List<String> GROUPS = List.of("a", "b", "c", "d", "e", "f", "g");

    private final List<TestClient> everyShard = new ArrayList<>();

    /** Mail between shards is slow at times, and mailboxes are small. */
    @Override
    protected TestWorld newWorld() {
        return new SimNodeWorld(3, SimOptions.calm()
                .withTurns(new SimOptions.TurnOptions(2_000, MILLI / 2, MILLI / 10, 50, 2)));
    }

    @Override
    protected int shards() {
        return 3;
    }

    @Override
    protected Map<String, String> config() {
        return Map.of("max.connections", String.valueOf(MOST_CONNECTIONS), "offsets.topic.num.partitions", "5");
    }

    /** Connections are dealt out in turn, so these are on all shards, wherever the first one is. */
    @BeforeEach
    void connectToEveryShard() {
        everyShard.add(client());
        everyShard.add(connect());
        everyShard.add(connect());
        createTopic("t", PARTITIONS);
        world().runFor(100 * MILLI);
    }

    @Test
    void everyConnectionReachesEveryPartition() {
        long offset = 0;
        for (TestClient client : everyShard) {
            assertEquals(repeated(offset++), baseOffsets(produceToAll(client, 1, DataPath.ALL)));
        }
        for (TestClient client : everyShard) {
            FetchResponse all = DataPath.fetch(client, fetchAll(0, 0));
            for (FetchResponse.PartitionData partition : DataPath.partitions(all)) {
                assertEquals(List.of(0L, 1L, 2L), DataPath.baseOffsets(partition), partition::toString);
            }
        }
    }

    @Test
    void answersNameThePartitionsInTheOrderOfTheRequest() {
        List<Integer> order = List.of(5, 0, 3, 1, 4, 2);
        ProduceResponse produced = everyShard.get(1).call(Api.PRODUCE, DataPath.PRODUCE_VERSION,
                produceTo(order, 1, DataPath.ALL), ProduceResponse::read);
        assertEquals(order, produced.responses().get(0).partitionResponses().stream()
                .map(ProduceResponse.PartitionProduceResponse::index).toList());
        FetchRequest.FetchPartition[] wanted = order.stream().map(each -> DataPath.from(each, 0))
                .toArray(FetchRequest.FetchPartition[]::new);
        assertEquals(order, DataPath.partitions(DataPath.fetch(everyShard.get(2), DataPath.fetchRequest("t", wanted)))
                .stream().map(FetchResponse.PartitionData::partitionIndex).toList());
    }

    @Test
    void aProducerThatWantsNoAnswerIsToldByTheEndOfItsConnection() {
        TestClient client = everyShard.get(2);
        client.send(Api.PRODUCE, DataPath.PRODUCE_VERSION, produceTo(List.of(0, 1, 2), 1, (short) 0));
        assertEquals(List.of(0L), DataPath.baseOffsets(eventually(everyShard.get(0), 1)));
        client.send(Api.PRODUCE, DataPath.PRODUCE_VERSION, produceTo(List.of(0, PARTITIONS, 2), 1, (short) 0));
        world().runUntil("the connection is closed", client::closed);
    }

    @Test
    void aFetchWaitsForBytesThatSeveralShardsHaveTogether() {
        TestClient reader = everyShard.get(0);
        int size = DataPath.batch(1).length;
        reader.send(Api.FETCH, DataPath.FETCH_VERSION, fetchAll(2 * size, 30_000).build());
        produceOne(everyShard.get(1), 0);
        world().runFor(200 * MILLI);
        assertFalse(reader.hasFrame(), "one batch is not enough");
        produceOne(everyShard.get(2), 1);
        FetchResponse answer = reader.answer(Api.FETCH, DataPath.FETCH_VERSION, FetchResponse::read);
        assertEquals(List.of(0, 1), withRecords(answer));
    }

    @Test
    void aFetchThatIsOverAnswersWithWhatThereIs() {
        produceOne(everyShard.get(1), 4);
        FetchResponse answer = DataPath.fetch(everyShard.get(0), fetchAll(100_000, 500));
        assertEquals(List.of(4), withRecords(answer));
        assertEquals(PARTITIONS, DataPath.partitions(answer).size());
    }

    @Test
    void bytesAreAllottedInTheOrderOfTheSession() {
        produceToAll(everyShard.get(0), 1, DataPath.ALL);
        int size = DataPath.batch(1).length;
        FetchResponse first = DataPath.fetch(everyShard.get(1),
                fetchAll(0, 0).maxBytes(2 * size + 1).sessionId(0).sessionEpoch(0));
        assertEquals(List.of(0, 1), withRecords(first));
        FetchResponse next = DataPath.fetch(everyShard.get(1), FetchRequest.builder().maxBytes(2 * size + 1)
                .sessionId(first.sessionId()).sessionEpoch(1));
        assertEquals(List.of(2, 3), withRecords(next), "who was served goes behind the others");
        FetchResponse one = DataPath.fetch(everyShard.get(2), fetchAll(0, 0).maxBytes(1));
        assertEquals(List.of(0), withRecords(one), "the first batch is given whole");
    }

    @Test
    void aSessionIsFoundByWhicheverConnection() {
        FetchResponse first = DataPath.fetch(everyShard.get(0), fetchAll(0, 0).sessionId(0).sessionEpoch(0));
        assertNotEquals(0, first.sessionId());
        int epoch = 1;
        for (TestClient client : everyShard) {
            FetchResponse next = DataPath.fetch(client, FetchRequest.builder().maxBytes(1_000)
                    .sessionId(first.sessionId()).sessionEpoch(epoch++));
            assertEquals(0, next.errorCode());
        }
        FetchResponse anew = DataPath.fetch(everyShard.get(1),
                fetchAll(0, 0).sessionId(first.sessionId()).sessionEpoch(0));
        assertNotEquals(first.sessionId(), anew.sessionId());
        world().runFor(100 * MILLI);
        assertEquals(ErrorCode.FETCH_SESSION_ID_NOT_FOUND.code(), DataPath.fetch(everyShard.get(0),
                FetchRequest.builder().maxBytes(1_000).sessionId(first.sessionId()).sessionEpoch(epoch)).errorCode());
    }

    @Test
    void aTopicThatIsMadeAnewBeginsAnew() {
        for (int i = 0; i < 5; i++) {
            createTopic("again", PARTITIONS);
            world().runFor(100 * MILLI);
            TestClient client = everyShard.get(i % everyShard.size());
            for (int partition = 0; partition < PARTITIONS; partition++) {
                assertEquals(0, DataPath.produce(client, "again", partition, DataPath.batch(1)).baseOffset());
            }
            deleteTopic("again");
        }
        createTopic("again", PARTITIONS);
        world().runFor(100 * MILLI);
        assertEquals(0, DataPath.produce(everyShard.get(1), "again", 3, DataPath.batch(1)).baseOffset());
    }

    @Test
    void offsetsOfSeveralPartitionsAreListedTogether() {
        produceToAll(everyShard.get(0), 3, DataPath.ALL);
        List<ListOffsetsRequest.ListOffsetsPartition> all = new ArrayList<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            all.add(ListOffsetsRequest.ListOffsetsPartition.builder().partitionIndex(partition).currentLeaderEpoch(-1)
                    .timestamp(-1).build());
        }
        ListOffsetsResponse answer = everyShard.get(2).call(Api.LIST_OFFSETS, 7, ListOffsetsRequest.builder()
                .replicaId(-1).topics(List.of(ListOffsetsRequest.ListOffsetsTopic.builder().name("t").partitions(all)
                        .build())).build(), ListOffsetsResponse::read);
        assertEquals(repeated(3), answer.topics().get(0).partitions().stream()
                .map(ListOffsetsResponse.ListOffsetsPartitionResponse::offset).toList());
    }

    @Test
    void everyShardsLogsAreInTheDirectory() {
        produceToAll(everyShard.get(0), 1, DataPath.ALL);
        DescribeLogDirsResponse answer = everyShard.get(1).call(Api.DESCRIBE_LOG_DIRS, 4,
                DescribeLogDirsRequest.builder().topics(null).build(), DescribeLogDirsResponse::read);
        assertEquals(1, answer.results().size());
        DescribeLogDirsResponse.DescribeLogDirsResult result = answer.results().get(0);
        long used = 0;
        TreeSet<Integer> partitions = new TreeSet<>();
        for (DescribeLogDirsResponse.DescribeLogDirsTopic topic : result.topics()) {
            assertEquals("t", topic.name());
            for (DescribeLogDirsResponse.DescribeLogDirsPartition partition : topic.partitions()) {
                partitions.add(partition.partitionIndex());
                used += partition.partitionSize();
            }
        }
        assertEquals(PARTITIONS, partitions.size());
        assertEquals(PARTITIONS * (long) DataPath.batch(1).length, used);
        assertEquals(result.usableBytes() + used, result.totalBytes());
    }

    @Test
    void groupsAreWhereTheirPartitionsAre() {
        commitAsEachGroup();
        for (TestClient client : everyShard) {
            ListGroupsResponse listed = client.call(Api.LIST_GROUPS, 4, ListGroupsRequest.builder().build(),
                    ListGroupsResponse::read);
            assertEquals(0, listed.errorCode());
            assertEquals(new TreeSet<>(GROUPS), new TreeSet<>(listed.groups().stream()
                    .map(ListGroupsResponse.ListedGroup::groupId).toList()));
            DescribeGroupsResponse described = client.call(Api.DESCRIBE_GROUPS, 5,
                    DescribeGroupsRequest.builder().groups(GROUPS).build(), DescribeGroupsResponse::read);
            assertEquals(GROUPS, described.groups().stream().map(DescribeGroupsResponse.DescribedGroup::groupId)
                    .toList());
            assertEquals(offsetsOfGroups(), committed(client));
        }
    }

    @Test
    void groupsAreDeletedTogether() {
        commitAsEachGroup();
        DeleteGroupsResponse deleted = everyShard.get(1).call(Api.DELETE_GROUPS, 2,
                DeleteGroupsRequest.builder().groupsNames(GROUPS).build(), DeleteGroupsResponse::read);
        assertEquals(GROUPS, deleted.results().stream().map(DeleteGroupsResponse.DeletableGroupResult::groupId)
                .toList());
        assertTrue(deleted.results().stream().allMatch(each -> each.errorCode() == 0), deleted::toString);
        assertEquals(List.of(-1L, -1L, -1L, -1L, -1L, -1L, -1L), committed(everyShard.get(2)));
    }

    @Test
    void connectionsAreCountedForTheWholeNode() {
        List<TestClient> more = new ArrayList<>();
        for (int i = everyShard.size(); i < MOST_CONNECTIONS; i++) {
            more.add(connect());
        }
        for (TestClient client : more) {
            assertEquals(0, DataPath.fetch(client, "t", 0, 0).errorCode());
        }
        for (int i = 0; i < 3; i++) {
            TestClient tooMany = connect();
            world().runUntil("it is refused", tooMany::closed);
        }
        more.get(0).close();
        world().runFor(100 * MILLI);
        assertEquals(0, DataPath.fetch(connect(), "t", 0, 0).errorCode());
    }

    @Test
    void allIsThereAfterACleanStopAndAfterAKill() {
        produceToAll(everyShard.get(0), 2, DataPath.ALL);
        commitAsEachGroup();
        node().stop();
        world().runUntil("the node has stopped", () -> !node().running());
        assertEquals(0, node().exitStatus());
        startAgain();
        assertEquals(repeated(2), baseOffsets(produceToAll(client(), 1, DataPath.ALL)));
        assertEquals(offsetsOfGroups(), committed(client()));
        node().kill();
        startAgain();
        assertEquals(repeated(3), baseOffsets(produceToAll(client(), 1, DataPath.ALL)));
        assertEquals(offsetsOfGroups(), committed(client()));
    }

    private ProduceResponse produceToAll(TestClient client, int records, short acks) {
        return client.call(Api.PRODUCE, DataPath.PRODUCE_VERSION, produceTo(List.of(0, 1, 2, 3, 4, 5), records, acks),
                ProduceResponse::read);
    }

    private static void produceOne(TestClient client, int partition) {
        assertEquals(0, DataPath.produce(client, "t", partition, DataPath.batch(1)).errorCode());
    }

    private static ProduceRequest produceTo(List<Integer> partitions, int records, short acks) {
        return ProduceRequest.builder().acks(acks).timeoutMs(10_000).topicData(List.of(
                ProduceRequest.TopicProduceData.builder().name("t").topicId(Uuid.ZERO).partitionData(
                        partitions.stream().map(each -> ProduceRequest.PartitionProduceData.builder().index(each)
                                .records(Payload.of(BufferSlice.of(DataPath.batch(records)))).build()).toList())
                        .build())).build();
    }

    private static FetchRequest.Builder fetchAll(int minBytes, int maxWaitMs) {
        FetchRequest.FetchPartition[] all = new FetchRequest.FetchPartition[PARTITIONS];
        for (int partition = 0; partition < PARTITIONS; partition++) {
            all[partition] = DataPath.from(partition, 0);
        }
        return DataPath.fetchRequest("t", all).minBytes(minBytes).maxWaitMs(maxWaitMs);
    }

    private FetchResponse.PartitionData eventually(TestClient client, int partition) {
        FetchResponse.PartitionData[] found = new FetchResponse.PartitionData[1];
        while (found[0] == null || DataPath.baseOffsets(found[0]).isEmpty()) {
            found[0] = DataPath.fetch(client, "t", partition, 0);
        }
        return found[0];
    }

    private static List<Integer> withRecords(FetchResponse answer) {
        return DataPath.partitions(answer).stream().filter(each -> !DataPath.baseOffsets(each).isEmpty())
                .map(FetchResponse.PartitionData::partitionIndex).toList();
    }

    private static List<Long> baseOffsets(ProduceResponse answer) {
        return answer.responses().get(0).partitionResponses().stream()
                .map(ProduceResponse.PartitionProduceResponse::baseOffset).toList();
    }

    private static List<Long> repeated(long offset) {
        return List.of(offset, offset, offset, offset, offset, offset);
    }

    private void deleteTopic(String name) {
        DeleteTopicsResponse deleted = client().call(Api.DELETE_TOPICS, 6, DeleteTopicsRequest.builder()
                .timeoutMs(30_000).topics(List.of(DeleteTopicsRequest.DeleteTopicState.builder().name(name).build()))
                .build(), DeleteTopicsResponse::read);
        assertEquals(0, deleted.responses().get(0).errorCode());
    }

    /** Each group commits its own number for partition 0. */
    private void commitAsEachGroup() {
        FindCoordinatorResponse found = client().call(Api.FIND_COORDINATOR, 4, FindCoordinatorRequest.builder()
                .keyType((byte) 0).coordinatorKeys(GROUPS).build(), FindCoordinatorResponse::read);
        assertTrue(found.coordinators().stream().allMatch(each -> each.errorCode() == 0), found::toString);
        world().runFor(1_000 * MILLI);
        for (int i = 0; i < GROUPS.size(); i++) {
            OffsetCommitResponse answer = everyShard.get(i % everyShard.size()).call(Api.OFFSET_COMMIT, 8,
                    commit(GROUPS.get(i), i), OffsetCommitResponse::read);
            assertEquals(0, answer.topics().get(0).partitions().get(0).errorCode(), GROUPS.get(i));
        }
    }

    private static OffsetCommitRequest commit(String group, long offset) {
        return OffsetCommitRequest.builder().groupId(group).generationIdOrMemberEpoch(-1).memberId("")
                .topics(List.of(OffsetCommitRequest.OffsetCommitRequestTopic.builder().name("t").partitions(List.of(
                        OffsetCommitRequest.OffsetCommitRequestPartition.builder().partitionIndex(0)
                                .committedOffset(offset).committedLeaderEpoch(-1).build())).build())).build();
    }

    private static List<Long> offsetsOfGroups() {
        return List.of(0L, 1L, 2L, 3L, 4L, 5L, 6L);
    }

    private List<Long> committed(TestClient client) {
        List<OffsetFetchRequest.OffsetFetchRequestGroup> groups = GROUPS.stream()
                .map(each -> OffsetFetchRequest.OffsetFetchRequestGroup.builder().groupId(each).topics(List.of(
                        OffsetFetchRequest.OffsetFetchRequestTopics.builder().name("t").partitionIndexes(List.of(0))
                                .build())).build()).toList();
        OffsetFetchResponse[] answer = new OffsetFetchResponse[1];
        do {
            // A coordinator may be loading still.
            answer[0] = client.call(Api.OFFSET_FETCH, 8, OffsetFetchRequest.builder().groups(groups).build(),
                    OffsetFetchResponse::read);
        } while (answer[0].groups().stream().anyMatch(each -> each.errorCode() != 0));
        assertEquals(GROUPS, answer[0].groups().stream().map(OffsetFetchResponse.OffsetFetchResponseGroup::groupId)
                .toList());
        return answer[0].groups().stream().map(each -> each.topics().get(0).partitions().get(0).committedOffset())
                .toList();
    }
}
