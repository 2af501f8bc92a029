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
import dev.seedlog.wire.message.OffsetCommitRequest;
import dev.seedlog.wire.message.OffsetCommitResponse;
import java.util.ArrayList;
import java.util.List;

/**
 * OffsetCommit, versions 2 to 10. Until 4 a request may bring a retention of its own; 6 has leader epochs (KIP-320), 7
 * static members (KIP-345), 10 topic ids instead of names (KIP-848).
 */
public final class OffsetCommitHandler {

    private static final short FIRST_VERSION_BY_ID = 10;

    private final GroupCoordinators coordinators;
    private final MetadataView metadata;

    /** A handler. */
    public OffsetCommitHandler(GroupCoordinators coordinators, MetadataView metadata) {
        this.coordinators = coordinators;
        this.metadata = metadata;
    }

    /** Serves the API. */
    public void register(ServedApis apis) {
        apis.serve(Api.OFFSET_COMMIT, OffsetCommitRequest::read, this::handle);
    }

    private void handle(Exchange exchange, OffsetCommitRequest request) {
        Sorted sorted = new Sorted(metadata.image().topics(), request, exchange.version() >= FIRST_VERSION_BY_ID);
        if (sorted.known.isEmpty()) {
            exchange.respond(sorted.answer(List.of()));
            return;
        }
        Reply<OffsetCommitResponse> reply = new Reply<>() {
            @Override
            public void answer(OffsetCommitResponse answer) {
                exchange.respond(sorted.answer(answer.topics()));
            }

            @Override
            public void refuse(Refusal refusal) {
                exchange.respond(refused(request, refusal.error()));
            }
        };
        GroupCoordinator coordinator = coordinators.of(request.groupId());
        if (coordinator == null) {
            reply.refuse(GroupCoordinators.NOT_HERE);
        } else {
            coordinator.commit(request.toBuilder().topics(sorted.known).build(), exchange.version(), reply);
        }
    }

    private static OffsetCommitResponse refused(OffsetCommitRequest request, ErrorCode error) {
        List<OffsetCommitResponse.OffsetCommitResponseTopic> topics = new ArrayList<>(request.topics().size());
        for (OffsetCommitRequest.OffsetCommitRequestTopic topic : request.topics()) {
            List<OffsetCommitResponse.OffsetCommitResponsePartition> partitions = new ArrayList<>();
            for (OffsetCommitRequest.OffsetCommitRequestPartition partition : topic.partitions()) {
                partitions.add(result(partition.partitionIndex(), error));
            }
            topics.add(answered(topic, partitions));
        }
        return OffsetCommitResponse.builder().topics(topics).build();
    }

    private static OffsetCommitResponse.OffsetCommitResponsePartition result(int partition, ErrorCode error) {
        return OffsetCommitResponse.OffsetCommitResponsePartition.builder().partitionIndex(partition)
                .errorCode(error.code()).build();
    }

    private static OffsetCommitResponse.OffsetCommitResponseTopic answered(
            OffsetCommitRequest.OffsetCommitRequestTopic asked,
            List<OffsetCommitResponse.OffsetCommitResponsePartition> partitions) {
        return OffsetCommitResponse.OffsetCommitResponseTopic.builder().name(asked.name()).topicId(asked.topicId())
                .partitions(partitions).build();
    }

    /** What a request asks for, sorted into the partitions that exist, and the others with the error of each. */
    private static final class Sorted {
        private final OffsetCommitRequest request;
        private final List<OffsetCommitRequest.OffsetCommitRequestTopic> known = new ArrayList<>();
        /** For each topic of the request its place in {@code known}; -1 if nothing of it exists. */
        private final List<Integer> places = new ArrayList<>();
        private final List<List<OffsetCommitResponse.OffsetCommitResponsePartition>> errors = new ArrayList<>();

        private Sorted(TopicsImage topics, OffsetCommitRequest request, boolean byId) {
            this.request = request;
            for (OffsetCommitRequest.OffsetCommitRequestTopic asked : request.topics()) {
                TopicImage topic = byId ? topics.topic(asked.topicId()) : topics.topic(asked.name());
                ErrorCode error = topic == null && byId
                        ? ErrorCode.UNKNOWN_TOPIC_ID : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
                sort(topic, asked, error);
            }
        }

        private void sort(TopicImage topic, OffsetCommitRequest.OffsetCommitRequestTopic asked, ErrorCode error) {
            List<OffsetCommitRequest.OffsetCommitRequestPartition> existing = new ArrayList<>();
            List<OffsetCommitResponse.OffsetCommitResponsePartition> missing = new ArrayList<>();
            for (OffsetCommitRequest.OffsetCommitRequestPartition partition : asked.partitions()) {
                if (topic != null && topic.partition(partition.partitionIndex()) != null) {
                    existing.add(partition);
                } else {
                    missing.add(result(partition.partitionIndex(), error));
                }
            }
            places.add(existing.isEmpty() ? -1 : known.size());
            if (!existing.isEmpty()) {
                known.add(asked.toBuilder().name(topic.name()).topicId(topic.id()).partitions(existing).build());
            }
            errors.add(missing);
        }

        /** The whole answer, in the order of the request. */
        private OffsetCommitResponse answer(List<OffsetCommitResponse.OffsetCommitResponseTopic> committed) {
            List<OffsetCommitResponse.OffsetCommitResponseTopic> topics = new ArrayList<>(request.topics().size());
            for (int i = 0; i < request.topics().size(); i++) {
                List<OffsetCommitResponse.OffsetCommitResponsePartition> partitions = new ArrayList<>(errors.get(i));
                if (places.get(i) >= 0) {
                    partitions.addAll(committed.get(places.get(i)).partitions());
                }
                topics.add(answered(request.topics().get(i), partitions));
            }
            return OffsetCommitResponse.builder().topics(topics).build();
        }
    }
}
