package dev.seedlog.group;

import dev.seedlog.machine.Decision;
import dev.seedlog.machine.DecisionPoint;
import dev.seedlog.machine.RefusedException;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.LeaveGroupRequest;
import dev.seedlog.wire.message.LeaveGroupResponse;
import java.util.ArrayList;
import java.util.List;

/** LeaveGroup: members that go of their own will, or that an administrator removes by their instance ids (KIP-345). */
final class Departures {

    private final Groups groups;
    private final Rebalances rebalances;

    Departures(Groups groups, Rebalances rebalances) {
        this.groups = groups;
        this.rebalances = rebalances;
    }

    /** Takes members out of a group; each hears for itself whether it was one. */
    Decision<GroupRecord, LeaveGroupResponse> leave(String groupId, List<LeaveGroupRequest.MemberIdentity> leavers,
                                                    DecisionPoint at) {
        ClassicGroup group = groups.find(groupId);
        if (group == null || group.is(GroupState.DEAD)) {
            throw new RefusedException(ErrorCode.UNKNOWN_MEMBER_ID, null);
        }
        List<LeaveGroupResponse.MemberResponse> answers = new ArrayList<>(leavers.size());
        boolean changed = false;
        for (LeaveGroupRequest.MemberIdentity leaver : leavers) {
            ErrorCode error = remove(group, leaver);
            changed |= error == ErrorCode.NONE;
            answers.add(LeaveGroupResponse.MemberResponse.builder().memberId(leaver.memberId())
                    .groupInstanceId(leaver.groupInstanceId()).errorCode(error.code()).build());
        }
        List<GroupRecord> records = new ArrayList<>();
        if (changed && !group.is(GroupState.EMPTY)) {
            rebalances.membershipChanged(group, at, records);
        }
        LeaveGroupResponse answer = LeaveGroupResponse.builder().members(answers).build();
        return records.isEmpty() ? Decision.immediate(answer) : Decision.atomic(records, answer);
    }

    private ErrorCode remove(ClassicGroup group, LeaveGroupRequest.MemberIdentity leaver) {
        Member bearer = group.staticMember(leaver.groupInstanceId());
        if (leaver.groupInstanceId() != null) {
            if (bearer == null) {
                return ErrorCode.UNKNOWN_MEMBER_ID;
            }
            if (!leaver.memberId().isEmpty() && !leaver.memberId().equals(bearer.id())) {
                return ErrorCode.FENCED_INSTANCE_ID;
            }
            rebalances.remove(group, bearer, ErrorCode.UNKNOWN_MEMBER_ID);
            return ErrorCode.NONE;
        }
        if (group.isPromised(leaver.memberId())) {
            rebalances.redeem(group, leaver.memberId());
            return ErrorCode.NONE;
        }
        Member member = group.member(leaver.memberId());
        if (member == null) {
            return ErrorCode.UNKNOWN_MEMBER_ID;
        }
        rebalances.remove(group, member, ErrorCode.UNKNOWN_MEMBER_ID);
        return ErrorCode.NONE;
    }
}
