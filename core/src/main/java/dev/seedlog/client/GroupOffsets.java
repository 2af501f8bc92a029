package dev.seedlog.client;

import dev.seedlog.base.Uuid;
import dev.seedlog.env.CloseReason;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.env.Timer;
import dev.seedlog.log.TopicPartition;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.WireReader;
import dev.seedlog.wire.frame.ResponseHandler;
import dev.seedlog.wire.message.OffsetCommitResponse;
import dev.seedlog.wire.message.OffsetFetchResponse;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** A member's commits, and the commits that it begins from. */
final class GroupOffsets {

    private static final short FIRST_VERSION_BY_TOPIC_ID = 10;

    private final ClusterClient cluster;
    private final GroupMembership membership;
    private final GroupRequests requests;
    private final Owner owner;
    private final Timer retry;
    private final long backoffNanos;
    private final SortedSet<TopicPartition> wanted = new TreeSet<>();
    private boolean asking;

    /** Whoever reads the partitions. */
    interface Owner {

        /** What the group had committed for a partition that is still wanted; -1 for nothing. */
        void onCommitted(TopicPartition partition, long offset);

        /** The group's offsets cannot be had, and never will. */
        void onRefused(ErrorCode error);
    }

    GroupOffsets(ShardEnv env, ClusterClient cluster, GroupSettings settings, GroupMembership membership,
                 Owner owner) {
        this.cluster = cluster;
        this.membership = membership;
        this.requests = new GroupRequests(settings);
        this.owner = owner;
        this.backoffNanos = cluster.settings().minBackoffNanos();
        this.retry = env.timers().create("offset fetch retry", this::advance);
    }

    /** Asks what is committed for partitions, until it is known. */
    void want(SortedSet<TopicPartition> partitions) {
        wanted.addAll(partitions);
        advance();
    }

    /** The partitions are somebody else's now. */
    void forget(SortedSet<TopicPartition> partitions) {
        wanted.removeAll(partitions);
    }

    void stop() {
        wanted.clear();
        retry.stop();
    }

    void advance() {
        ClientChannel channel = wanted.isEmpty() || asking || retry.armed() ? null : membership.coordinator();
        if (channel == null) {
            return;
        }
        SortedSet<TopicPartition> asked = named(wanted, channel, Api.OFFSET_FETCH);
        if (!asked.isEmpty()) {
            asking = channel.send(Api.OFFSET_FETCH, requests.offsets(asked, cluster.view()::topicId,
                    channel.version(Api.OFFSET_FETCH)), new OffsetsAnswer());
        }
        if (!asking) {
            retry.startIn(backoffNanos);
        }
    }

    /**
     * Commits, in one attempt.
     *
     * @return false if nothing was sent; then the listener hears nothing
     */
    boolean commit(SortedMap<TopicPartition, Long> offsets, CommitListener listener) {
        ClientChannel channel = membership.coordinator();
        GroupGeneration generation = membership.generation();
        if (channel == null || !generation.known()
                || named(new TreeSet<>(offsets.keySet()), channel, Api.OFFSET_COMMIT).size() < offsets.size()) {
            return false;
        }
        return channel.send(Api.OFFSET_COMMIT, requests.commit(generation, offsets, cluster.view()::topicId),
                new CommitAnswer(generation, listener));
    }

    /** Those that can be named in a request: where topics go by their ids, the ids must be known. */
    private SortedSet<TopicPartition> named(SortedSet<TopicPartition> partitions, ClientChannel channel, Api api) {
        SortedSet<TopicPartition> named = new TreeSet<>(partitions);
        if (channel.version(api) >= FIRST_VERSION_BY_TOPIC_ID) {
            named.removeIf(partition -> cluster.view().topicId(partition.topic()).isZero());
        }
        if (named.size() < partitions.size()) {
            cluster.metadataWrong();
        }
        return named;
    }

    private String name(String name, Uuid topicId) {
        return topicId.isZero() ? name : cluster.view().topicName(topicId);
    }

    private void takeFailure(ErrorCode error) {
        switch (error) {
            case NOT_COORDINATOR, COORDINATOR_NOT_AVAILABLE, REQUEST_TIMED_OUT -> membership.coordinatorWrong();
            case UNKNOWN_TOPIC_OR_PARTITION, UNKNOWN_TOPIC_ID -> cluster.metadataWrong();
            default -> {
                if (!error.isRetriable() && error != ErrorCode.UNKNOWN_SERVER_ERROR) {
                    stop();
                    owner.onRefused(error);
                    return;
                }
            }
        }
        retry.startIn(backoffNanos);
    }

    private void takeOffset(String topic, int number, ErrorCode error, long offset) {
        TopicPartition partition = new TopicPartition(topic, number);
        if (error != ErrorCode.NONE) {
            takeFailure(error);
        } else if (wanted.remove(partition)) {
            owner.onCommitted(partition, offset);
        }
    }

    /** Hears what is committed. */
    private final class OffsetsAnswer implements ResponseHandler {
        @Override
        public void onResponse(WireReader body, short version) {
            OffsetFetchResponse response = OffsetFetchResponse.read(body, version);
            asking = false;
            if (response.errorCode() != 0) {
                takeFailure(ErrorCode.forCode(response.errorCode()));
            }
            response.topics().forEach(topic -> topic.partitions().forEach(answer -> takeOffset(topic.name(),
                    answer.partitionIndex(), ErrorCode.forCode(answer.errorCode()), answer.committedOffset())));
            for (OffsetFetchResponse.OffsetFetchResponseGroup group : response.groups()) {
                if (group.errorCode() != 0) {
                    takeFailure(ErrorCode.forCode(group.errorCode()));
                }
                for (OffsetFetchResponse.OffsetFetchResponseTopics topic : group.topics()) {
                    String name = name(topic.name(), topic.topicId());
                    if (name != null) {
                        topic.partitions().forEach(answer -> takeOffset(name, answer.partitionIndex(),
                                ErrorCode.forCode(answer.errorCode()), answer.committedOffset()));
                    }
                }
            }
            advance();
        }

        @Override
        public void onLost(CloseReason why) {
            asking = false;
            membership.coordinatorWrong();
            retry.startIn(backoffNanos);
        }
    }

    /** Hears what became of a commit. */
    private final class CommitAnswer implements ResponseHandler {
        private final GroupGeneration sentIn;
        private final CommitListener listener;

        private CommitAnswer(GroupGeneration sentIn, CommitListener listener) {
            this.sentIn = sentIn;
            this.listener = listener;
        }

        @Override
        public void onResponse(WireReader body, short version) {
            OffsetCommitResponse response = OffsetCommitResponse.read(body, version);
            SortedMap<TopicPartition, ErrorCode> results = new TreeMap<>();
            for (OffsetCommitResponse.OffsetCommitResponseTopic topic : response.topics()) {
                String name = name(topic.name(), topic.topicId());
                if (name != null) {
                    topic.partitions().forEach(answer -> results.put(new TopicPartition(name,
                            answer.partitionIndex()), ErrorCode.forCode(answer.errorCode())));
                }
            }
            results.values().stream().filter(error -> error != ErrorCode.NONE).findFirst().ifPresent(this::react);
            listener.onAnswer(results);
        }

        private void react(ErrorCode error) {
            switch (error) {
                case UNKNOWN_MEMBER_ID, ILLEGAL_GENERATION -> membership.fenced(sentIn, error);
                case REBALANCE_IN_PROGRESS -> {
                    if (membership.generation().equals(sentIn)) {
                        membership.rejoin();
                    }
                }
                case NOT_COORDINATOR, COORDINATOR_NOT_AVAILABLE, REQUEST_TIMED_OUT -> membership.coordinatorWrong();
                case UNKNOWN_TOPIC_OR_PARTITION, UNKNOWN_TOPIC_ID -> cluster.metadataWrong();
                default -> {
                    // The listener knows.
                }
            }
        }

        @Override
        public void onLost(CloseReason why) {
            membership.coordinatorWrong();
            listener.onLost();
        }
    }
}
