package dev.seedlog.client;

import dev.seedlog.base.Uuid;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.WireFormatException;
import dev.seedlog.wire.message.CreatePartitionsRequest;
import dev.seedlog.wire.message.CreatePartitionsRequest.CreatePartitionsTopic;
import dev.seedlog.wire.message.CreatePartitionsResponse;
import dev.seedlog.wire.message.CreatePartitionsResponse.CreatePartitionsTopicResult;
import dev.seedlog.wire.message.CreateTopicsRequest;
import dev.seedlog.wire.message.CreateTopicsRequest.CreatableTopic;
import dev.seedlog.wire.message.CreateTopicsRequest.CreatableTopicConfig;
import dev.seedlog.wire.message.CreateTopicsResponse;
import dev.seedlog.wire.message.CreateTopicsResponse.CreatableTopicResult;
import dev.seedlog.wire.message.DeleteTopicsRequest;
import dev.seedlog.wire.message.DeleteTopicsRequest.DeleteTopicState;
import dev.seedlog.wire.message.DeleteTopicsResponse;
import dev.seedlog.wire.message.DeleteTopicsResponse.DeletableTopicResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Calls about topics. */
public final class TopicCalls {

    private static final int TIMEOUT_MS = 10_000;
    private static final short FIRST_DELETE_BY_ID = 6;

    private TopicCalls() {
    }

    /**
     * Creates a topic; the answer is its id.
     *
     * @param partitions how many; -1 for the cluster's default
     * @param replicationFactor of each; -1 for the cluster's default
     * @param configs its settings, in order
     */
    public static AdminCall<Uuid> create(String topic, int partitions, short replicationFactor,
                                         Map<String, String> configs) {
        List<CreatableTopicConfig> settings = new ArrayList<>();
        configs.forEach((name, value) -> settings.add(CreatableTopicConfig.builder().name(name).value(value).build()));
        CreatableTopic created = CreatableTopic.builder().name(topic).numPartitions(partitions)
                .replicationFactor(replicationFactor).configs(settings).build();
        return new SimpleCall<>(Api.CREATE_TOPICS, SimpleCall.ANYBODY, version -> CreateTopicsRequest.builder()
                .topics(List.of(created)).timeoutMs(TIMEOUT_MS).build(), (body, version) -> {
                    for (CreatableTopicResult result : CreateTopicsResponse.read(body, version).topics()) {
                        return result.errorCode() == 0 ? AdminCall.Answer.of(result.topicId())
                                : AdminCall.Answer.failed(result.errorCode(), result.errorMessage());
                    }
                    throw nothing("CreateTopics", topic);
                });
    }

    /** Deletes the topic that has this name now. */
    public static AdminCall<Void> delete(String topic) {
        return delete(DeleteTopicState.builder().name(topic).build(), topic);
    }

    /** Deletes the topic of an id, and no other of its name; brokers must serve DeleteTopics 6. */
    public static AdminCall<Void> delete(Uuid topicId) {
        return delete(DeleteTopicState.builder().name(null).topicId(topicId).build(), null);
    }

    private static AdminCall<Void> delete(DeleteTopicState deleted, String name) {
        return new SimpleCall<>(Api.DELETE_TOPICS, SimpleCall.ANYBODY, version -> {
            DeleteTopicsRequest.Builder request = DeleteTopicsRequest.builder().timeoutMs(TIMEOUT_MS);
            return version >= FIRST_DELETE_BY_ID ? request.topics(List.of(deleted)).build()
                    : request.topicNames(List.of(name)).build();
        }, (body, version) -> {
            for (DeletableTopicResult result : DeleteTopicsResponse.read(body, version).responses()) {
                return AdminCall.Answer.failed(result.errorCode(), result.errorMessage());
            }
            throw nothing("DeleteTopics", deleted.toString());
        });
    }

    /** Gives a topic more partitions: so many in all. */
    public static AdminCall<Void> addPartitions(String topic, int partitions) {
        CreatePartitionsTopic grown = CreatePartitionsTopic.builder().name(topic).count(partitions).assignments(null)
                .build();
        return new SimpleCall<>(Api.CREATE_PARTITIONS, SimpleCall.ANYBODY, version -> CreatePartitionsRequest.builder()
                .topics(List.of(grown)).timeoutMs(TIMEOUT_MS).build(), (body, version) -> {
                    for (CreatePartitionsTopicResult result : CreatePartitionsResponse.read(body, version).results()) {
                        return AdminCall.Answer.failed(result.errorCode(), result.errorMessage());
                    }
                    throw nothing("CreatePartitions", topic);
                });
    }

    private static WireFormatException nothing(String api, String about) {
        return new WireFormatException(api + "Response", 0, "nothing is said of " + about);
    }
}
