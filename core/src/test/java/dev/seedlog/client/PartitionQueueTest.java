package dev.seedlog.client;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.base.Uuid;
import dev.seedlog.env.Timer;
import dev.seedlog.log.TopicPartition;
import dev.seedlog.record.Compression;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How many batches of a partition a producer has on their way. */
class PartitionQueueTest {

    private static final TopicPartition ORDERS = new TopicPartition("orders", 0);
    private static final ProducerSession SESSION = new ProducerSession(7, (short) 0);
    private static final ClusterView.Leader LEADER = new ClusterView.Leader(1, 4);
    private static final ClusterView.Leader NEXT_LEADER = new ClusterView.Leader(1, 5);

    private final ProducerBatch first = batch();
    private final ProducerBatch second = batch();
    private final ProducerBatch third = batch();

    @Test
    void anIdempotentProducerSendsOneBatchUntilALeaderHasAcknowledgedOne() {
        PartitionQueue queue = queue(true);
        send(queue, first);
        assertNull(queue.sendable(), "a leader that is new to the producer would take the second without the first");
        // Lost with its leader: the next one gets it first, and alone.
        first.returned(false);
        send(queue, first);
        assertNull(queue.sendable());

        queue.acknowledged(first);
        send(queue, second);
        send(queue, third);
    }

    @Test
    void theNextLeaderGetsOneBatchUntilItHasAcknowledgedOne() {
        PartitionQueue queue = queue(true);
        send(queue, first);
        queue.acknowledged(first);
        queue.ledBy(NEXT_LEADER);
        send(queue, second, NEXT_LEADER);
        assertNull(queue.sendable(), "a leader that lost its log would take the third without the second");
        queue.acknowledged(second);
        send(queue, third, NEXT_LEADER);
    }

    @Test
    void whatTheFormerLeaderAcknowledgesLateSaysNothingOfTheNextOne() {
        PartitionQueue queue = queue(true);
        send(queue, first);
        queue.ledBy(NEXT_LEADER);
        queue.acknowledged(first);
        send(queue, second, NEXT_LEADER);
        assertNull(queue.sendable());
    }

    @Test
    void afterAnAttemptFailedOneBatchIsSentUntilTheNextAcknowledgement() {
        PartitionQueue queue = queue(true);
        send(queue, first);
        queue.acknowledged(first);
        send(queue, second);
        second.returned(true);
        queue.failed();
        send(queue, second);
        assertNull(queue.sendable(), "who refused the second may take the third without it");
        queue.acknowledged(second);
        send(queue, third);
    }

    @Test
    void aNewSessionBeginsWithOneBatchAgain() {
        PartitionQueue queue = queue(true);
        send(queue, first);
        queue.acknowledged(first);
        queue.giveUpSent();
        send(queue, second);
        assertNull(queue.sendable());
    }

    @Test
    void aProducerWithoutSequencesSendsAsManyAsItMay() {
        PartitionQueue queue = queue(false);
        send(queue, first);
        send(queue, second);
        send(queue, third);
    }

    private PartitionQueue queue(boolean idempotent) {
        PartitionQueue queue = new PartitionQueue(ORDERS,
                new ProducerSettings((short) -1, idempotent, 5, 1000, 1000), new AtRest());
        queue.ledBy(LEADER);
        queue.add(first);
        queue.add(second);
        queue.add(third);
        return queue;
    }

    private static ProducerBatch batch() {
        return new ProducerBatch(ORDERS, Compression.NONE, 0, List.of(BufferSlice.EMPTY));
    }

    private static void send(PartitionQueue queue, ProducerBatch batch) {
        send(queue, batch, LEADER);
    }

    private static void send(PartitionQueue queue, ProducerBatch batch, ClusterView.Leader leader) {
        assertSame(batch, queue.sendable());
        batch.built(SESSION, BufferSlice.EMPTY);
        batch.sent(Uuid.ZERO, leader);
    }

    /** A backoff that nobody arms. */
    private static final class AtRest implements Timer {
        @Override
        public void startIn(long delayNanos) {
            throw new AssertionError("nothing failed");
        }

        @Override
        public void stop() {
            // It never runs.
        }

        @Override
        public boolean armed() {
            return false;
        }
    }
}
