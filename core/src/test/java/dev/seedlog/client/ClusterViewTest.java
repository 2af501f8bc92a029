package dev.seedlog.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.base.HostPort;
import dev.seedlog.base.Uuid;
import dev.seedlog.client.ClusterView.Leader;
import dev.seedlog.log.TopicPartition;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.MetadataResponse;
import dev.seedlog.wire.message.MetadataResponse.MetadataResponseBroker;
import dev.seedlog.wire.message.MetadataResponse.MetadataResponsePartition;
import dev.seedlog.wire.message.MetadataResponse.MetadataResponseTopic;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a client takes from errors that say who leads (KIP-951). */
class ClusterViewTest {

    private static final TopicPartition ORDERS = new TopicPartition("orders", 0);
    private static final HostPort SECOND = new HostPort("second", 9092);

    private final ClusterView view = new ClusterView();

    private boolean learn(int leader, int epoch) {
        return view.update(MetadataResponse.builder().brokers(List.of(MetadataResponseBroker.builder().nodeId(1)
                .host("first").port(9092).build())).topics(List.of(MetadataResponseTopic.builder().name("orders")
                .topicId(new Uuid(1, 2)).partitions(List.of(MetadataResponsePartition.builder().partitionIndex(0)
                        .leaderId(leader).leaderEpoch(epoch).build())).build())).build());
    }

    @Test
    void anAnswerIsNewsIfItSaysAnythingElseThanTheOneBefore() {
        assertTrue(learn(1, 5));
        assertFalse(learn(1, 5));
        assertTrue(learn(2, 6), "another leader");
        assertFalse(learn(1, 5), "an older epoch");
        assertFalse(learn(2, 6));
        MetadataResponse gone = MetadataResponse.builder().topics(List.of(MetadataResponseTopic.builder()
                .name("orders").errorCode(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION.code()).build())).build();
        assertTrue(view.update(gone));
        assertFalse(view.update(gone));
    }

    @Test
    void aNewerLeaderIsTakenWithItsAddress() {
        learn(1, 5);
        assertTrue(view.learnLeader(ORDERS, new Leader(2, 6), SECOND));
        assertEquals(new Leader(2, 6), view.leader(ORDERS));
        assertEquals(SECOND, view.broker(2));
    }

    @Test
    void whatIsNotNewerIsNoNews() {
        learn(1, 5);
        assertFalse(view.learnLeader(ORDERS, new Leader(2, 5), SECOND));
        assertFalse(view.learnLeader(ORDERS, new Leader(2, 4), SECOND));
        assertEquals(new Leader(1, 5), view.leader(ORDERS));
    }

    @Test
    void nobodyAndANodeWithoutAnAddressAreNoNews() {
        learn(1, 5);
        assertFalse(view.learnLeader(ORDERS, new Leader(-1, 6), null));
        assertFalse(view.learnLeader(ORDERS, new Leader(2, 6), null));
        assertTrue(view.learnLeader(ORDERS, new Leader(1, 6), null), "its address is known");
    }

    @Test
    void aTopicThatIsNotKnownIsNotLearnedFromAnError() {
        assertFalse(view.learnLeader(ORDERS, new Leader(2, 6), SECOND));
    }

    @Test
    void metadataThatIsOlderDoesNotTakeTheLeaderBack() {
        learn(1, 5);
        view.learnLeader(ORDERS, new Leader(2, 6), SECOND);
        learn(1, 5);
        assertEquals(new Leader(2, 6), view.leader(ORDERS));
    }
}
