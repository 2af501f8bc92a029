package dev.seedlog.sim.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.base.Uuid;
import dev.seedlog.client.ConfigCalls;
import dev.seedlog.client.GroupCalls;
import dev.seedlog.client.RecordCalls;
import dev.seedlog.client.TopicCalls;
import dev.seedlog.log.TopicPartition;
import dev.seedlog.wire.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What the admin client asks of a real broker, and how it takes errors. */
class AdminClientTest {

    private static final TopicPartition ORDERS = new TopicPartition("orders", 0);

    private final ClientStage stage = new ClientStage();

    private Uuid create(String topic) {
        ClientStage.Told<Uuid> told = stage.ask(TopicCalls.create(topic, 1, (short) 1, Map.of("retention.ms", "-1")));
        assertEquals(ErrorCode.NONE, told.error);
        return told.result;
    }

    @Test
    void aTopicIsCreatedGrownDeletedByItsIdAndCreatedAnew() {
        Uuid first = create("orders");
        assertEquals(ErrorCode.TOPIC_ALREADY_EXISTS,
                stage.ask(TopicCalls.create("orders", 1, (short) 1, Map.of())).error);
        assertEquals(ErrorCode.NONE, stage.ask(TopicCalls.addPartitions("orders", 3)).error);
        assertEquals(ErrorCode.INVALID_PARTITIONS, stage.ask(TopicCalls.addPartitions("orders", 2)).error);
        assertEquals(ErrorCode.NONE, stage.ask(TopicCalls.delete(first)).error);
        assertEquals(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, stage.ask(TopicCalls.delete("orders")).error);
        assertNotEquals(first, create("orders"));
    }

    @Test
    void settingsAreChangedAndGoBackToTheirDefaults() {
        create("orders");
        Map<String, String> changes = new TreeMap<>();
        changes.put("segment.ms", "5000");
        changes.put("retention.ms", null);
        assertEquals(ErrorCode.NONE, stage.ask(ConfigCalls.alterTopic("orders", changes)).error);
        assertEquals(Map.of("segment.ms", "5000", "retention.ms", "604800000"),
                stage.ask(ConfigCalls.describeTopic("orders", List.of("segment.ms", "retention.ms"))).result);
        assertEquals(ErrorCode.INVALID_CONFIG,
                stage.ask(ConfigCalls.alterTopic("orders", Map.of("segment.ms", "soon"))).error);
    }

    @Test
    void offsetsAreListedAndWhatIsNotThereCannotBeDeleted() {
        create("orders");
        assertEquals(0, stage.ask(RecordCalls.offset(ORDERS, RecordCalls.LATEST)).result);
        assertEquals(0, stage.ask(RecordCalls.offset(ORDERS, RecordCalls.EARLIEST)).result);
        assertEquals(0, stage.ask(RecordCalls.deleteBefore(ORDERS, -1)).result);
        ClientStage.Told<Long> refused = stage.ask(RecordCalls.deleteBefore(ORDERS, 5));
        assertEquals(ErrorCode.OFFSET_OUT_OF_RANGE, refused.error);
        assertTrue(refused.certain);
    }

    @Test
    void aGroupThatIsNotThereIsSaidToBeDeadAndCannotBeDeleted() {
        create("orders");
        assertEquals("GROUP_ID_NOT_FOUND", String.valueOf(stage.ask(GroupCalls.describe("nobody")).error));
        assertEquals(ErrorCode.GROUP_ID_NOT_FOUND, stage.ask(GroupCalls.delete("nobody")).error);
        assertEquals(List.of(), stage.ask(GroupCalls.list()).result);
    }

    @Test
    void aCallGoesOnThroughARestartAndACallWithoutAnAnswerIsNotCertain() {
        create("orders");
        stage.broker.kill();
        ClientStage.Told<Long> told = stage.begin(RecordCalls.offset(ORDERS, RecordCalls.LATEST));
        stage.world.runFor(3 * ClientStage.SECOND);
        stage.start();
        stage.await(() -> told.error != null);
        assertEquals(ErrorCode.NONE, told.error);
        ClientStage.Told<Void> lost = stage.begin(TopicCalls.addPartitions("orders", 2));
        stage.broker.kill();
        stage.await(() -> lost.error != null);
        assertEquals(ErrorCode.REQUEST_TIMED_OUT, lost.error);
        assertFalse(lost.certain);
    }
}
