package dev.seedlog.broker.api;

import dev.seedlog.base.Uuid;
import dev.seedlog.broker.connection.Exchange;
import dev.seedlog.broker.connection.ServedApis;
import dev.seedlog.controller.TopicNames;
import dev.seedlog.metadata.MetadataImage;
import dev.seedlog.metadata.PartitionImage;
import dev.seedlog.metadata.TopicImage;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.IntList;
import dev.seedlog.wire.message.MetadataRequest;
import dev.seedlog.wire.message.MetadataResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Metadata, versions 0 to 13. In version 0 an empty list asks for all topics, from 1 on null does; 4 can forbid
 * automatic creation; 8 tells authorized operations; 10 has topic ids, by which 12 can ask (KIP-516); 13 can answer
 * with an error of its own (KIP-1102).
 *
 * <p>A topic that is created because it was asked about is answered once it is there, so that the client need not ask
 * again.
 */
public final class MetadataHandler {

    private static final short FIRST_VERSION_WITH_NULL_FOR_ALL = 1;
    private static final short FIRST_VERSION_BY_ID = 12;
    private static final int NO_LEADER = -1;

    private final MetadataView metadata;
    private final TopicAutoCreation autoCreation;
    private final ClusterFacts cluster;
    private final boolean autoCreateEnabled;

    /**
     * A handler.
     *
     * @param autoCreateEnabled auto.create.topics.enable
     */
    public MetadataHandler(MetadataView metadata, TopicAutoCreation autoCreation, ClusterFacts cluster,
                           boolean autoCreateEnabled) {
        this.metadata = metadata;
        this.autoCreation = autoCreation;
        this.cluster = cluster;
        this.autoCreateEnabled = autoCreateEnabled;
    }

    /** Serves the API. */
    public void register(ServedApis apis) {
        apis.serve(Api.METADATA, MetadataRequest::read, this::handle);
    }

    private void handle(Exchange exchange, MetadataRequest request) {
        // A topic that is named twice is created once.
        Set<String> missing = new LinkedHashSet<>();
        if (autoCreateEnabled && request.allowAutoTopicCreation() && !asksForAll(request, exchange.version())) {
            for (MetadataRequest.MetadataRequestTopic topic : request.topics()) {
                boolean byName = topic.topicId().isZero() && topic.name() != null;
                if (byName && metadata.image().topics().topic(topic.name()) == null
                        && TopicNames.problem(topic.name()) == null) {
                    missing.add(topic.name());
                }
            }
        }
        if (missing.isEmpty()) {
            exchange.respond(answer(exchange, request));
        } else {
            autoCreation.create(List.copyOf(missing), () -> exchange.respond(answer(exchange, request)));
        }
    }

    private MetadataResponse answer(Exchange exchange, MetadataRequest request) {
        MetadataImage image = metadata.image();
        List<MetadataResponse.MetadataResponseBroker> brokers = new ArrayList<>();
        for (ClusterNodes.Node node : ClusterNodes.active(image, exchange.connection().listenerName())) {
            brokers.add(MetadataResponse.MetadataResponseBroker.builder().nodeId(node.id()).host(node.host())
                    .port(node.port()).rack(node.broker().rack()).build());
        }
        List<MetadataResponse.MetadataResponseTopic> topics = new ArrayList<>();
        boolean operations = request.includeTopicAuthorizedOperations();
        if (asksForAll(request, exchange.version())) {
            for (TopicImage topic : image.topics().byId().values()) {
                topics.add(describe(image, topic, operations));
            }
        } else {
            for (MetadataRequest.MetadataRequestTopic topic : request.topics()) {
                topics.add(find(image, topic, exchange.version(), operations));
            }
        }
        return MetadataResponse.builder().brokers(brokers).clusterId(cluster.clusterId())
                .controllerId(cluster.controllerFor(image)).topics(topics)
                .clusterAuthorizedOperations(
                        AuthorizedOperations.onCluster(request.includeClusterAuthorizedOperations()))
                .build();
    }

    private static boolean asksForAll(MetadataRequest request, short version) {
        return request.topics() == null
                || version < FIRST_VERSION_WITH_NULL_FOR_ALL && request.topics().isEmpty();
    }

    private static MetadataResponse.MetadataResponseTopic find(
            MetadataImage image, MetadataRequest.MetadataRequestTopic asked, short version, boolean operations) {
        if (version < FIRST_VERSION_BY_ID && (!asked.topicId().isZero() || asked.name() == null)) {
            return missing(asked.name() == null ? "" : asked.name(), asked.topicId(), ErrorCode.INVALID_REQUEST);
        }
        if (!asked.topicId().isZero() || asked.name() == null) {
            TopicImage topic = image.topics().topic(asked.topicId());
            return topic == null ? missing(null, asked.topicId(), ErrorCode.UNKNOWN_TOPIC_ID)
                    : describe(image, topic, operations);
        }
        TopicImage topic = image.topics().topic(asked.name());
        if (topic != null) {
            return describe(image, topic, operations);
        }
        boolean allowed = TopicNames.problem(asked.name()) == null;
        return missing(asked.name(), Uuid.ZERO,
                allowed ? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION : ErrorCode.INVALID_TOPIC_EXCEPTION);
    }

    private static MetadataResponse.MetadataResponseTopic missing(String name, Uuid id, ErrorCode error) {
        return MetadataResponse.MetadataResponseTopic.builder().errorCode(error.code()).name(name).topicId(id)
                .topicAuthorizedOperations(AuthorizedOperations.NOT_ASKED).build();
    }

    private static MetadataResponse.MetadataResponseTopic describe(MetadataImage image, TopicImage topic,
                                                                   boolean operations) {
        List<MetadataResponse.MetadataResponsePartition> partitions = new ArrayList<>(topic.partitionCount());
        topic.partitions().forEach((number, partition) -> partitions.add(describe(image, number, partition)));
        return MetadataResponse.MetadataResponseTopic.builder().name(topic.name()).topicId(topic.id())
                .isInternal(InternalTopics.contains(topic.name())).partitions(partitions)
                .topicAuthorizedOperations(AuthorizedOperations.onTopic(operations)).build();
    }

    private static MetadataResponse.MetadataResponsePartition describe(MetadataImage image, int number,
                                                                       PartitionImage partition) {
        boolean led = partition.hasLeader() && image.cluster().isActive(partition.leader());
        return MetadataResponse.MetadataResponsePartition.builder()
                .errorCode((led ? ErrorCode.NONE : ErrorCode.LEADER_NOT_AVAILABLE).code()).partitionIndex(number)
                .leaderId(led ? partition.leader() : NO_LEADER).leaderEpoch(partition.leaderEpoch())
                .replicaNodes(partition.replicas()).isrNodes(partition.isr())
                .offlineReplicas(offline(image, partition)).build();
    }

    /** The replicas whose broker is not there. */
    static IntList offline(MetadataImage image, PartitionImage partition) {
        int[] offline = new int[partition.replicas().size()];
        int count = 0;
        for (int i = 0; i < partition.replicas().size(); i++) {
            int broker = partition.replicas().getInt(i);
            if (!image.cluster().isActive(broker)) {
                offline[count++] = broker;
            }
        }
        return IntList.of(Arrays.copyOf(offline, count));
    }
}
