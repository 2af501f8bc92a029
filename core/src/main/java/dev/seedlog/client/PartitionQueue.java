package dev.seedlog.client;

import dev.seedlog.env.Timer;
import dev.seedlog.log.TopicPartition;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * The batches of one partition that have no final result, in the order in which they were given. A batch is sent only
 * while all before it are in flight, so that retries keep the order.
 *
 * <p>An idempotent producer has one batch in flight until the present leader has acknowledged one of its session, and
 * again after an attempt failed. A leader that has nothing of a producer takes any sequence (KIP-360): if the first
 * batch is lost on its way to a leader that is replaced, or refused by one that is about to lead, the second would be
 * taken without it. What a former leader acknowledged proves nothing: the present one may begin with an empty log.
 */
final class PartitionQueue {

    private final TopicPartition partition;
    private final ProducerSettings settings;
    private final Timer backoff;
    private final List<ProducerBatch> batches = new ArrayList<>();
    private int nextSequence;
    private ClusterView.Leader leader;
    private boolean leaderKnowsSession;

    PartitionQueue(TopicPartition partition, ProducerSettings settings, Timer backoff) {
        this.partition = partition;
        this.settings = settings;
        this.backoff = backoff;
    }

    TopicPartition partition() {
        return partition;
    }

    int size() {
        return batches.size();
    }

    void add(ProducerBatch batch) {
        batches.add(batch);
    }

    boolean contains(ProducerBatch batch) {
        return batches.contains(batch);
    }

    boolean isHead(ProducerBatch batch) {
        return head() == batch;
    }

    void remove(ProducerBatch batch) {
        batches.remove(batch);
    }

    /** This is who leads now, as far as anybody said. */
    void ledBy(ClusterView.Leader present) {
        if (!present.equals(leader)) {
            leader = present;
            leaderKnowsSession = false;
        }
    }

    /** A batch of this session is in the log of the leader that it was sent to. */
    void acknowledged(ProducerBatch batch) {
        batches.remove(batch);
        leaderKnowsSession = leader != null && leader.equals(batch.sentTo());
    }

    /** An attempt was refused, or had no answer: who answers the next one may know nothing of this session any more. */
    void failed() {
        leaderKnowsSession = false;
    }

    /** The oldest batch, or null. */
    ProducerBatch head() {
        return batches.isEmpty() ? null : batches.get(0);
    }

    /** The batch to send next, or null. */
    ProducerBatch sendable() {
        if (backoff.armed()) {
            return null;
        }
        int last = Math.min(leaderKnowsSession || !settings.idempotent() ? settings.maxInFlight() : 1, batches.size());
        for (int i = 0; i < last; i++) {
            if (!batches.get(i).inFlight()) {
                return batches.get(i);
            }
        }
        return null;
    }

    /** The sequence of the next batch's first record. */
    int takeSequences(int records) {
        int first = nextSequence;
        // Sequences wrap to 0 behind the largest int.
        nextSequence = (int) (((long) nextSequence + records) & Integer.MAX_VALUE);
        return first;
    }

    void stop() {
        batches.clear();
        backoff.stop();
    }

    void waitFor(long nanos) {
        backoff.startIn(nanos);
    }

    /**
     * Has all that was sent sent again, with the sequences of the next session; what is still on its way may arrive.
     */
    void sendAgain() {
        for (ProducerBatch batch : batches) {
            batch.returned(false);
            batch.unbuilt();
        }
    }

    /** Begins the sequences again, and gives up all that was sent in the session that ends. */
    List<ProducerBatch> giveUpSent() {
        nextSequence = 0;
        leaderKnowsSession = false;
        List<ProducerBatch> sent = new ArrayList<>();
        Iterator<ProducerBatch> all = batches.iterator();
        while (all.hasNext()) {
            ProducerBatch batch = all.next();
            if (batch.attempts() > 0 && batch.built()) {
                sent.add(batch);
                all.remove();
            } else {
                batch.unbuilt();
            }
        }
        return sent;
    }
}
