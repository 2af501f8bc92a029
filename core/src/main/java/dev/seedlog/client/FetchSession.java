package dev.seedlog.client;

import dev.seedlog.base.Uuid;
import dev.seedlog.log.TopicPartition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A fetch session of KIP-227 as the client sees it: the broker remembers which partitions are fetched from where, so a
 * request names only what has changed since.
 */
final class FetchSession {

    private static final int NO_SESSION = 0;
    private static final int FULL_EPOCH = 0;
    private static final int SESSIONLESS_EPOCH = -1;

    private final boolean used;
    private final Map<TopicPartition, Asked> positions = new TreeMap<>();
    private int id = NO_SESSION;
    private int epoch;

    /** What the broker remembers of a partition. */
    record Asked(Uuid topicId, long position, int leaderEpoch) {
    }

    FetchSession(boolean used) {
        this.used = used;
        this.epoch = used ? FULL_EPOCH : SESSIONLESS_EPOCH;
    }

    int id() {
        return id;
    }

    int epoch() {
        return epoch;
    }

    /** Whether the next request names only what changed. */
    boolean incremental() {
        return epoch > FULL_EPOCH;
    }

    /** Of what shall be fetched, what the next request has to name. */
    List<FetchState> toName(List<FetchState> fetched, ClusterView view) {
        List<FetchState> named = new ArrayList<>();
        for (FetchState state : fetched) {
            if (!incremental() || !asked(state, view).equals(positions.get(state.partition()))) {
                named.add(state);
            }
        }
        return named;
    }

    /** What the broker shall forget, under the topics' ids of when it was named: by now, names may mean others. */
    Map<TopicPartition, Uuid> toForget(List<FetchState> fetched) {
        Map<TopicPartition, Uuid> forgotten = new TreeMap<>();
        if (incremental()) {
            positions.forEach((partition, asked) -> forgotten.put(partition, asked.topicId));
            fetched.forEach(state -> forgotten.remove(state.partition()));
        }
        return forgotten;
    }

    /** The request was sent. */
    void sent(List<FetchState> fetched, ClusterView view) {
        positions.clear();
        fetched.forEach(state -> positions.put(state.partition(), asked(state, view)));
    }

    /** From where the answer's records of a partition were asked for; null if they were not. */
    Long askedPosition(TopicPartition partition) {
        Asked asked = positions.get(partition);
        return asked == null ? null : asked.position;
    }

    private static Asked asked(FetchState state, ClusterView view) {
        return new Asked(view.topicId(state.partition().topic()), state.position(),
                view.leader(state.partition()).epoch());
    }

    /** The answer came, and was no error of the session. */
    void answered(int sessionId) {
        if (!used) {
            return;
        }
        if (incremental()) {
            epoch = epoch == Integer.MAX_VALUE ? 1 : epoch + 1;
        } else {
            id = sessionId;
            epoch = sessionId == NO_SESSION ? FULL_EPOCH : 1;
        }
    }

    /** The broker does not know the session any more. */
    void lost() {
        if (used) {
            id = NO_SESSION;
            epoch = FULL_EPOCH;
        }
    }

    /** No answer came: the next request ends the session, if there is one, and begins another. */
    void unanswered() {
        if (used) {
            epoch = FULL_EPOCH;
        }
    }
}
