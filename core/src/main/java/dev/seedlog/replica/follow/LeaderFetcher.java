package dev.seedlog.replica.follow;

import dev.seedlog.base.HostPort;
import dev.seedlog.base.Nanos;
import dev.seedlog.env.CloseReason;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.env.Timer;
import dev.seedlog.log.EpochEnd;
import dev.seedlog.log.CorruptFileException;
import dev.seedlog.log.LogDirectoryOffline;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.Payload;
import dev.seedlog.wire.WireReader;
import dev.seedlog.wire.frame.FrameBuffers;
import dev.seedlog.wire.frame.ResponseHandler;
import dev.seedlog.wire.message.FetchRequest;
import dev.seedlog.wire.message.FetchResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches from one leader all that this shard follows there: one fetch at a time, in one session. What came is appended
 * in the turn in which it came, and the next fetch leaves at that turn's end, so it asks from the new end on.
 *
 * <p>A partition that fails, is cut or is slow to be forced is taken out of the session until it is ready again; the
 * others go on.
 */
final class LeaderFetcher {

    private static final Logger LOG = LoggerFactory.getLogger(LeaderFetcher.class);
    /** What was got is forced in about this time, or the disk is slow: then the other partitions go on without it. */
    private static final long FORCE_PATIENCE_NANOS = Nanos.ofMillis(100);

    private final ShardEnv env;
    private final FollowerSettings settings;
    private final LongSupplier brokerEpoch;
    private final LeaderConnection connection;
    private final OffsetLocator locator;
    private final FollowerSession session;
    private final Timer backoffTimer;
    private final Timer forcePatience;
    private final Map<PartitionKey, FollowedPartition> partitions = new LinkedHashMap<>();
    private final Set<PartitionKey> changed = new LinkedHashSet<>();
    private final Set<FollowedPartition> touched = new LinkedHashSet<>();
    private final List<FollowedPartition> settling = new ArrayList<>();
    private final Set<FollowedPartition> forcing = new LinkedHashSet<>();
    private final Set<FollowedPartition> backingOff = new LinkedHashSet<>();
    private boolean inFlight;

    /**
     * A fetcher with nothing to fetch.
     *
     * @param brokerEpoch the epoch of this incarnation (KIP-903)
     */
    LeaderFetcher(ShardEnv env, FrameBuffers buffers, FollowerSettings settings, LongSupplier brokerEpoch) {
        this.env = env;
        this.settings = settings;
        this.brokerEpoch = brokerEpoch;
        FollowerRequests requests = new FollowerRequests(settings);
        this.connection = new LeaderConnection(env, buffers, settings);
        this.locator = new OffsetLocator(connection, requests, new Located());
        this.session = new FollowerSession(requests);
        this.backoffTimer = env.timers().create("follower backoff", this::endBackoffs);
        // The turn that it fires in ends with a fetch.
        this.forcePatience = env.timers().create("follower force", forcing::clear);
    }

    /** Where the leader is, as its newest registration says. */
    void leaderAt(HostPort address) {
        connection.leaderAt(address);
    }

    /** Fetches this too, in place of an earlier epoch of it. */
    void add(FollowedPartition partition) {
        PartitionKey key = PartitionKey.of(partition);
        FollowedPartition before = partitions.put(key, partition);
        if (before != null) {
            forget(before);
        }
        changed.add(key);
        touched.add(partition);
    }

    /** Fetches this no more. */
    void remove(FollowedPartition partition) {
        PartitionKey key = PartitionKey.of(partition);
        if (partitions.remove(key, partition)) {
            forget(partition);
            changed.add(key);
        }
    }

    private void forget(FollowedPartition partition) {
        touched.remove(partition);
        forcing.remove(partition);
        backingOff.remove(partition);
        if (partition.stage() != FollowerStage.FAILED) {
            partition.become(FollowerStage.FAILED);
        }
    }

    boolean isEmpty() {
        return partitions.isEmpty();
    }

    /** Ends it for good. */
    void stop() {
        new ArrayList<>(partitions.values()).forEach(this::remove);
        connection.stop();
        backoffTimer.stop();
        forcePatience.stop();
    }

    /** More of a log is forced. */
    void onForced(FollowedPartition partition) {
        if (!partition.isForcing()) {
            forcing.remove(partition);
            changed.add(PartitionKey.of(partition));
        }
    }

    /** The truncation of a log is durable. */
    void onAppendable(FollowedPartition partition) {
        partition.onAppendable();
        touched.add(partition);
    }

    /** What the turn has brought is written: the next fetch leaves, unless one is under way. */
    void endTurn() {
        // A disk that fails meanwhile takes other partitions of its directory from here.
        settling.addAll(touched);
        touched.clear();
        for (FollowedPartition partition : settling) {
            if (partitions.get(PartitionKey.of(partition)) == partition) {
                settle(partition);
            }
        }
        settling.clear();
        if (inFlight || !forcing.isEmpty() || partitions.isEmpty() || !connection.isUsable()) {
            return;
        }
        FetchRequest request = session.next(brokerEpoch.getAsLong(), partitions, changed);
        if (request == null) {
            return;
        }
        inFlight = connection.send(Api.FETCH, request, Nanos.ofMillis(settings.waitMs()), new Answer());
        if (!inFlight) {
            session.reset(partitions.values());
        }
    }

    private void settle(FollowedPartition partition) {
        changed.add(PartitionKey.of(partition));
        try {
            partition.settle();
        } catch (LogDirectoryOffline e) {
            unusable(partition, e);
            return;
        }
        if (partition.stage() == FollowerStage.FETCHING && partition.isForcing()) {
            forcing.add(partition);
            if (!forcePatience.armed()) {
                forcePatience.startIn(FORCE_PATIENCE_NANOS);
            }
        }
    }

    private void take(FetchResponse response) {
        ErrorCode error = ErrorCode.forCode(response.errorCode());
        if (error != ErrorCode.NONE) {
            LOG.debug("a fetch was refused: {}", error);
            session.reset(partitions.values());
            if (error != ErrorCode.FETCH_SESSION_ID_NOT_FOUND && error != ErrorCode.INVALID_FETCH_SESSION_EPOCH
                    && error != ErrorCode.FETCH_SESSION_TOPIC_ID_ERROR) {
                connection.pause();
            }
            return;
        }
        for (FetchResponse.FetchableTopicResponse topic : response.responses()) {
            for (FetchResponse.PartitionData data : topic.partitions()) {
                FollowedPartition partition =
                        partitions.get(new PartitionKey(topic.topicId(), data.partitionIndex()));
                // What changed since the fetch left is asked for anew.
                if (partition != null && partition.isAnsweredBySession()) {
                    takeOrFail(partition, data);
                }
            }
        }
        session.answered(response.sessionId(), partitions.values());
    }

    private void takeOrFail(FollowedPartition partition, FetchResponse.PartitionData data) {
        try {
            take(partition, data);
        } catch (LogDirectoryOffline e) {
            unusable(partition, e);
        } catch (CorruptFileException e) {
            // Where to cut cannot be read; the log may be restored from a copy.
            LOG.warn("{}: {}", partition, e.getMessage());
            backOff(partition, e.getMessage());
        }
    }

    private void take(FollowedPartition partition, FetchResponse.PartitionData data) {
        ErrorCode error = ErrorCode.forCode(data.errorCode());
        changed.add(PartitionKey.of(partition));
        if (error == ErrorCode.OFFSET_OUT_OF_RANGE) {
            locator.locate(partition);
        } else if (error != ErrorCode.NONE) {
            fail(partition, error);
        } else if (data.divergingEpoch().endOffset() >= 0) {
            env.probes().hit("replica.diverged");
            partition.truncate(new EpochEnd(data.divergingEpoch().epoch(), data.divergingEpoch().endOffset()));
            if (partition.stage() == FollowerStage.FETCHING && !partition.movedInSession()) {
                backOff(partition, "it parts from its leader's log, which names no offset to part at");
            }
        } else {
            append(partition, data);
        }
    }

    private void append(FollowedPartition partition, FetchResponse.PartitionData data) {
        if (data.records() instanceof Payload.Bytes bytes && bytes.sizeBytes() > 0) {
            String problem = partition.append(bytes.slice());
            if (problem != null) {
                LOG.error("{} does not take what its leader sent: {}", partition, problem);
                backOff(partition, problem);
                return;
            }
        }
        partition.heard(data.highWatermark(), data.logStartOffset());
        touched.add(partition);
    }

    private void fail(FollowedPartition partition, ErrorCode error) {
        if (error == ErrorCode.FENCED_LEADER_EPOCH) {
            // A later epoch has begun; the metadata is going to say so here too.
            partition.become(FollowerStage.FAILED);
        } else {
            backOff(partition, error.toString());
        }
    }

    private void backOff(FollowedPartition partition, String why) {
        LOG.debug("{} is fetched again in a while: {}", partition, why);
        partition.backOffUntil(env.clock().nanoTime() + settings.backoffNanos());
        backingOff.add(partition);
        changed.add(PartitionKey.of(partition));
        if (!backoffTimer.armed()) {
            backoffTimer.startIn(settings.backoffNanos());
        }
    }

    private void endBackoffs() {
        long now = env.clock().nanoTime();
        long next = Long.MAX_VALUE;
        for (FollowedPartition partition : new ArrayList<>(backingOff)) {
            long left = partition.retryAtNanos() - now;
            if (left <= 0) {
                backingOff.remove(partition);
                partition.become(FollowerStage.FETCHING);
                changed.add(PartitionKey.of(partition));
            } else {
                next = Math.min(next, left);
            }
        }
        if (next != Long.MAX_VALUE) {
            backoffTimer.startIn(next);
        }
    }

    private void unusable(FollowedPartition partition, LogDirectoryOffline problem) {
        LOG.warn("{} is not followed any more: {}", partition, problem.getMessage());
        if (partition.stage() != FollowerStage.FAILED) {
            partition.become(FollowerStage.FAILED);
        }
        changed.add(PartitionKey.of(partition));
    }

    /** What becomes of one fetch. */
    private final class Answer implements ResponseHandler {
        @Override
        public void onResponse(WireReader body, short version) {
            inFlight = false;
            take(FetchResponse.read(body, version));
        }

        @Override
        public void onLost(CloseReason why) {
            inFlight = false;
            session.reset(partitions.values());
        }
    }

    /** What becomes of partitions whose end is out of the leader's range. */
    private final class Located implements OffsetLocator.Listener {
        @Override
        public void onLocated(FollowedPartition partition) {
            env.probes().hit("replica.located");
            changed.add(PartitionKey.of(partition));
        }

        @Override
        public void onNotLocated(FollowedPartition partition, ErrorCode error) {
            fail(partition, error);
        }

        @Override
        public void onUnusable(FollowedPartition partition, LogDirectoryOffline problem) {
            unusable(partition, problem);
        }
    }
}
