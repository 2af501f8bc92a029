package dev.seedlog.client;

import dev.seedlog.log.TopicPartition;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.WireFormatException;
import dev.seedlog.wire.message.DeleteGroupsRequest;
import dev.seedlog.wire.message.DeleteGroupsResponse;
import dev.seedlog.wire.message.DeleteGroupsResponse.DeletableGroupResult;
import dev.seedlog.wire.message.DescribeGroupsRequest;
import dev.seedlog.wire.message.DescribeGroupsResponse;
import dev.seedlog.wire.message.DescribeGroupsResponse.DescribedGroup;
import dev.seedlog.wire.message.ListGroupsRequest;
import dev.seedlog.wire.message.ListGroupsResponse;
import dev.seedlog.wire.message.OffsetDeleteRequest;
import dev.seedlog.wire.message.OffsetDeleteRequest.OffsetDeleteRequestPartition;
import dev.seedlog.wire.message.OffsetDeleteRequest.OffsetDeleteRequestTopic;
import dev.seedlog.wire.message.OffsetDeleteResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Calls about consumer groups. */
public final class GroupCalls {

    private GroupCalls() {
    }

    /**
     * A member as its coordinator describes it.
     *
     * @param memberId its id
     * @param clientId what its client calls itself
     * @param assignment what it has
     */
    public record Member(String memberId, String clientId, List<TopicPartition> assignment) {
    }

    /**
     * A group as its coordinator describes it.
     *
     * @param state Empty, Stable and so on; Dead if there is none
     * @param protocol the assignor that was chosen
     * @param members by id
     */
    public record Group(String groupId, String state, String protocol, List<Member> members) {
    }

    /** Describes a group. */
    public static AdminCall<Group> describe(String groupId) {
        return new SimpleCall<>(Api.DESCRIBE_GROUPS, new AdminCall.CoordinatorOf(groupId), version ->
                DescribeGroupsRequest.builder().groups(List.of(groupId)).build(), (body, version) -> {
                    for (DescribedGroup group : DescribeGroupsResponse.read(body, version).groups()) {
                        return group.errorCode() == 0 ? AdminCall.Answer.of(group(group))
                                : AdminCall.Answer.failed(group.errorCode(), group.errorMessage());
                    }
                    throw nothing("DescribeGroups", groupId);
                });
    }

    private static Group group(DescribedGroup described) {
        List<Member> members = new ArrayList<>();
        boolean consumers = ConsumerProtocol.TYPE.equals(described.protocolType());
        for (DescribeGroupsResponse.DescribedGroupMember member : described.members()) {
            members.add(new Member(member.memberId(), member.clientId(), consumers
                    ? List.copyOf(ConsumerProtocol.assignment(member.memberAssignment())) : List.of()));
        }
        members.sort(Comparator.comparing(Member::memberId));
        return new Group(described.groupId(), described.groupState(), described.protocolData(), members);
    }

    /** The ids of the groups that one broker coordinates, in order. */
    public static AdminCall<List<String>> list() {
        return new SimpleCall<>(Api.LIST_GROUPS, SimpleCall.ANYBODY, version -> ListGroupsRequest.builder().build(),
                (body, version) -> {
                    ListGroupsResponse response = ListGroupsResponse.read(body, version);
                    return response.errorCode() != 0 ? AdminCall.Answer.failed(response.errorCode(), null)
                            : AdminCall.Answer.of(response.groups().stream()
                                    .map(ListGroupsResponse.ListedGroup::groupId).sorted().toList());
                });
    }

    /** Deletes a group without members, and all that it had committed. */
    public static AdminCall<Void> delete(String groupId) {
        return new SimpleCall<>(Api.DELETE_GROUPS, new AdminCall.CoordinatorOf(groupId), version ->
                DeleteGroupsRequest.builder().groupsNames(List.of(groupId)).build(), (body, version) -> {
                    for (DeletableGroupResult result : DeleteGroupsResponse.read(body, version).results()) {
                        return AdminCall.Answer.failed(result.errorCode(), null);
                    }
                    throw nothing("DeleteGroups", groupId);
                });
    }

    /** Deletes what a group has committed for a partition. */
    public static AdminCall<Void> deleteOffset(String groupId, TopicPartition partition) {
        OffsetDeleteRequestTopic topic = OffsetDeleteRequestTopic.builder().name(partition.topic()).partitions(List.of(
                OffsetDeleteRequestPartition.builder().partitionIndex(partition.partition()).build())).build();
        return new SimpleCall<>(Api.OFFSET_DELETE, new AdminCall.CoordinatorOf(groupId), version ->
                OffsetDeleteRequest.builder().groupId(groupId).topics(List.of(topic)).build(), (body, version) -> {
                    OffsetDeleteResponse response = OffsetDeleteResponse.read(body, version);
                    if (response.errorCode() != 0) {
                        return AdminCall.Answer.failed(response.errorCode(), null);
                    }
                    for (OffsetDeleteResponse.OffsetDeleteResponseTopic about : response.topics()) {
                        for (OffsetDeleteResponse.OffsetDeleteResponsePartition result : about.partitions()) {
                            return AdminCall.Answer.failed(result.errorCode(), null);
                        }
                    }
                    throw nothing("OffsetDelete", groupId);
                });
    }

    private static WireFormatException nothing(String api, String about) {
        return new WireFormatException(api + "Response", 0, "nothing is said of " + about);
    }
}
