package dev.seedlog.broker.api;

import dev.seedlog.broker.connection.Exchange;
import dev.seedlog.broker.connection.ServedApis;
import dev.seedlog.broker.coordinator.GroupCoordinators;
import dev.seedlog.group.GroupCoordinator;
import dev.seedlog.machine.Refusal;
import dev.seedlog.machine.Reply;
import dev.seedlog.metadata.TopicImage;
import dev.seedlog.metadata.TopicsImage;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.OffsetFetchRequest;
import dev.seedlog.wire.message.OffsetFetchResponse;
import java.util.ArrayList;
import java.util.List;

/**
 * OffsetFetch, versions 1 to 10. From version 2 on no topics mean all; 7 can ask for stable offsets only (KIP-447),
 * which all of ours are; 8 asks for many groups (KIP-709), 10 names topics by id (KIP-848).
 */
public final class OffsetFetchHandler {

    private static final short FIRST_VERSION_WITH_ERROR = 2;
    private static final short FIRST_VERSION_OF_MANY = 8;
    private static final short FIRST_VERSION_BY_ID = 10;
    private static final long NO_OFFSET = -1;
    private static final int NO_EPOCH = -1;

    private final GroupCoordinators coordinators;
    private final MetadataView metadata;

    /** A handler. */
    public OffsetFetchHandler(GroupCoordinators coordinators, MetadataView metadata) {
        this.coordinators = coordinators;
        this.metadata = metadata;
    }

    /** Serves the API. */
    public void register(ServedApis apis) {
        apis.serve(Api.OFFSET_FETCH, OffsetFetchRequest::read, this::handle);
    }

    private void handle(Exchange exchange, OffsetFetchRequest request) {
        if (exchange.version() < FIRST_VERSION_OF_MANY) {
            OffsetFetchRequest.OffsetFetchRequestGroup group = onlyGroup(request);
            fetch(identified(group), new Reply<>() {
                @Override
                public void answer(OffsetFetchResponse.OffsetFetchResponseGroup answer) {
                    exchange.respond(ofOnlyGroup(answer));
                }

                @Override
                public void refuse(Refusal refusal) {
                    boolean hasError = exchange.version() >= FIRST_VERSION_WITH_ERROR;
                    exchange.respond(hasError ? ofOnlyGroup(refused(group, refusal))
                            : ofOnlyGroup(refusedEach(group, error(refusal))));
                }
            });
            return;
        }
        boolean byId = exchange.version() >= FIRST_VERSION_BY_ID;
        Gathering<OffsetFetchResponse.OffsetFetchResponseGroup> answers = new Gathering<>(
                groups -> exchange.respond(OffsetFetchResponse.builder().groups(groups).build()));
        for (OffsetFetchRequest.OffsetFetchRequestGroup group : request.groups()) {
            Reply<OffsetFetchResponse.OffsetFetchResponseGroup> reply =
                    answers.next(refusal -> refused(group, refusal));
            if (byId) {
                fetchById(group, reply);
            } else {
                fetch(identified(group), reply);
            }
        }
        answers.allAsked();
    }

    private void fetch(OffsetFetchRequest.OffsetFetchRequestGroup group,
                       Reply<OffsetFetchResponse.OffsetFetchResponseGroup> reply) {
        GroupCoordinator coordinator = coordinators.of(group.groupId());
        if (coordinator == null) {
            reply.refuse(GroupCoordinators.NOT_HERE);
        } else {
            coordinator.fetch(group, reply);
        }
    }

    /** With the ids of the topics that have the names now. */
    private OffsetFetchRequest.OffsetFetchRequestGroup identified(OffsetFetchRequest.OffsetFetchRequestGroup group) {
        if (group.topics() == null) {
            return group;
        }
        TopicsImage topics = metadata.image().topics();
        List<OffsetFetchRequest.OffsetFetchRequestTopics> identified = new ArrayList<>(group.topics().size());
        for (OffsetFetchRequest.OffsetFetchRequestTopics asked : group.topics()) {
            TopicImage topic = topics.topic(asked.name());
            identified.add(topic == null ? asked : asked.toBuilder().topicId(topic.id()).build());
        }
        return group.toBuilder().topics(identified).build();
    }

    /** Fetches by the names that the topics have now; the answer has their ids. */
    private void fetchById(OffsetFetchRequest.OffsetFetchRequestGroup group,
                           Reply<OffsetFetchResponse.OffsetFetchResponseGroup> reply) {
        TopicsImage topics = metadata.image().topics();
        List<OffsetFetchResponse.OffsetFetchResponseTopics> unknown = new ArrayList<>();
        OffsetFetchRequest.OffsetFetchRequestGroup named = group;
        if (group.topics() != null) {
            List<OffsetFetchRequest.OffsetFetchRequestTopics> known = new ArrayList<>();
            for (OffsetFetchRequest.OffsetFetchRequestTopics asked : group.topics()) {
                TopicImage topic = topics.topic(asked.topicId());
                if (topic == null) {
                    unknown.add(refused(asked, ErrorCode.UNKNOWN_TOPIC_ID));
                } else {
                    known.add(asked.toBuilder().name(topic.name()).build());
                }
            }
            named = group.toBuilder().topics(known).build();
        }
        fetch(named, new Reply<>() {
            @Override
            public void answer(OffsetFetchResponse.OffsetFetchResponseGroup answer) {
                List<OffsetFetchResponse.OffsetFetchResponseTopics> all = new ArrayList<>(unknown);
                for (OffsetFetchResponse.OffsetFetchResponseTopics each : answer.topics()) {
                    TopicImage topic = topics.topic(each.name());
                    // Offsets of a topic that is no more have no id to be told by.
                    if (topic != null) {
                        all.add(each.toBuilder().topicId(topic.id()).build());
                    }
                }
                reply.answer(answer.toBuilder().topics(all).build());
            }

            @Override
            public void refuse(Refusal refusal) {
                reply.refuse(refusal);
            }
        });
    }

    private static OffsetFetchRequest.OffsetFetchRequestGroup onlyGroup(OffsetFetchRequest request) {
        List<OffsetFetchRequest.OffsetFetchRequestTopics> topics = null;
        if (request.topics() != null) {
            topics = new ArrayList<>(request.topics().size());
            for (OffsetFetchRequest.OffsetFetchRequestTopic topic : request.topics()) {
                topics.add(OffsetFetchRequest.OffsetFetchRequestTopics.builder().name(topic.name())
                        .partitionIndexes(topic.partitionIndexes()).build());
            }
        }
        return OffsetFetchRequest.OffsetFetchRequestGroup.builder().groupId(request.groupId()).topics(topics).build();
    }

    private static OffsetFetchResponse ofOnlyGroup(OffsetFetchResponse.OffsetFetchResponseGroup group) {
        List<OffsetFetchResponse.OffsetFetchResponseTopic> topics = new ArrayList<>(group.topics().size());
        for (OffsetFetchResponse.OffsetFetchResponseTopics topic : group.topics()) {
            List<OffsetFetchResponse.OffsetFetchResponsePartition> partitions = new ArrayList<>();
            for (OffsetFetchResponse.OffsetFetchResponsePartitions each : topic.partitions()) {
                partitions.add(OffsetFetchResponse.OffsetFetchResponsePartition.builder()
                        .partitionIndex(each.partitionIndex()).committedOffset(each.committedOffset())
                        .committedLeaderEpoch(each.committedLeaderEpoch()).metadata(each.metadata())
                        .errorCode(each.errorCode()).build());
            }
            topics.add(OffsetFetchResponse.OffsetFetchResponseTopic.builder().name(topic.name())
                    .partitions(partitions).build());
        }
        return OffsetFetchResponse.builder().errorCode(group.errorCode()).topics(topics).build();
    }

    private static OffsetFetchResponse.OffsetFetchResponseGroup refused(
            OffsetFetchRequest.OffsetFetchRequestGroup group, Refusal refusal) {
        return OffsetFetchResponse.OffsetFetchResponseGroup.builder().groupId(group.groupId())
                .errorCode(error(refusal).code()).build();
    }

    /** Before version 2 there is no place for an error but at each partition. */
    private static OffsetFetchResponse.OffsetFetchResponseGroup refusedEach(
            OffsetFetchRequest.OffsetFetchRequestGroup group, ErrorCode error) {
        List<OffsetFetchResponse.OffsetFetchResponseTopics> topics = new ArrayList<>();
        group.topics().forEach(topic -> topics.add(refused(topic, error)));
        return OffsetFetchResponse.OffsetFetchResponseGroup.builder().groupId(group.groupId()).topics(topics).build();
    }

    private static OffsetFetchResponse.OffsetFetchResponseTopics refused(
            OffsetFetchRequest.OffsetFetchRequestTopics topic, ErrorCode error) {
        List<OffsetFetchResponse.OffsetFetchResponsePartitions> partitions = new ArrayList<>();
        for (int i = 0; i < topic.partitionIndexes().size(); i++) {
            partitions.add(OffsetFetchResponse.OffsetFetchResponsePartitions.builder()
                    .partitionIndex(topic.partitionIndexes().getInt(i)).committedOffset(NO_OFFSET)
                    .committedLeaderEpoch(NO_EPOCH).metadata("").errorCode(error.code()).build());
        }
        return OffsetFetchResponse.OffsetFetchResponseTopics.builder().name(topic.name()).topicId(topic.topicId())
                .partitions(partitions).build();
    }

    /** Clients that fetch offsets do not know COORDINATOR_NOT_AVAILABLE; the other makes them look and try again. */
    private static ErrorCode error(Refusal refusal) {
        return refusal.error() == ErrorCode.COORDINATOR_NOT_AVAILABLE ? ErrorCode.NOT_COORDINATOR : refusal.error();
    }
}
