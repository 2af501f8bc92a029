package dev.seedlog.broker.api;

import dev.seedlog.broker.control.ControllerGateway;
import dev.seedlog.broker.control.TopicCalls;
import dev.seedlog.machine.Refusal;
import dev.seedlog.machine.Reply;
import dev.seedlog.wire.message.CreateTopicsRequest;
import dev.seedlog.wire.message.CreateTopicsResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Creates topics because somebody asked about them: with the defaults, or, if they are internal, as their use needs.
 */
public final class TopicAutoCreation {

    private static final int DEFAULT = -1;
    private static final int TIMEOUT_MS = 30_000;

    private final ControllerGateway controller;
    private final Map<String, InternalTopic> internal;

    /**
     * How an internal topic is created.
     *
     * @param partitions how many
     * @param replicas how many of each
     * @param configs what its configuration says
     */
    public record InternalTopic(int partitions, short replicas, Map<String, String> configs) {
    }

    /** Creates through the controller; {@code internal} says how internal topics are made, by name. */
    public TopicAutoCreation(ControllerGateway controller, Map<String, InternalTopic> internal) {
        this.controller = controller;
        this.internal = new LinkedHashMap<>(internal);
    }

    /** How a topic's kind is created if it is internal; null if it is not. */
    public InternalTopic internal(String topic) {
        return internal.get(topic);
    }

    /** Creates topics; then, whether that succeeded or not, goes on. */
    public void create(List<String> topics, Runnable then) {
        List<CreateTopicsRequest.CreatableTopic> wanted = new ArrayList<>(topics.size());
        for (String topic : topics) {
            wanted.add(wanted(topic));
        }
        CreateTopicsRequest request = CreateTopicsRequest.builder().topics(wanted).timeoutMs(TIMEOUT_MS).build();
        controller.submit(TopicCalls.CREATE_TOPICS, request, TIMEOUT_MS, new Reply<CreateTopicsResponse>() {
            @Override
            public void answer(CreateTopicsResponse answer) {
                then.run();
            }

            @Override
            public void refuse(Refusal refusal) {
                then.run();
            }
        });
    }

    private CreateTopicsRequest.CreatableTopic wanted(String topic) {
        InternalTopic kind = internal.get(topic);
        if (kind == null) {
            return CreateTopicsRequest.CreatableTopic.builder().name(topic).numPartitions(DEFAULT)
                    .replicationFactor((short) DEFAULT).build();
        }
        List<CreateTopicsRequest.CreatableTopicConfig> configs = new ArrayList<>();
        kind.configs().forEach((key, value) -> configs.add(
                CreateTopicsRequest.CreatableTopicConfig.builder().name(key).value(value).build()));
        return CreateTopicsRequest.CreatableTopic.builder().name(topic).numPartitions(kind.partitions())
                .replicationFactor(kind.replicas()).configs(configs).build();
    }
}
