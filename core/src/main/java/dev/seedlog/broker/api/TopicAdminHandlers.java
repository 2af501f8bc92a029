package dev.seedlog.broker.api;

import dev.seedlog.broker.connection.Exchange;
import dev.seedlog.broker.connection.ServedApis;
import dev.seedlog.machine.Refusal;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.message.CreatePartitionsRequest;
import dev.seedlog.wire.message.CreatePartitionsResponse;
import dev.seedlog.wire.message.CreateTopicsRequest;
import dev.seedlog.wire.message.CreateTopicsResponse;
import dev.seedlog.wire.message.DeleteTopicsRequest;
import dev.seedlog.wire.message.DeleteTopicsResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * CreateTopics 2 to 7, DeleteTopics 1 to 6, CreatePartitions 0 to 3: the controller decides. If it cannot be asked,
 * each topic is answered with that.
 */
public final class TopicAdminHandlers {

    private static final short FIRST_DELETE_BY_ID = 6;

    private final ControllerGateway controller;

    /** Handlers that ask a controller. */
    public TopicAdminHandlers(ControllerGateway controller) {
        this.controller = controller;
    }

    /** Serves the APIs. */
    public void register(ServedApis apis) {
        apis.serve(Api.CREATE_TOPICS, CreateTopicsRequest::read, this::createTopics);
        apis.serve(Api.DELETE_TOPICS, DeleteTopicsRequest::read, this::deleteTopics);
        apis.serve(Api.CREATE_PARTITIONS, CreatePartitionsRequest::read, this::createPartitions);
    }

    private void createTopics(Exchange exchange, CreateTopicsRequest request) {
        controller.submit(active -> active.createTopics(request), request.timeoutMs(),
                new AnswerTo<>(exchange, refusal -> refused(request, refusal)));
    }

    private void deleteTopics(Exchange exchange, DeleteTopicsRequest request) {
        DeleteTopicsRequest named = exchange.version() >= FIRST_DELETE_BY_ID ? request : byState(request);
        controller.submit(active -> active.deleteTopics(named, exchange.version()), request.timeoutMs(),
                new AnswerTo<>(exchange, refusal -> refused(named, refusal)));
    }

    private void createPartitions(Exchange exchange, CreatePartitionsRequest request) {
        controller.submit(active -> active.createPartitions(request), request.timeoutMs(),
                new AnswerTo<>(exchange, refusal -> refused(request, refusal)));
    }

    /** Before version 6 a request has nothing but names. */
    private static DeleteTopicsRequest byState(DeleteTopicsRequest request) {
        List<DeleteTopicsRequest.DeleteTopicState> topics = new ArrayList<>(request.topicNames().size());
        for (String name : request.topicNames()) {
            topics.add(DeleteTopicsRequest.DeleteTopicState.builder().name(name).build());
        }
        return request.toBuilder().topics(topics).topicNames(List.of()).build();
    }

    private static CreateTopicsResponse refused(CreateTopicsRequest request, Refusal refusal) {
        Map<String, CreateTopicsResponse.CreatableTopicResult> byName = new LinkedHashMap<>();
        for (CreateTopicsRequest.CreatableTopic topic : request.topics()) {
            byName.put(topic.name(), CreateTopicsResponse.CreatableTopicResult.builder().name(topic.name())
                    .errorCode(refusal.error().code()).errorMessage(refusal.message()).build());
        }
        return CreateTopicsResponse.builder().topics(new ArrayList<>(byName.values())).build();
    }

    private static DeleteTopicsResponse refused(DeleteTopicsRequest request, Refusal refusal) {
        List<DeleteTopicsResponse.DeletableTopicResult> results = new ArrayList<>();
        for (DeleteTopicsRequest.DeleteTopicState topic : request.topics()) {
            results.add(DeleteTopicsResponse.DeletableTopicResult.builder().name(topic.name()).topicId(topic.topicId())
                    .errorCode(refusal.error().code()).errorMessage(refusal.message()).build());
        }
        return DeleteTopicsResponse.builder().responses(results).build();
    }

    private static CreatePartitionsResponse refused(CreatePartitionsRequest request, Refusal refusal) {
        List<CreatePartitionsResponse.CreatePartitionsTopicResult> results = new ArrayList<>();
        for (CreatePartitionsRequest.CreatePartitionsTopic topic : request.topics()) {
            results.add(CreatePartitionsResponse.CreatePartitionsTopicResult.builder().name(topic.name())
                    .errorCode(refusal.error().code()).errorMessage(refusal.message()).build());
        }
        return CreatePartitionsResponse.builder().results(results).build();
    }
}
