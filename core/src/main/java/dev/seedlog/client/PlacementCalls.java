package dev.seedlog.client;

import dev.seedlog.log.TopicPartition;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.IntList;
import dev.seedlog.wire.WireFormatException;
import dev.seedlog.wire.message.AlterPartitionReassignmentsRequest;
import dev.seedlog.wire.message.AlterPartitionReassignmentsRequest.ReassignablePartition;
import dev.seedlog.wire.message.AlterPartitionReassignmentsRequest.ReassignableTopic;
import dev.seedlog.wire.message.AlterPartitionReassignmentsResponse;
import dev.seedlog.wire.message.AlterPartitionReassignmentsResponse.ReassignablePartitionResponse;
import dev.seedlog.wire.message.AlterPartitionReassignmentsResponse.ReassignableTopicResponse;
import dev.seedlog.wire.message.ElectLeadersRequest;
import dev.seedlog.wire.message.ElectLeadersRequest.TopicPartitions;
import dev.seedlog.wire.message.ElectLeadersResponse;
import dev.seedlog.wire.message.ElectLeadersResponse.PartitionResult;
import dev.seedlog.wire.message.ElectLeadersResponse.ReplicaElectionResult;
import dev.seedlog.wire.message.ListPartitionReassignmentsRequest;
import dev.seedlog.wire.message.ListPartitionReassignmentsResponse;
import dev.seedlog.wire.message.ListPartitionReassignmentsResponse.OngoingPartitionReassignment;
import dev.seedlog.wire.message.ListPartitionReassignmentsResponse.OngoingTopicReassignment;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Calls about where partitions are and who of their replicas leads (KIP-455, KIP-460). */
public final class PlacementCalls {

    /**
     * How long a broker asks the controller again and again, in milliseconds; it does so though nobody waits for the
     * answer any more.
     */
    public static final int TIMEOUT_MS = 10_000;

    private static final byte PREFERRED = 0;

    private PlacementCalls() {
    }

    /**
     * A reassignment that is under way.
     *
     * @param replicas all that there are now, old and new
     * @param adding those that are new
     * @param removing those that will go
     */
    public record Moving(IntList replicas, IntList adding, IntList removing) {
    }

    /** Gives a partition other replicas, the preferred leader first; it is answered when that has begun. */
    public static AdminCall<Void> reassign(TopicPartition partition, List<Integer> replicas) {
        return alter(partition, IntList.copyOf(replicas));
    }

    /** Has a partition go back to the replicas from before its reassignment. */
    public static AdminCall<Void> cancelReassignment(TopicPartition partition) {
        return alter(partition, null);
    }

    private static AdminCall<Void> alter(TopicPartition partition, IntList replicas) {
        AlterPartitionReassignmentsRequest request = AlterPartitionReassignmentsRequest.builder().timeoutMs(TIMEOUT_MS)
                .topics(List.of(ReassignableTopic.builder().name(partition.topic()).partitions(List.of(
                        ReassignablePartition.builder().partitionIndex(partition.partition()).replicas(replicas)
                                .build())).build())).build();
        return new SimpleCall<>(Api.ALTER_PARTITION_REASSIGNMENTS, SimpleCall.ANYBODY, version -> request,
                (body, version) -> {
                    var response = AlterPartitionReassignmentsResponse.read(body, version);
                    if (response.errorCode() != 0) {
                        return AdminCall.Answer.failed(response.errorCode(), response.errorMessage());
                    }
                    for (ReassignableTopicResponse topic : response.responses()) {
                        for (ReassignablePartitionResponse result : topic.partitions()) {
                            return AdminCall.Answer.failed(result.errorCode(), result.errorMessage());
                        }
                    }
                    throw nothing("AlterPartitionReassignments", partition);
                });
    }

    /** All reassignments that are under way. */
    public static AdminCall<SortedMap<TopicPartition, Moving>> reassignments() {
        ListPartitionReassignmentsRequest request = ListPartitionReassignmentsRequest.builder().timeoutMs(TIMEOUT_MS)
                .topics(null).build();
        return new SimpleCall<>(Api.LIST_PARTITION_REASSIGNMENTS, SimpleCall.ANYBODY, version -> request,
                (body, version) -> {
                    var response = ListPartitionReassignmentsResponse.read(body, version);
                    if (response.errorCode() != 0) {
                        return AdminCall.Answer.failed(response.errorCode(), response.errorMessage());
                    }
                    SortedMap<TopicPartition, Moving> moving = new TreeMap<>();
                    for (OngoingTopicReassignment topic : response.topics()) {
                        for (OngoingPartitionReassignment each : topic.partitions()) {
                            moving.put(new TopicPartition(topic.name(), each.partitionIndex()),
                                    new Moving(each.replicas(), each.addingReplicas(), each.removingReplicas()));
                        }
                    }
                    return AdminCall.Answer.of(moving);
                });
    }

    /** Has the preferred replica of a partition lead it; that it does so already is an error too. */
    public static AdminCall<Void> electPreferred(TopicPartition partition) {
        ElectLeadersRequest request = ElectLeadersRequest.builder().electionType(PREFERRED).timeoutMs(TIMEOUT_MS)
                .topicPartitions(List.of(TopicPartitions.builder().topic(partition.topic())
                        .partitions(IntList.of(partition.partition())).build())).build();
        return new SimpleCall<>(Api.ELECT_LEADERS, SimpleCall.ANYBODY, version -> request, (body, version) -> {
            ElectLeadersResponse response = ElectLeadersResponse.read(body, version);
            if (response.errorCode() != 0) {
                return AdminCall.Answer.failed(response.errorCode(), ErrorCode.forCode(response.errorCode()).name());
            }
            for (ReplicaElectionResult topic : response.replicaElectionResults()) {
                for (PartitionResult result : topic.partitionResult()) {
                    return AdminCall.Answer.failed(result.errorCode(), result.errorMessage());
                }
            }
            throw nothing("ElectLeaders", partition);
        });
    }

    private static WireFormatException nothing(String api, TopicPartition about) {
        return new WireFormatException(api + "Response", 0, "nothing is said of " + about);
    }
}
