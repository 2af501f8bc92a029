package dev.seedlog.broker.control;

import dev.seedlog.controller.Controller;
import dev.seedlog.machine.Command;
import dev.seedlog.machine.Refusal;
import dev.seedlog.metadata.MetadataRecord;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.message.AlterPartitionReassignmentsRequest;
import dev.seedlog.wire.message.AlterPartitionReassignmentsResponse;
import dev.seedlog.wire.message.ElectLeadersRequest;
import dev.seedlog.wire.message.ElectLeadersResponse;
import dev.seedlog.wire.message.ListPartitionReassignmentsRequest;
import dev.seedlog.wire.message.ListPartitionReassignmentsResponse;
import java.util.ArrayList;
import java.util.List;

/**
 * Where replicas are and which of them lead: ElectLeaders 0 to 2 (KIP-460), AlterPartitionReassignments 0 and 1,
 * ListPartitionReassignments 0 (KIP-455).
 */
public final class ReplicaCalls {

    /** Elects leaders. */
    public static final ControllerCall<ElectLeadersRequest, ElectLeadersResponse> ELECT_LEADERS = new ElectLeaders();
    /** Gives partitions other replicas. */
    public static final ControllerCall<AlterPartitionReassignmentsRequest, AlterPartitionReassignmentsResponse>
            ALTER_REASSIGNMENTS = new AlterReassignments();
    /** Says which partitions are getting other replicas. */
    public static final ControllerCall<ListPartitionReassignmentsRequest, ListPartitionReassignmentsResponse>
            LIST_REASSIGNMENTS = new ListReassignments();

    private ReplicaCalls() {
    }

    /** ElectLeaders: version 0 has no error for all of it, so each partition that was named is told. */
    private static final class ElectLeaders extends ControllerCall<ElectLeadersRequest, ElectLeadersResponse> {
        ElectLeaders() {
            super(Api.ELECT_LEADERS, ElectLeadersRequest::read, ElectLeadersResponse::read);
        }

        @Override
        public Command<MetadataRecord, ElectLeadersResponse> command(Controller controller,
                                                                     ElectLeadersRequest request, short version) {
            return controller.electLeaders(request);
        }

        @Override
        public ElectLeadersResponse refused(ElectLeadersRequest request, short version, Refusal refusal) {
            List<ElectLeadersResponse.ReplicaElectionResult> results = new ArrayList<>();
            if (request.topicPartitions() != null) {
                for (ElectLeadersRequest.TopicPartitions topic : request.topicPartitions()) {
                    List<ElectLeadersResponse.PartitionResult> partitions = new ArrayList<>();
                    for (int partition : topic.partitions()) {
                        partitions.add(ElectLeadersResponse.PartitionResult.builder().partitionId(partition)
                                .errorCode(refusal.error().code()).errorMessage(refusal.message()).build());
                    }
                    results.add(ElectLeadersResponse.ReplicaElectionResult.builder().topic(topic.topic())
                            .partitionResult(partitions).build());
                }
            }
            return ElectLeadersResponse.builder().errorCode(version == 0 ? 0 : refusal.error().code())
                    .replicaElectionResults(results).build();
        }

        @Override
        short error(ElectLeadersResponse answer) {
            boolean none = answer.errorCode() != 0 || answer.replicaElectionResults().isEmpty()
                    || answer.replicaElectionResults().get(0).partitionResult().isEmpty();
            return none ? answer.errorCode()
                    : answer.replicaElectionResults().get(0).partitionResult().get(0).errorCode();
        }

        @Override
        public int timeoutMs(ElectLeadersRequest request) {
            return request.timeoutMs();
        }
    }

    /** AlterPartitionReassignments. */
    private static final class AlterReassignments
            extends ControllerCall<AlterPartitionReassignmentsRequest, AlterPartitionReassignmentsResponse> {
        AlterReassignments() {
            super(Api.ALTER_PARTITION_REASSIGNMENTS, AlterPartitionReassignmentsRequest::read,
                    AlterPartitionReassignmentsResponse::read);
        }

        @Override
        public Command<MetadataRecord, AlterPartitionReassignmentsResponse> command(
                Controller controller, AlterPartitionReassignmentsRequest request, short version) {
            return controller.alterPartitionReassignments(request);
        }

        @Override
        public AlterPartitionReassignmentsResponse refused(AlterPartitionReassignmentsRequest request, short version,
                                                           Refusal refusal) {
            return AlterPartitionReassignmentsResponse.builder().errorCode(refusal.error().code())
                    .errorMessage(refusal.message()).build();
        }

        @Override
        short error(AlterPartitionReassignmentsResponse answer) {
            return answer.errorCode();
        }

        @Override
        public int timeoutMs(AlterPartitionReassignmentsRequest request) {
            return request.timeoutMs();
        }
    }

    /** ListPartitionReassignments. */
    private static final class ListReassignments
            extends ControllerCall<ListPartitionReassignmentsRequest, ListPartitionReassignmentsResponse> {
        ListReassignments() {
            super(Api.LIST_PARTITION_REASSIGNMENTS, ListPartitionReassignmentsRequest::read,
                    ListPartitionReassignmentsResponse::read);
        }

        @Override
        public Command<MetadataRecord, ListPartitionReassignmentsResponse> command(
                Controller controller, ListPartitionReassignmentsRequest request, short version) {
            return controller.listPartitionReassignments(request);
        }

        @Override
        public ListPartitionReassignmentsResponse refused(ListPartitionReassignmentsRequest request, short version,
                                                          Refusal refusal) {
            return ListPartitionReassignmentsResponse.builder().errorCode(refusal.error().code())
                    .errorMessage(refusal.message()).build();
        }

        @Override
        short error(ListPartitionReassignmentsResponse answer) {
            return answer.errorCode();
        }

        @Override
        public int timeoutMs(ListPartitionReassignmentsRequest request) {
            return request.timeoutMs();
        }
    }
}
