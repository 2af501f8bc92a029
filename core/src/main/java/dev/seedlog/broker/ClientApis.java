package dev.seedlog.broker;

import dev.seedlog.base.config.BrokerConfigKeys;
import dev.seedlog.base.config.Config;
import dev.seedlog.base.config.NodeConfig;
import dev.seedlog.broker.api.ClusterFacts;
import dev.seedlog.broker.api.DescribeClusterHandler;
import dev.seedlog.broker.api.DescribeConfigsHandler;
import dev.seedlog.broker.api.DescribeQuorumHandler;
import dev.seedlog.broker.api.DescribeTopicPartitionsHandler;
import dev.seedlog.broker.api.InitProducerIdHandler;
import dev.seedlog.broker.api.InternalTopics;
import dev.seedlog.broker.api.MetadataHandler;
import dev.seedlog.broker.api.TopicAutoCreation;
import dev.seedlog.broker.config.ConfigDescriber;
import dev.seedlog.broker.connection.ServedApis;
import dev.seedlog.broker.control.ControllerChannels;
import dev.seedlog.broker.control.ControllerHandlers;
import dev.seedlog.broker.quorum.MetadataQuorum;
import dev.seedlog.broker.quorum.VoterHandlers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** What clients can ask a node's first shard alone: what the metadata says, and what the controller decides. */
final class ClientApis {

    private final NodeConfig node;
    private final MetadataQuorum quorum;
    private final ClusterFacts cluster;
    private final TopicAutoCreation autoCreation;
    private final ControllerChannels controller;

    ClientApis(NodeConfig node, MetadataQuorum quorum, ControllerChannels controller, String clusterId) {
        this.controller = controller;
        this.node = node;
        this.quorum = quorum;
        this.cluster = new ClusterFacts(clusterId, node.nodeId());
        this.autoCreation = new TopicAutoCreation(controller.requests(), internalTopics(node.config()));
    }

    /** Creates topics that are asked about. */
    TopicAutoCreation autoCreation() {
        return autoCreation;
    }

    /** Adds what the metadata says, and what the controller decides. */
    void registerMetadata(ServedApis apis, LongSupplier brokerEpoch) {
        Config config = node.config();
        new MetadataHandler(quorum::image, autoCreation, cluster,
                config.getBoolean(BrokerConfigKeys.AUTO_CREATE_TOPICS_ENABLE)).register(apis);
        new DescribeTopicPartitionsHandler(quorum::image,
                config.getInt(BrokerConfigKeys.MAX_REQUEST_PARTITION_SIZE_LIMIT)).register(apis);
        DescribeClusterHandler.ofBroker(quorum::image, cluster).register(apis);
        new DescribeConfigsHandler(new ConfigDescriber(node), quorum::image, node.nodeId()).register(apis);
        new DescribeQuorumHandler(quorum::describe, quorum.driver().clock(), controller.requests()).register(apis);
        new VoterHandlers(quorum, controller.requests()).register(apis);
        new ControllerHandlers(controller.requests()).registerAdministration(apis);
        new InitProducerIdHandler(controller.partitions(), node.nodeId(), brokerEpoch).register(apis);
    }

    private static Map<String, TopicAutoCreation.InternalTopic> internalTopics(Config config) {
        Map<String, String> offsets = new LinkedHashMap<>();
        offsets.put("cleanup.policy", "compact");
        offsets.put("compression.type", "producer");
        offsets.put("segment.bytes", String.valueOf(config.getInt(BrokerConfigKeys.OFFSETS_TOPIC_SEGMENT_BYTES)));
        Map<String, TopicAutoCreation.InternalTopic> internal = new LinkedHashMap<>();
        internal.put(InternalTopics.CONSUMER_OFFSETS, new TopicAutoCreation.InternalTopic(
                config.getInt(BrokerConfigKeys.OFFSETS_TOPIC_NUM_PARTITIONS),
                (short) config.getInt(BrokerConfigKeys.OFFSETS_TOPIC_REPLICATION_FACTOR), offsets));
        return internal;
    }
}
