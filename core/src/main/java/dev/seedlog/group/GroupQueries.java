package dev.seedlog.group;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.DescribeGroupsResponse;
import dev.seedlog.wire.message.ListGroupsResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** DescribeGroups and ListGroups: what groups there are, and who is in them. */
final class GroupQueries {

    private static final String CLASSIC = "classic";

    private final Groups groups;

    GroupQueries(Groups groups) {
        this.groups = groups;
    }

    /**
     * One group. One that does not exist is described as dead, or, to clients that know the error, as not found
     * (version 6, KIP-1043).
     */
    DescribeGroupsResponse.DescribedGroup describe(String groupId, boolean knowsNotFound) {
        var answer = DescribeGroupsResponse.DescribedGroup.builder().groupId(groupId);
        ClassicGroup group = groups.find(groupId);
        if (group == null) {
            answer.groupState(GroupState.DEAD.text());
            return knowsNotFound ? answer.errorCode(ErrorCode.GROUP_ID_NOT_FOUND.code())
                    .errorMessage("Group " + groupId + " not found.").build() : answer.build();
        }
        boolean stable = group.is(GroupState.STABLE);
        List<DescribeGroupsResponse.DescribedGroupMember> members = new ArrayList<>(group.size());
        for (Member member : group.members()) {
            members.add(DescribeGroupsResponse.DescribedGroupMember.builder().memberId(member.id())
                    .groupInstanceId(member.instanceId()).clientId(member.client().id())
                    .clientHost(member.client().host())
                    .memberMetadata(stable ? member.metadata(group.protocol()) : BufferSlice.EMPTY)
                    .memberAssignment(stable ? member.assignment() : BufferSlice.EMPTY).build());
        }
        return answer.groupState(group.state().text())
                .protocolType(group.protocolType() == null ? "" : group.protocolType())
                .protocolData(stable ? group.protocol() : "").members(members).build();
    }

    /** All groups in one of the states and of one of the types; empty lists ask for any. */
    List<ListGroupsResponse.ListedGroup> list(List<String> states, List<String> types) {
        List<ListGroupsResponse.ListedGroup> listed = new ArrayList<>();
        if (!wanted(CLASSIC, types)) {
            return listed;
        }
        for (ClassicGroup group : groups.all()) {
            if (wanted(group.state().text(), states)) {
                listed.add(ListGroupsResponse.ListedGroup.builder().groupId(group.id())
                        .protocolType(group.protocolType() == null ? "" : group.protocolType())
                        .groupState(group.state().text()).groupType(CLASSIC).build());
            }
        }
        return listed;
    }

    private static boolean wanted(String text, List<String> filter) {
        if (filter.isEmpty()) {
            return true;
        }
        for (String each : filter) {
            if (each.toLowerCase(Locale.ROOT).equals(text.toLowerCase(Locale.ROOT))) {
                return true;
            }
        }
        return false;
    }
}
