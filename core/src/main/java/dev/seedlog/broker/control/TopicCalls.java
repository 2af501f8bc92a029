package dev.seedlog.broker.control;

import dev.seedlog.controller.Controller;
import dev.seedlog.machine.Command;
import dev.seedlog.machine.Refusal;
import dev.seedlog.metadata.MetadataRecord;
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

/** What the controller is asked about topics: CreateTopics 2 to 7, DeleteTopics 1 to 6, CreatePartitions 0 to 3. */
public final class TopicCalls {

    /** Creates topics. */
    public static final ControllerCall<CreateTopicsRequest, CreateTopicsResponse> CREATE_TOPICS = new CreateTopics();
    /** Deletes topics. */
    public static final ControllerCall<DeleteTopicsRequest, DeleteTopicsResponse> DELETE_TOPICS = new DeleteTopics();
    /** Adds partitions to topics. */
    public static final ControllerCall<CreatePartitionsRequest, CreatePartitionsResponse> CREATE_PARTITIONS =
            new CreatePartitions();

    private static final short FIRST_DELETE_BY_ID = 6;

    private TopicCalls() {
    }

    private static final class CreateTopics extends ControllerCall<CreateTopicsRequest, CreateTopicsResponse> {

        CreateTopics() {
            super(Api.CREATE_TOPICS, CreateTopicsRequest::read, CreateTopicsResponse::read);
        }

        @Override
        public Command<MetadataRecord, CreateTopicsResponse> command(Controller controller,
                                                                     CreateTopicsRequest request, short version) {
            return controller.createTopics(request);
        }

        @Override
        public CreateTopicsResponse refused(CreateTopicsRequest request, short version, Refusal refusal) {
            Map<String, CreateTopicsResponse.CreatableTopicResult> byName = new LinkedHashMap<>();
            for (CreateTopicsRequest.CreatableTopic topic : request.topics()) {
                byName.put(topic.name(), CreateTopicsResponse.CreatableTopicResult.builder().name(topic.name())
                        .errorCode(refusal.error().code()).errorMessage(refusal.message()).build());
            }
            return CreateTopicsResponse.builder().topics(new ArrayList<>(byName.values())).build();
        }

        @Override
        short error(CreateTopicsResponse answer) {
            return answer.topics().isEmpty() ? 0 : answer.topics().get(0).errorCode();
        }

        @Override
        public int timeoutMs(CreateTopicsRequest request) {
            return request.timeoutMs();
        }
    }

    private static final class DeleteTopics extends ControllerCall<DeleteTopicsRequest, DeleteTopicsResponse> {

        DeleteTopics() {
            super(Api.DELETE_TOPICS, DeleteTopicsRequest::read, DeleteTopicsResponse::read);
        }

        @Override
        public Command<MetadataRecord, DeleteTopicsResponse> command(Controller controller,
                                                                     DeleteTopicsRequest request, short version) {
            return controller.deleteTopics(byState(request, version), version);
        }

        @Override
        public DeleteTopicsResponse refused(DeleteTopicsRequest request, short version, Refusal refusal) {
            List<DeleteTopicsResponse.DeletableTopicResult> results = new ArrayList<>();
            for (DeleteTopicsRequest.DeleteTopicState topic : byState(request, version).topics()) {
                results.add(DeleteTopicsResponse.DeletableTopicResult.builder().name(topic.name())
                        .topicId(topic.topicId()).errorCode(refusal.error().code()).errorMessage(refusal.message())
                        .build());
            }
            return DeleteTopicsResponse.builder().responses(results).build();
        }

        /** Before version 6 a request has nothing but names. */
        private static DeleteTopicsRequest byState(DeleteTopicsRequest request, short version) {
            if (version >= FIRST_DELETE_BY_ID) {
                return request;
            }
            List<DeleteTopicsRequest.DeleteTopicState> topics = new ArrayList<>(request.topicNames().size());
            for (String name : request.topicNames()) {
                topics.add(DeleteTopicsRequest.DeleteTopicState.builder().name(name).build());
            }
            return request.toBuilder().topics(topics).topicNames(List.of()).build();
        }

        @Override
        short error(DeleteTopicsResponse answer) {
            return answer.responses().isEmpty() ? 0 : answer.responses().get(0).errorCode();
        }

        @Override
        public int timeoutMs(DeleteTopicsRequest request) {
            return request.timeoutMs();
        }
    }

    private static final class CreatePartitions
            extends ControllerCall<CreatePartitionsRequest, CreatePartitionsResponse> {

        CreatePartitions() {
            super(Api.CREATE_PARTITIONS, CreatePartitionsRequest::read, CreatePartitionsResponse::read);
        }

        @Override
        public Command<MetadataRecord, CreatePartitionsResponse> command(
                Controller controller, CreatePartitionsRequest request, short version) {
            return controller.createPartitions(request);
        }

        @Override
        public CreatePartitionsResponse refused(CreatePartitionsRequest request, short version, Refusal refusal) {
            List<CreatePartitionsResponse.CreatePartitionsTopicResult> results = new ArrayList<>();
            for (CreatePartitionsRequest.CreatePartitionsTopic topic : request.topics()) {
                results.add(CreatePartitionsResponse.CreatePartitionsTopicResult.builder().name(topic.name())
                        .errorCode(refusal.error().code()).errorMessage(refusal.message()).build());
            }
            return CreatePartitionsResponse.builder().results(results).build();
        }

        @Override
        short error(CreatePartitionsResponse answer) {
            return answer.results().isEmpty() ? 0 : answer.results().get(0).errorCode();
        }

        @Override
        public int timeoutMs(CreatePartitionsRequest request) {
            return request.timeoutMs();
        }
    }
}
