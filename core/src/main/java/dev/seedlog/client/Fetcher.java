package dev.seedlog.client;

import dev.seedlog.base.HostPort;
import dev.seedlog.base.Uuid;
import dev.seedlog.env.CloseReason;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.env.Timer;
import dev.seedlog.log.TopicPartition;
import dev.seedlog.record.RecordReader;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.WireReader;
import dev.seedlog.wire.frame.ResponseHandler;
import dev.seedlog.wire.message.FetchResponse;
import dev.seedlog.wire.message.FetchResponse.FetchableTopicResponse;
import dev.seedlog.wire.message.FetchResponse.LeaderIdAndEpoch;
import dev.seedlog.wire.message.FetchResponse.NodeEndpoint;
import dev.seedlog.wire.message.FetchResponse.PartitionData;
import dev.seedlog.wire.message.ListOffsetsResponse;
import dev.seedlog.wire.message.ListOffsetsResponse.ListOffsetsPartitionResponse;
import dev.seedlog.wire.message.ListOffsetsResponse.ListOffsetsTopicResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads partitions from a position on, one request at a time to each leader. A position that is not known, or that the
 * broker does not have any more, is asked for with ListOffsets.
 */
public final class Fetcher {

    /** As long as a follower is read from before the leader is asked again: metadata.max.age.ms. */
    private static final long PREFERENCE_NANOS = 300_000_000_000L;

    private final ShardEnv env;
    private final ClusterClient cluster;
    private final FetcherSettings settings;
    private final FetchListener listener;
    private final FetchRequests requests;
    private final FetchDecoder decoder;
    private final Timer retry;
    private final Map<TopicPartition, FetchState> states = new TreeMap<>();
    private final List<LeaderFetch> leaders = new ArrayList<>();

    /** A fetcher that shares {@code cluster} with others of the same client. */
    public Fetcher(ShardEnv env, ClusterClient cluster, FetcherSettings settings, RecordReader reader,
                   FetchListener listener) {
        this.env = env;
        this.cluster = cluster;
        this.settings = settings;
        this.listener = listener;
        this.requests = new FetchRequests(cluster.view(), settings);
        this.decoder = new FetchDecoder(reader, listener);
        this.retry = env.timers().create("fetch retry", this::tryAgain);
        cluster.addUser(this::advance);
    }

    /** Reads a partition from one of its ends. */
    public void assign(TopicPartition partition, boolean fromEarliest) {
        states.put(partition, new FetchState(partition, FetchState.UNKNOWN, fromEarliest));
    }

    /** Reads a partition from a position. */
    public void assignAt(TopicPartition partition, long position) {
        states.put(partition, new FetchState(partition, position, true));
    }

    /** Reads a partition no more; an answer under way is not shown. */
    public void unassign(TopicPartition partition) {
        states.remove(partition);
    }

    /** Which topic a partition is read of: names can be used again, ids cannot. Zero until it is known. */
    public Uuid topicId(TopicPartition partition) {
        FetchState state = states.get(partition);
        return state == null ? Uuid.ZERO : state.topicId();
    }

    /** From where a partition is read next; -1 if that is not known, or it is not read. */
    public long position(TopicPartition partition) {
        FetchState state = states.get(partition);
        return state == null ? FetchState.UNKNOWN : state.position();
    }

    /** Goes to another position of a partition that it reads. */
    public void moveTo(TopicPartition partition, long position) {
        FetchState state = states.get(partition);
        if (state != null) {
            state.moveTo(position);
        }
    }

    /** Reads nothing any more, ever. */
    public void stop() {
        states.clear();
        retry.stop();
    }

    /** What is read now. */
    public List<TopicPartition> assigned() {
        return List.copyOf(states.keySet());
    }

    /** Asks for what can be asked for. */
    public void advance() {
        noticeReplacedTopics();
        for (FetchState state : states.values()) {
            ClientChannel channel = state.paused() ? null : channel(state);
            if (channel != null) {
                leader(channel).ready.add(state);
            }
        }
        for (LeaderFetch leader : List.copyOf(leaders)) {
            leader.advance();
            leader.ready.clear();
        }
    }

    /** To whom a partition's next request goes; where it begins and ends only its leader knows. */
    private ClientChannel channel(FetchState state) {
        int preferred = state.preferred(env.clock().nanoTime());
        if (preferred != FetchState.NOBODY && !cluster.knowsBroker(preferred)) {
            state.preferNobody();
            preferred = FetchState.NOBODY;
        }
        // The leader and its epoch have to be known in any case: the request says which.
        return preferred == FetchState.NOBODY || !state.positioned()
                || cluster.view().leader(state.partition()) == null
                ? cluster.leaderChannel(state.partition()) : cluster.brokerChannel(preferred);
    }

    private void noticeReplacedTopics() {
        for (FetchState state : List.copyOf(states.values())) {
            if (state.learnTopicId(cluster.view().topicId(state.partition().topic()))) {
                state.moveTo(FetchState.UNKNOWN);
                // A session knows partitions by the topic's old id.
                leaders.forEach(leader -> leader.session.unanswered());
                listener.onTopicReplaced(state.partition());
            }
        }
    }

    private LeaderFetch leader(ClientChannel channel) {
        for (LeaderFetch leader : leaders) {
            if (leader.channel == channel) {
                return leader;
            }
        }
        LeaderFetch leader = new LeaderFetch(channel);
        leaders.add(leader);
        return leader;
    }

    private void tryAgain() {
        states.values().forEach(state -> state.setPaused(false));
        advance();
    }

    private void pauseForRetry(FetchState state) {
        state.setPaused(true);
        scheduleRetry();
    }

    private void scheduleRetry() {
        if (!retry.armed()) {
            retry.startIn(settings.retryBackoffNanos());
        }
    }

    /** What is under way to one leader. */
    private final class LeaderFetch {

        private final ClientChannel channel;
        private final FetchSession session = new FetchSession(settings.sessions());
        private final List<FetchState> ready = new ArrayList<>();
        private boolean fetching;
        private boolean asking;

        private LeaderFetch(ClientChannel channel) {
            this.channel = channel;
        }

        private void advance() {
            List<FetchState> lost = new ArrayList<>();
            List<FetchState> fetched = new ArrayList<>();
            ready.forEach(state -> (state.positioned() ? fetched : lost).add(state));
            if (!asking && !lost.isEmpty()) {
                asking = channel.send(Api.LIST_OFFSETS, requests.listOffsets(lost), new OffsetsAnswer(lost));
                retryUnless(asking);
            }
            if (!fetching && !fetched.isEmpty()) {
                fetching = channel.send(Api.FETCH, requests.fetch(session, fetched),
                        settings.maxWaitMs() * 1_000_000L, new FetchAnswer(fetched));
                if (fetching) {
                    session.sent(fetched, cluster.view());
                }
                retryUnless(fetching);
            }
        }

        private void retryUnless(boolean sent) {
            if (!sent) {
                scheduleRetry();
            }
        }

        private void take(FetchResponse response) {
            ErrorCode error = ErrorCode.forCode(response.errorCode());
            if (error != ErrorCode.NONE) {
                session.lost();
                scheduleRetry();
                return;
            }
            session.answered(response.sessionId());
            for (FetchableTopicResponse topic : response.responses()) {
                String name = topic.topicId().isZero() ? topic.topic() : cluster.view().topicName(topic.topicId());
                for (PartitionData data : topic.partitions()) {
                    if (name != null && isRead(name, data.partitionIndex(), topic.topicId())) {
                        take(new TopicPartition(name, data.partitionIndex()), data, response.nodeEndpoints());
                    }
                }
            }
        }

        /** Whether an answer is about the topic that is read, and not about an earlier one of its name. */
        private boolean isRead(String topic, int partition, Uuid topicId) {
            FetchState state = states.get(new TopicPartition(topic, partition));
            return state != null && (topicId.isZero() || topicId.equals(state.topicId()));
        }

        private void take(TopicPartition partition, PartitionData data, List<NodeEndpoint> endpoints) {
            FetchState state = states.get(partition);
            Long asked = session.askedPosition(partition);
            if (state == null || asked == null || state.position() != asked) {
                // It is read no more, or from elsewhere.
                return;
            }
            ErrorCode error = ErrorCode.forCode(data.errorCode());
            boolean preferred = state.preferred(env.clock().nanoTime()) != FetchState.NOBODY;
            if (error == ErrorCode.NONE && data.preferredReadReplica() >= 0) {
                state.prefer(data.preferredReadReplica(), env.clock().nanoTime() + PREFERENCE_NANOS);
                if (!cluster.knowsBroker(data.preferredReadReplica())) {
                    cluster.metadataWrong();
                    pauseForRetry(state);
                }
            } else if (error == ErrorCode.NONE) {
                long next = decoder.decode(partition, asked, data.records());
                state.moveTo(next);
                listener.onFetched(partition, channel, asked, next, data.highWatermark());
                if (decoder.damaged()) {
                    pauseForRetry(state);
                }
            } else if (error == ErrorCode.OFFSET_OUT_OF_RANGE && preferred) {
                // It may lag, or have deleted more; what is out of range says the leader.
                state.preferNobody();
            } else if (error == ErrorCode.OFFSET_OUT_OF_RANGE) {
                state.moveTo(FetchState.UNKNOWN);
                listener.onOutOfRange(partition, channel, asked);
            } else {
                state.preferNobody();
                cluster.metadataWrong();
                if (!learnsLeader(partition, data.currentLeader(), endpoints)) {
                    pauseForRetry(state);
                }
            }
        }

        /** Whether an error says who leads now, so that it can be asked at once (KIP-951). */
        private boolean learnsLeader(TopicPartition partition, LeaderIdAndEpoch leader,
                                     List<NodeEndpoint> endpoints) {
            HostPort address = null;
            for (NodeEndpoint endpoint : endpoints) {
                if (endpoint.nodeId() == leader.leaderId()) {
                    address = new HostPort(endpoint.host(), endpoint.port());
                }
            }
            return cluster.learnLeader(partition,
                    new ClusterView.Leader(leader.leaderId(), leader.leaderEpoch()), address);
        }

        private void take(ListOffsetsResponse response, List<FetchState> asked) {
            for (ListOffsetsTopicResponse topic : response.topics()) {
                for (ListOffsetsPartitionResponse answer : topic.partitions()) {
                    FetchState state = states.get(new TopicPartition(topic.name(), answer.partitionIndex()));
                    if (state == null || state.positioned() || !asked.contains(state)) {
                        // It was assigned anew since, perhaps to begin at the other end.
                        continue;
                    }
                    if (ErrorCode.forCode(answer.errorCode()) == ErrorCode.NONE && answer.offset() >= 0) {
                        state.moveTo(answer.offset());
                        listener.onPosition(state.partition(), channel, answer.offset());
                    } else {
                        cluster.metadataWrong();
                        pauseForRetry(state);
                    }
                }
            }
        }

        /** Hears what was fetched. */
        private final class FetchAnswer implements ResponseHandler {
            private final List<FetchState> asked;

            private FetchAnswer(List<FetchState> asked) {
                this.asked = asked;
            }

            @Override
            public void onResponse(WireReader body, short version) {
                FetchResponse response = FetchResponse.read(body, version);
                fetching = false;
                take(response);
                if (!retry.armed()) {
                    Fetcher.this.advance();
                }
            }

            @Override
            public void onLost(CloseReason why) {
                fetching = false;
                session.unanswered();
                asked.forEach(FetchState::preferNobody);
            }
        }

        /** Hears where partitions begin or end. */
        private final class OffsetsAnswer implements ResponseHandler {
            private final List<FetchState> asked;

            private OffsetsAnswer(List<FetchState> asked) {
                this.asked = asked;
            }

            @Override
            public void onResponse(WireReader body, short version) {
                ListOffsetsResponse response = ListOffsetsResponse.read(body, version);
                asking = false;
                take(response, asked);
                Fetcher.this.advance();
            }

            @Override
            public void onLost(CloseReason why) {
                asking = false;
            }
        }
    }
}
