package dev.seedlog.broker.api;

import dev.seedlog.broker.connection.Exchange;
import dev.seedlog.broker.connection.ServedApis;
import dev.seedlog.broker.coordinator.GroupCoordinators;
import dev.seedlog.group.GroupCoordinator;
import dev.seedlog.machine.Refusal;
import dev.seedlog.machine.Reply;
import dev.seedlog.metadata.TopicImage;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.OffsetDeleteRequest;
import dev.seedlog.wire.message.OffsetDeleteResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** OffsetDelete, version 0 (KIP-496): forgets what a group committed for topics that it no longer subscribes to. */
public final class OffsetDeleteHandler {

    private final GroupCoordinators coordinators;
    private final MetadataView metadata;

    /** A handler. */
    public OffsetDeleteHandler(GroupCoordinators coordinators, MetadataView metadata) {
        this.coordinators = coordinators;
        this.metadata = metadata;
    }

    /** Serves the API. */
    public void register(ServedApis apis) {
        apis.serve(Api.OFFSET_DELETE, OffsetDeleteRequest::read, this::handle);
    }

    private void handle(Exchange exchange, OffsetDeleteRequest request) {
        Reply<OffsetDeleteResponse> refusing = new AnswerTo<>(exchange,
                refusal -> OffsetDeleteResponse.builder().errorCode(refusal.error().code()).build());
        if (request.groupId().isEmpty()) {
            refusing.refuse(Refusal.of(ErrorCode.INVALID_GROUP_ID));
            return;
        }
        GroupCoordinator coordinator = coordinators.of(request.groupId());
        if (coordinator == null) {
            refusing.refuse(GroupCoordinators.NOT_HERE);
            return;
        }
        Map<String, List<OffsetDeleteResponse.OffsetDeleteResponsePartition>> results = new LinkedHashMap<>();
        OffsetDeleteRequest existing = sort(request, results);
        coordinator.deleteOffsets(existing, new Reply<>() {
            @Override
            public void answer(OffsetDeleteResponse answer) {
                answer.topics().forEach(topic -> results.get(topic.name()).addAll(topic.partitions()));
                exchange.respond(answer.toBuilder().topics(topics(results)).build());
            }

            @Override
            public void refuse(Refusal refusal) {
                refusing.refuse(refusal);
            }
        });
    }

    /** The request without what does not exist; the errors of that go to {@code results}. */
    private OffsetDeleteRequest sort(OffsetDeleteRequest request,
                                     Map<String, List<OffsetDeleteResponse.OffsetDeleteResponsePartition>> results) {
        List<OffsetDeleteRequest.OffsetDeleteRequestTopic> existing = new ArrayList<>();
        for (OffsetDeleteRequest.OffsetDeleteRequestTopic asked : request.topics()) {
            TopicImage topic = metadata.image().topics().topic(asked.name());
            List<OffsetDeleteRequest.OffsetDeleteRequestPartition> known = new ArrayList<>();
            var ofTopic = results.computeIfAbsent(asked.name(), name -> new ArrayList<>());
            for (OffsetDeleteRequest.OffsetDeleteRequestPartition partition : asked.partitions()) {
                if (topic != null && topic.partition(partition.partitionIndex()) != null) {
                    known.add(partition);
                } else {
                    ofTopic.add(OffsetDeleteResponse.OffsetDeleteResponsePartition.builder()
                            .partitionIndex(partition.partitionIndex())
                            .errorCode(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION.code()).build());
                }
            }
            if (!known.isEmpty()) {
                existing.add(asked.toBuilder().partitions(known).build());
            }
        }
        return request.toBuilder().topics(existing).build();
    }

    private static List<OffsetDeleteResponse.OffsetDeleteResponseTopic> topics(
            Map<String, List<OffsetDeleteResponse.OffsetDeleteResponsePartition>> results) {
        List<OffsetDeleteResponse.OffsetDeleteResponseTopic> topics = new ArrayList<>(results.size());
        results.forEach((name, partitions) -> topics.add(OffsetDeleteResponse.OffsetDeleteResponseTopic.builder()
                .name(name).partitions(partitions).build()));
        return topics;
    }
}
