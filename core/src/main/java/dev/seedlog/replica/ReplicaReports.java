package dev.seedlog.replica;

import dev.seedlog.env.Timer;
import dev.seedlog.env.Timers;
import dev.seedlog.machine.Refusal;
import dev.seedlog.machine.Reply;
import dev.seedlog.metadata.TopicPartitionId;
import dev.seedlog.wire.ErrorCode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the replicas of a shard have to say to the controller: one request at a time, with all that has come by then,
 * the newest of each partition. It is said again until there is an answer.
 *
 * @param <V> what is said of a partition
 * @param <A> what the controller answers to a request
 */
abstract class ReplicaReports<V, A> {

    private static final Logger LOG = LoggerFactory.getLogger(ReplicaReports.class);

    private final String name;
    private final long retryNanos;
    private final Timer retry;
    private final Map<TopicPartitionId, V> waiting = new LinkedHashMap<>();
    private final Map<TopicPartitionId, V> sent = new LinkedHashMap<>();
    private boolean inFlight;
    private boolean stopped;

    ReplicaReports(Timers timers, String name, long retryNanos) {
        this.name = name;
        this.retryNanos = retryNanos;
        // The turn that it fires in ends with another attempt.
        this.retry = timers.create(name + " retry", () -> { });
    }

    /** Makes one request of all this and sends it. */
    abstract void send(Map<TopicPartitionId, V> reports, Reply<A> reply);

    /** Why all of a request is to be said again; NONE if the answer settles it. */
    abstract ErrorCode errorOf(A answer);

    /** Takes an answer that settles a request; what it says nothing of goes {@linkplain #again again}. */
    abstract void take(Map<TopicPartitionId, V> said, A answer);

    void report(TopicPartitionId partition, V report) {
        waiting.put(partition, report);
    }

    /** Whether just this is on its way. */
    boolean isUnderWay(TopicPartitionId partition, V report) {
        return report.equals(sent.get(partition));
    }

    /** How many partitions there is something to say of. */
    int waitingCount() {
        return waiting.size();
    }

    /** The turn ends: what is to be said leaves. */
    public void endTurn() {
        if (inFlight || stopped || waiting.isEmpty() || retry.armed()) {
            return;
        }
        sent.putAll(waiting);
        waiting.clear();
        inFlight = true;
        send(sent, new Answer());
    }

    /** Says nothing any more. */
    public void stop() {
        stopped = true;
        retry.stop();
        waiting.clear();
        sent.clear();
    }

    /** Says this again after a while, where nothing newer has come. */
    void again(Map<TopicPartitionId, V> reports) {
        reports.forEach(waiting::putIfAbsent);
        retryLater();
    }

    /** The controller is not to be asked at once. */
    void retryLater() {
        retry.startIn(retryNanos);
    }

    private Map<TopicPartitionId, V> takeSent() {
        Map<TopicPartitionId, V> all = new LinkedHashMap<>(sent);
        sent.clear();
        return all;
    }

    private void notSettled(ErrorCode why) {
        LOG.debug("the controller will be asked again, {}: {}", name, why);
        again(takeSent());
    }

    /** What becomes of one request. */
    private final class Answer implements Reply<A> {
        @Override
        public void answer(A answer) {
            inFlight = false;
            if (stopped) {
                return;
            }
            ErrorCode error = errorOf(answer);
            if (error == ErrorCode.NONE) {
                take(takeSent(), answer);
            } else {
                notSettled(error);
            }
        }

        @Override
        public void refuse(Refusal refusal) {
            inFlight = false;
            if (!stopped) {
                notSettled(refusal.error());
            }
        }
    }
}
