package dev.seedlog.broker.api;

import dev.seedlog.broker.connection.Exchange;
import dev.seedlog.broker.connection.ServedApis;
import dev.seedlog.controller.TopicNames;
import dev.seedlog.metadata.MetadataImage;
import dev.seedlog.metadata.PartitionImage;
import dev.seedlog.metadata.TopicImage;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.DescribeTopicPartitionsRequest;
import dev.seedlog.wire.message.DescribeTopicPartitionsResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * DescribeTopicPartitions, version 0 (KIP-966): topics in the order of their names, so many partitions at a time; a
 * cursor says where the next request goes on.
 */
public final class DescribeTopicPartitionsHandler {

    private final MetadataView metadata;
    private final int mostPartitions;

    /**
     * A handler.
     *
     * @param mostPartitions max.request.partition.size.limit
     */
    public DescribeTopicPartitionsHandler(MetadataView metadata, int mostPartitions) {
        this.metadata = metadata;
        this.mostPartitions = mostPartitions;
    }

    /** Serves the API. */
    public void register(ServedApis apis) {
        apis.serve(Api.DESCRIBE_TOPIC_PARTITIONS, DescribeTopicPartitionsRequest::read, this::handle);
    }

    private void handle(Exchange exchange, DescribeTopicPartitionsRequest request) {
        MetadataImage image = metadata.image();
        DescribeTopicPartitionsRequest.Cursor cursor = request.cursor();
        TreeSet<String> names = new TreeSet<>();
        if (request.topics().isEmpty()) {
            image.topics().idByName().keys().forEach(names::add);
        } else {
            request.topics().forEach(topic -> names.add(topic.name()));
        }
        if (cursor != null && (cursor.partitionIndex() < 0
                || !request.topics().isEmpty() && !names.contains(cursor.topicName()))) {
            exchange.respond(refused(names));
            return;
        }
        int left = Math.max(1, Math.min(mostPartitions, request.responsePartitionLimit()));
        List<DescribeTopicPartitionsResponse.DescribeTopicPartitionsResponseTopic> topics = new ArrayList<>();
        DescribeTopicPartitionsResponse.Cursor next = null;
        for (String name : cursor == null ? names : names.tailSet(cursor.topicName())) {
            TopicImage topic = image.topics().topic(name);
            if (left == 0) {
                next = cursorAt(name, 0);
                break;
            }
            if (topic == null) {
                topics.add(missing(name));
                continue;
            }
            int from = cursor != null && cursor.topicName().equals(name)
                    ? Math.min(topic.partitionCount(), cursor.partitionIndex()) : 0;
            int to = from + Math.min(left, topic.partitionCount() - from);
            topics.add(describe(image, topic, from, to));
            left -= to - from;
            if (to < topic.partitionCount()) {
                next = cursorAt(name, to);
                break;
            }
        }
        exchange.respond(DescribeTopicPartitionsResponse.builder().topics(topics).nextCursor(next).build());
    }

    private static DescribeTopicPartitionsResponse.Cursor cursorAt(String topic, int partition) {
        return DescribeTopicPartitionsResponse.Cursor.builder().topicName(topic).partitionIndex(partition).build();
    }

    /** The cursor is not one that was given out for these topics. */
    private static DescribeTopicPartitionsResponse refused(Collection<String> names) {
        List<DescribeTopicPartitionsResponse.DescribeTopicPartitionsResponseTopic> topics = new ArrayList<>();
        names.forEach(name -> topics.add(failed(name, ErrorCode.INVALID_REQUEST)));
        return DescribeTopicPartitionsResponse.builder().topics(topics).build();
    }

    private static DescribeTopicPartitionsResponse.DescribeTopicPartitionsResponseTopic missing(String name) {
        return failed(name, TopicNames.problem(name) == null
                ? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION : ErrorCode.INVALID_TOPIC_EXCEPTION);
    }

    private static DescribeTopicPartitionsResponse.DescribeTopicPartitionsResponseTopic failed(String name,
                                                                                               ErrorCode error) {
        return DescribeTopicPartitionsResponse.DescribeTopicPartitionsResponseTopic.builder().name(name)
                .errorCode(error.code()).build();
    }

    private static DescribeTopicPartitionsResponse.DescribeTopicPartitionsResponseTopic describe(
            MetadataImage image, TopicImage topic, int from, int to) {
        List<DescribeTopicPartitionsResponse.DescribeTopicPartitionsResponsePartition> partitions = new ArrayList<>();
        for (int number = from; number < to; number++) {
            PartitionImage partition = topic.partition(number);
            boolean led = partition.hasLeader() && image.cluster().isActive(partition.leader());
            partitions.add(DescribeTopicPartitionsResponse.DescribeTopicPartitionsResponsePartition.builder()
                    .errorCode((led ? ErrorCode.NONE : ErrorCode.LEADER_NOT_AVAILABLE).code()).partitionIndex(number)
                    .leaderId(led ? partition.leader() : PartitionImage.NO_LEADER)
                    .leaderEpoch(partition.leaderEpoch()).replicaNodes(partition.replicas())
                    .isrNodes(partition.isr()).eligibleLeaderReplicas(partition.elr())
                    .lastKnownElr(partition.lastKnownElr())
                    .offlineReplicas(MetadataHandler.offline(image, partition)).build());
        }
        return DescribeTopicPartitionsResponse.DescribeTopicPartitionsResponseTopic.builder().name(topic.name())
                .topicId(topic.id()).isInternal(InternalTopics.contains(topic.name())).partitions(partitions)
                .topicAuthorizedOperations(AuthorizedOperations.onTopic(true)).build();
    }
}
