package dev.seedlog.replica.fetch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a client fetches again and again: it names only what changed, and hears only what changed. */
final class FetchSession {

    private final int id;
    private final boolean byTopicId;
    private final boolean ofFollower;
    private final long createdNanos;
    private final Map<FetchTarget, SessionPartition> partitions = new LinkedHashMap<>();
    private long lastUsedNanos;
    private int epoch = 1;

    FetchSession(int id, boolean byTopicId, boolean ofFollower, long nowNanos) {
        this.id = id;
        this.byTopicId = byTopicId;
        this.ofFollower = ofFollower;
        this.createdNanos = nowNanos;
        this.lastUsedNanos = nowNanos;
    }

    int id() {
        return id;
    }

    /** The epoch that the next request must carry. */
    int epoch() {
        return epoch;
    }

    boolean byTopicId() {
        return byTopicId;
    }

    boolean ofFollower() {
        return ofFollower;
    }

    long createdNanos() {
        return createdNanos;
    }

    long lastUsedNanos() {
        return lastUsedNanos;
    }

    int size() {
        return partitions.size();
    }

    void used(long nowNanos) {
        lastUsedNanos = nowNanos;
        epoch = epoch == Integer.MAX_VALUE ? 1 : epoch + 1;
    }

    void put(FetchTarget target, FetchPosition position) {
        SessionPartition known = partitions.get(target);
        if (known == null) {
            partitions.put(target, new SessionPartition(target, position));
        } else {
            known.moveTo(position);
        }
    }

    void forget(FetchTarget target) {
        partitions.remove(target);
    }

    /** All partitions, those first that have waited longest for records. */
    List<SessionPartition> inOrder() {
        return new ArrayList<>(partitions.values());
    }

    /** A partition that was served goes behind the others, so that a small maxBytes starves none. */
    void servedLast(SessionPartition partition) {
        if (partitions.remove(partition.target(), partition)) {
            partitions.put(partition.target(), partition);
        }
    }
}
