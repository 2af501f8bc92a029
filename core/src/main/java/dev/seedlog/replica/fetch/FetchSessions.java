package dev.seedlog.replica.fetch;

import dev.seedlog.base.Nanos;
import dev.seedlog.base.Uuid;
import dev.seedlog.env.Clock;
import dev.seedlog.env.Faults;
import dev.seedlog.env.Probes;
import dev.seedlog.env.RandomSource;
import dev.seedlog.replica.PartitionOwners;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.FetchRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The fetch sessions of a shard (KIP-227). There is a limited number of slots; a new session takes one from another
 * that was not used for two minutes, or, for a follower, from a consumer's, or from a smaller and older one.
 */
public final class FetchSessions {

    private static final int NO_SESSION = 0;
    private static final int FIRST_EPOCH = 0;
    private static final int LAST_EPOCH = -1;
    private static final long EVICTABLE_AFTER_NANOS = Nanos.ofSeconds(120);
    private static final short BY_TOPIC_ID_VERSION = 13;

    private final int slots;
    private final PartitionOwners shards;
    private final Clock clock;
    private final RandomSource random;
    private final Faults faults;
    private final Probes probes;
    private final Map<Integer, FetchSession> sessions = new LinkedHashMap<>();

    /**
     * No sessions yet.
     *
     * @param slots how many there may be (max.incremental.fetch.session.cache.slots)
     * @param random makes their ids
     */
    public FetchSessions(int slots, Clock clock, RandomSource random, Faults faults, Probes probes) {
        this(slots, PartitionOwners.ONLY, clock, random, faults, probes);
    }

    /**
     * No sessions yet on one of several shards: the remainder of a session's id by their number is the session's shard.
     *
     * @param slots how many there may be on this one
     */
    public FetchSessions(int slots, PartitionOwners shards, Clock clock, RandomSource random, Faults faults,
                         Probes probes) {
        this.shards = shards;
        this.slots = slots;
        this.clock = clock;
        this.random = random;
        this.faults = faults;
        this.probes = probes;
    }

    /** What a request asks for, with what its session remembers. */
    public FetchPlan plan(FetchRequest request, short version) {
        int epoch = request.sessionEpoch();
        if (epoch == FIRST_EPOCH || epoch == LAST_EPOCH) {
            sessions.remove(request.sessionId());
            return epoch == FIRST_EPOCH ? first(request, version) : FetchPlan.withoutSession(named(request, version));
        }
        return next(request, version);
    }

    /** Forgets a session, if it is there. */
    public void end(int sessionId) {
        sessions.remove(sessionId);
    }

    /** How many sessions there are. */
    public int size() {
        return sessions.size();
    }

    private FetchPlan first(FetchRequest request, short version) {
        boolean follower = isFollower(request);
        List<SessionPartition> partitions = named(request, version);
        if (partitions.isEmpty() || !hasSlotFor(partitions.size(), follower)) {
            return FetchPlan.withoutSession(partitions);
        }
        FetchSession session = new FetchSession(newId(), byTopicId(version), follower, clock.nanoTime());
        partitions.forEach(partition -> session.put(partition.target(), partition.position()));
        sessions.put(session.id(), session);
        return FetchPlan.first(session);
    }

    private FetchPlan next(FetchRequest request, short version) {
        if (faults.at("fetch.session.evict")) {
            sessions.remove(request.sessionId());
        }
        FetchSession session = sessions.get(request.sessionId());
        if (session == null) {
            probes.hit("fetch.session.unknown");
            return FetchPlan.refused(ErrorCode.FETCH_SESSION_ID_NOT_FOUND.code());
        }
        if (request.sessionEpoch() != session.epoch()) {
            probes.hit("fetch.session.epoch");
            return FetchPlan.refused(ErrorCode.INVALID_FETCH_SESSION_EPOCH.code());
        }
        if (session.byTopicId() != byTopicId(version)) {
            return FetchPlan.refused(ErrorCode.FETCH_SESSION_TOPIC_ID_ERROR.code());
        }
        for (FetchRequest.FetchTopic topic : request.topics()) {
            for (FetchRequest.FetchPartition partition : topic.partitions()) {
                session.put(target(topic, partition, version), position(partition));
            }
        }
        for (FetchRequest.ForgottenTopic topic : request.forgottenTopicsData()) {
            for (int i = 0; i < topic.partitions().size(); i++) {
                session.forget(target(topic.topicId(), topic.topic(), topic.partitions().get(i), version));
            }
        }
        session.used(clock.nanoTime());
        if (session.size() == 0) {
            // Nothing is left to remember: the client goes on without a session.
            sessions.remove(session.id());
            return FetchPlan.withoutSession(List.of());
        }
        return FetchPlan.next(session);
    }

    private List<SessionPartition> named(FetchRequest request, short version) {
        List<SessionPartition> partitions = new ArrayList<>();
        for (FetchRequest.FetchTopic topic : request.topics()) {
            for (FetchRequest.FetchPartition partition : topic.partitions()) {
                partitions.add(new SessionPartition(target(topic, partition, version), position(partition)));
            }
        }
        return partitions;
    }

    /** Whether there is a slot, perhaps one that another session has to give up. */
    private boolean hasSlotFor(int partitionCount, boolean follower) {
        if (sessions.size() < slots) {
            return true;
        }
        FetchSession weakest = null;
        for (FetchSession session : sessions.values()) {
            if (weakest == null || yieldsBefore(session, weakest)) {
                weakest = session;
            }
        }
        if (weakest == null) {
            return false;
        }
        long now = clock.nanoTime();
        boolean unused = now - weakest.lastUsedNanos() > EVICTABLE_AFTER_NANOS;
        boolean outranked = follower && !weakest.ofFollower();
        boolean smaller = follower == weakest.ofFollower() && partitionCount > weakest.size()
                && now - weakest.createdNanos() > EVICTABLE_AFTER_NANOS;
        if (unused || outranked || smaller) {
            sessions.remove(weakest.id());
            return true;
        }
        return false;
    }

    private boolean yieldsBefore(FetchSession one, FetchSession other) {
        long now = clock.nanoTime();
        boolean oneUnused = now - one.lastUsedNanos() > EVICTABLE_AFTER_NANOS;
        boolean otherUnused = now - other.lastUsedNanos() > EVICTABLE_AFTER_NANOS;
        if (oneUnused != otherUnused) {
            return oneUnused;
        }
        if (one.ofFollower() != other.ofFollower()) {
            return other.ofFollower();
        }
        return one.size() < other.size();
    }

    private int newId() {
        int id = NO_SESSION;
        while (id == NO_SESSION || sessions.containsKey(id)) {
            int any = 1 + random.nextInt(Integer.MAX_VALUE - shards.count());
            id = any - any % shards.count() + shards.self();
        }
        return id;
    }

    private static FetchTarget target(FetchRequest.FetchTopic topic, FetchRequest.FetchPartition partition,
                                      short version) {
        return target(topic.topicId(), topic.topic(), partition.partition(), version);
    }

    private static FetchTarget target(Uuid topicId, String topic, int partition, short version) {
        return byTopicId(version) ? new FetchTarget(topicId, null, partition)
                : new FetchTarget(Uuid.ZERO, topic, partition);
    }

    private static FetchPosition position(FetchRequest.FetchPartition partition) {
        return new FetchPosition(partition.currentLeaderEpoch(), partition.fetchOffset(), partition.lastFetchedEpoch(),
                partition.logStartOffset(), partition.partitionMaxBytes(), partition.highWatermark());
    }

    private static boolean isFollower(FetchRequest request) {
        return FetchReader.isFollower(request);
    }

    private static boolean byTopicId(short version) {
        return version >= BY_TOPIC_ID_VERSION;
    }
}
