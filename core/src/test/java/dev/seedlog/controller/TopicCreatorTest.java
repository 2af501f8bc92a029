package dev.seedlog.controller;

import static dev.seedlog.controller.ControllerFixture.assigned;
import static dev.seedlog.controller.ControllerFixture.error;
import static dev.seedlog.controller.ControllerFixture.on;
import static dev.seedlog.controller.ControllerFixture.topic;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.machine.Recorder;
import dev.seedlog.metadata.ConfigResource;
import dev.seedlog.metadata.PartitionImage;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.IntList;
import dev.seedlog.wire.message.CreateTopicsRequest;
import dev.seedlog.wire.message.CreateTopicsRequest.CreatableReplicaAssignment;
import dev.seedlog.wire.message.CreateTopicsRequest.CreatableTopic;
import dev.seedlog.wire.message.CreateTopicsRequest.CreatableTopicConfig;
import dev.seedlog.wire.message.CreateTopicsResponse;
import dev.seedlog.wire.message.CreateTopicsResponse.CreatableTopicResult;
import java.util.List;
import org.junit.jupiter.api.Test;

class TopicCreatorTest {

    private final ControllerFixture cluster = new ControllerFixture().brokers(3);

    @Test
    void aTopicHasTheAskedPartitionsAndReplicasAndAnIdOfItsOwn() {
        CreatableTopicResult result = cluster.createOne(topic("orders", 4, 3));

        assertEquals(ErrorCode.NONE, error(result.errorCode()));
        assertEquals(List.of(4, 3), List.of(result.numPartitions(), (int) result.replicationFactor()));
        assertEquals(result.topicId(), cluster.image().topics().topic("orders").id());
        assertNotEquals(result.topicId(), cluster.createOne(topic("other", 1, 1)).topicId());
        PartitionImage partition = cluster.partition("orders", 0);
        assertEquals(partition.replicas(), partition.isr());
        assertEquals(partition.replicas().getInt(0), partition.leader());
        assertEquals(List.of(0, 0), List.of(partition.leaderEpoch(), partition.partitionEpoch()));
        assertEquals(ControllerFixture.directory(partition.leader()),
                partition.assignment().directory(partition.leader()));
    }

    @Test
    void minusOneMeansTheDefaults() {
        CreatableTopicResult result = cluster.createOne(topic("orders", -1, -1));

        assertEquals(List.of(3, 1), List.of(result.numPartitions(), (int) result.replicationFactor()));
    }

    @Test
    void leadersAreSpreadOverTheBrokers() {
        cluster.create(topic("orders", 30, 1).build());
        int[] led = new int[3];
        cluster.image().topics().topic("orders").partitions().values()
                .forEach(partition -> led[partition.leader()]++);

        assertEquals(List.of(10, 10, 10), List.of(led[0], led[1], led[2]));
    }

    @Test
    void configsAreSetAndShown() {
        CreatableTopicResult result = cluster.createOne(topic("orders", 1, 1).configs(List.of(
                config("retention.ms", "77"), config("cleanup.policy", "compact"))));

        assertEquals("77", cluster.image().configs().value(ConfigResource.topic("orders"), "retention.ms"));
        assertEquals(List.of("cleanup.policy=compact", "min.insync.replicas=1", "retention.ms=77",
                "unclean.leader.election.enable=false"),
                result.configs().stream().map(shown -> shown.name() + "=" + shown.value()).toList());
    }

    @Test
    void badConfigsAreRefused() {
        refused(ErrorCode.INVALID_CONFIG, topic("a", 1, 1).configs(List.of(config("nonsense", "1"))));
        refused(ErrorCode.INVALID_CONFIG, topic("a", 1, 1).configs(List.of(config("retention.ms", "soon"))));
        refused(ErrorCode.INVALID_CONFIG, topic("a", 1, 1).configs(List.of(config("retention.ms", null))));
    }

    @Test
    void validateOnlyAnswersAsIfAndChangesNothing() {
        long before = cluster.log.endOffset();
        CreateTopicsResponse response = cluster.answer(cluster.controller.createTopics(CreateTopicsRequest.builder()
                .topics(List.of(topic("orders", 2, 1).build(), topic("..", 1, 1).build())).validateOnly(true).build()));

        assertEquals(ErrorCode.NONE, error(response.topics().get(0).errorCode()));
        assertEquals(2, response.topics().get(0).numPartitions());
        assertEquals(ErrorCode.INVALID_TOPIC_EXCEPTION, error(response.topics().get(1).errorCode()));
        assertEquals(before, cluster.log.endOffset());
        assertNull(cluster.image().topics().topic("orders"));
    }

    @Test
    void anIllegalNameIsRefused() {
        for (String name : List.of("", ".", "..", "a b", "a/b", "ä", "a\u0000", "a:b", "x".repeat(250))) {
            refused(ErrorCode.INVALID_TOPIC_EXCEPTION, topic(name, 1, 1));
        }
        created(topic("x".repeat(249), 1, 1));
        created(topic("A-z_0.9", 1, 1));
        created(topic("...", 1, 1));
    }

    @Test
    void namesThatMetricsCannotTellApartCollide() {
        created(topic("a.b_c", 1, 1));
        CreatableTopicResult refused = cluster.createOne(topic("a_b.c", 1, 1));

        assertEquals(ErrorCode.INVALID_TOPIC_EXCEPTION, error(refused.errorCode()));
        assertTrue(refused.errorMessage().contains("collides with existing topic: a.b_c"), refused.errorMessage());
        created(topic("a-b-c", 1, 1));
    }

    @Test
    void anExistingTopicIsNotCreatedAgain() {
        created(topic("a_b", 1, 1));

        refused(ErrorCode.TOPIC_ALREADY_EXISTS, topic("a_b", 1, 1));
    }

    @Test
    void theMetadataLogIsNoTopic() {
        refused(ErrorCode.INVALID_REQUEST, topic("__cluster_metadata", 1, 1));
    }

    @Test
    void aNameThatIsThereTwiceIsRefusedOnceAndTheOthersAreCreated() {
        CreateTopicsResponse response = cluster.create(topic("twice", 1, 1).build(), topic("once", 1, 1).build(),
                topic("twice", 2, 1).build());

        assertEquals(List.of("once", "twice"), response.topics().stream().map(CreatableTopicResult::name).toList());
        assertEquals(ErrorCode.NONE, error(response.topics().get(0).errorCode()));
        assertEquals(ErrorCode.INVALID_REQUEST, error(response.topics().get(1).errorCode()));
        assertNull(cluster.image().topics().topic("twice"));
    }

    @Test
    void impossibleCountsAreRefused() {
        refused(ErrorCode.INVALID_PARTITIONS, topic("a", 0, 1));
        refused(ErrorCode.INVALID_PARTITIONS, topic("a", -2, 1));
        refused(ErrorCode.INVALID_REPLICATION_FACTOR, topic("a", 1, 0));
        refused(ErrorCode.INVALID_REPLICATION_FACTOR, topic("a", 1, -2));
        refused(ErrorCode.INVALID_REPLICATION_FACTOR, topic("a", 1, 4));
        refused(ErrorCode.INVALID_REPLICATION_FACTOR, topic("a", 1, Short.MAX_VALUE));
    }

    @Test
    void withoutALiveBrokerThereIsNoTopic() {
        ControllerFixture none = new ControllerFixture();
        assertEquals(ErrorCode.INVALID_REPLICATION_FACTOR, error(none.createOne(topic("a", 1, 1)).errorCode()));
        none.register(0);

        assertEquals(ErrorCode.INVALID_REPLICATION_FACTOR, error(none.createOne(topic("a", 1, 1)).errorCode()));
    }

    @Test
    void moreThanOneOperationMayWriteIsRefusedAsAWhole() {
        long before = cluster.log.endOffset();
        for (int partitions : new int[] {10_000, Integer.MAX_VALUE}) {
            Recorder<CreateTopicsResponse> reply = cluster.submit(cluster.controller.createTopics(
                    CreateTopicsRequest.builder().topics(List.of(topic("small", 1, 1).build(),
                            topic("large", partitions, 1).build())).build()));
            cluster.commit();
            assertEquals(ErrorCode.POLICY_VIOLATION, reply.refusal().error());
        }
        assertEquals(before, cluster.log.endOffset());
        created(topic("large", 9_999, 1));
    }

    @Test
    void brokersCanBeChosenByHand() {
        CreatableTopicResult result = cluster.createOne(assigned("orders", on(2, 0), on(1, 2)));

        assertEquals(List.of(2, 2), List.of(result.numPartitions(), (int) result.replicationFactor()));
        assertEquals(IntList.of(2, 0), cluster.partition("orders", 0).replicas());
        assertEquals(1, cluster.partition("orders", 1).leader());
    }

    @Test
    void aFencedBrokerThatIsChosenIsNotInTheIsr() {
        cluster.register(3);
        created(assigned("orders", on(3, 1)));
        assertEquals(IntList.of(1), cluster.partition("orders", 0).isr());
        assertEquals(1, cluster.partition("orders", 0).leader());

        refused(ErrorCode.INVALID_REPLICA_ASSIGNMENT, assigned("fenced", on(3)));
    }

    @Test
    void assignmentsThatMakeNoSenseAreRefused() {
        refused(ErrorCode.INVALID_REPLICA_ASSIGNMENT, assigned("a", on()));
        refused(ErrorCode.INVALID_REPLICA_ASSIGNMENT, assigned("a", on(1, 1)));
        refused(ErrorCode.INVALID_REPLICA_ASSIGNMENT, assigned("a", on(9)));
        refused(ErrorCode.INVALID_REPLICA_ASSIGNMENT, assigned("a", on(0), on(0, 1)));
        refused(ErrorCode.INVALID_REPLICA_ASSIGNMENT, topic("a", -1, -1).assignments(List.of(
                assignment(0, 0), assignment(0, 1))));
        refused(ErrorCode.INVALID_REPLICA_ASSIGNMENT, topic("a", -1, -1).assignments(List.of(
                assignment(0, 0), assignment(2, 1))));
        refused(ErrorCode.INVALID_REPLICA_ASSIGNMENT, topic("a", -1, -1).assignments(List.of(assignment(-1, 0))));
        refused(ErrorCode.INVALID_REQUEST, assigned("a", on(0)).numPartitions(1));
        refused(ErrorCode.INVALID_REQUEST, assigned("a", on(0)).replicationFactor((short) 1));
    }

    @Test
    void theAnswerWaitsForTheCommitAndTheNextRequestSeesTheTopicAtOnce() {
        CreateTopicsRequest request = CreateTopicsRequest.builder().topics(List.of(topic("a", 1, 1).build())).build();
        Recorder<CreateTopicsResponse> first = cluster.submit(cluster.controller.createTopics(request));
        Recorder<CreateTopicsResponse> second = cluster.submit(cluster.controller.createTopics(request));
        assertFalse(first.isDone() || second.isDone());
        cluster.commit();

        assertEquals(ErrorCode.NONE, error(first.answer().topics().get(0).errorCode()));
        assertEquals(ErrorCode.TOPIC_ALREADY_EXISTS, error(second.answer().topics().get(0).errorCode()));
    }

    private void created(CreatableTopic.Builder topic) {
        assertEquals(ErrorCode.NONE, error(cluster.createOne(topic).errorCode()));
    }

    private void refused(ErrorCode expected, CreatableTopic.Builder topic) {
        long before = cluster.log.endOffset();
        CreatableTopicResult result = cluster.createOne(topic);
        assertEquals(expected, error(result.errorCode()), result.errorMessage());
        assertEquals(before, cluster.log.endOffset());
    }

    private static CreatableReplicaAssignment assignment(int partition, int... brokers) {
        return CreatableReplicaAssignment.builder().partitionIndex(partition).brokerIds(IntList.of(brokers)).build();
    }

    private static CreatableTopicConfig config(String name, String value) {
        return CreatableTopicConfig.builder().name(name).value(value).build();
    }
}
