package dev.seedlog.controller;

import static dev.seedlog.controller.ControllerFixture.error;
import static dev.seedlog.controller.ControllerFixture.topic;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.seedlog.base.Uuid;
import dev.seedlog.metadata.PersistentMap;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.DeleteTopicsRequest;
import dev.seedlog.wire.message.DeleteTopicsRequest.DeleteTopicState;
import dev.seedlog.wire.message.DeleteTopicsResponse.DeletableTopicResult;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TopicDeleterTest {

    private final ControllerFixture cluster = new ControllerFixture().brokers(1);
    private Uuid orders;
    private Uuid other;

    @BeforeEach
    void twoTopics() {
        orders = cluster.createOne(topic("orders", 2, 1)).topicId();
        other = cluster.createOne(topic("other", 1, 1)).topicId();
    }

    @Test
    void aTopicIsDeletedByName() {
        List<DeletableTopicResult> results = cluster.answer(cluster.controller.deleteTopics(
                DeleteTopicsRequest.builder().topicNames(List.of("orders", "nothing")).build(), (short) 5)).responses();

        assertEquals(List.of("orders NONE", "nothing UNKNOWN_TOPIC_OR_PARTITION"), shown(results));
        assertEquals(orders, results.get(0).topicId());
        assertNull(cluster.image().topics().topic("orders"));
        assertNotNull(cluster.image().topics().topic("other"));
    }

    @Test
    void aTopicIsDeletedById() {
        assertEquals(List.of("other NONE", "null UNKNOWN_TOPIC_ID"), delete(id(other), id(new Uuid(7, 7))));
        assertNull(cluster.image().topics().topic("other"));
    }

    @Test
    void oneOfNameAndIdIsNeeded() {
        assertEquals(List.of("null INVALID_REQUEST", "orders INVALID_REQUEST"), delete(
                DeleteTopicState.builder().build(), DeleteTopicState.builder().name("orders").topicId(orders).build()));
    }

    @Test
    void aTopicThatIsGivenTwiceIsNotDeleted() {
        assertEquals(List.of("orders INVALID_REQUEST"), delete(name("orders"), name("orders")));
        assertEquals(List.of("null INVALID_REQUEST"), delete(id(orders), id(orders), id(orders)));
        assertEquals(List.of("orders INVALID_REQUEST"), delete(id(orders), name("orders")));
        assertEquals(List.of("orders INVALID_REQUEST"), delete(name("orders"), id(orders)));
        assertEquals(orders, cluster.image().topics().topic("orders").id());
    }

    @Test
    void anIdOfWhichOnlyTheNameIsThereTwiceIsDeleted() {
        assertEquals(List.of("orders INVALID_REQUEST", "orders NONE"),
                delete(name("orders"), id(orders), name("orders")));
    }

    @Test
    void deletionCanBeSwitchedOff() {
        ControllerFixture strict = new ControllerFixture(PersistentMap.empty(), false, 0);
        DeleteTopicsRequest request = DeleteTopicsRequest.builder().build();

        assertEquals(ErrorCode.TOPIC_DELETION_DISABLED,
                strict.refusal(strict.controller.deleteTopics(request, (short) 3)).error());
        assertEquals(ErrorCode.INVALID_REQUEST,
                strict.refusal(strict.controller.deleteTopics(request, (short) 2)).error());
    }

    private List<String> delete(DeleteTopicState... topics) {
        return shown(cluster.answer(cluster.controller.deleteTopics(
                DeleteTopicsRequest.builder().topics(List.of(topics)).build(), (short) 6)).responses());
    }

    private static List<String> shown(List<DeletableTopicResult> results) {
        List<String> shown = new ArrayList<>();
        results.forEach(result -> shown.add(result.name() + " " + error(result.errorCode())));
        return shown;
    }

    private static DeleteTopicState name(String name) {
        return DeleteTopicState.builder().name(name).build();
    }

    private static DeleteTopicState id(Uuid id) {
        return DeleteTopicState.builder().topicId(id).build();
    }
}
