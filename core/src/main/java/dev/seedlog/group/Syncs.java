package dev.seedlog.group;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.machine.Decision;
import dev.seedlog.machine.DecisionPoint;
import dev.seedlog.machine.Refusal;
import dev.seedlog.machine.RefusedException;
import dev.seedlog.machine.Reply;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.SyncGroupRequest;
import dev.seedlog.wire.message.SyncGroupResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** SyncGroup and Heartbeat: how members get their assignment, and say that they are there. */
final class Syncs {

    private final Groups groups;
    private final Rebalances rebalances;

    Syncs(Groups groups, Rebalances rebalances) {
        this.groups = groups;
        this.rebalances = rebalances;
    }

    /**
     * A member asks for its assignment. In a generation without one, it waits; the leader brings it along, and it is
     * appended.
     */
    Decision<GroupRecord, SyncGroupResponse> sync(SyncGroupRequest request, DecisionPoint at,
                                                  Reply<SyncGroupResponse> reply) {
        Member member = groups.require(request.groupId(), request.memberId(), request.groupInstanceId());
        ClassicGroup group = groups.find(request.groupId());
        requireGeneration(group, request.generationId());
        requireProtocol(group.protocolType(), request.protocolType());
        requireProtocol(group.protocol(), request.protocolName());
        return switch (group.state()) {
            case EMPTY, DEAD -> throw new RefusedException(ErrorCode.UNKNOWN_MEMBER_ID, null);
            case PREPARING_REBALANCE -> throw new RefusedException(ErrorCode.REBALANCE_IN_PROGRESS, null);
            case COMPLETING_REBALANCE -> {
                Reply<SyncGroupResponse> earlier = member.waitingSync();
                member.waitForSync(reply);
                member.synced(true);
                if (earlier != null) {
                    earlier.refuse(Refusal.of(ErrorCode.REBALANCE_IN_PROGRESS));
                }
                yield group.isLeader(member) ? assign(group, request, at) : Decision.immediate(null);
            }
            case STABLE -> {
                rebalances.renewSession(group, member, at);
                rebalances.synced(group, member);
                // The assignment may not be committed yet, so this waits as the others do.
                yield Decision.read(Rebalances.syncAnswer(group, member));
            }
        };
    }

    /** A member is there. It hears of a rebalance that it has to join. */
    void heartbeat(String groupId, int generation, String memberId, String instanceId, DecisionPoint at) {
        Member member = groups.require(groupId, memberId, instanceId);
        ClassicGroup group = groups.find(groupId);
        if (group.is(GroupState.EMPTY)) {
            throw new RefusedException(ErrorCode.UNKNOWN_MEMBER_ID, null);
        }
        requireGeneration(group, generation);
        rebalances.renewSession(group, member, at);
        if (group.is(GroupState.PREPARING_REBALANCE)) {
            throw new RefusedException(ErrorCode.REBALANCE_IN_PROGRESS, null);
        }
    }

    private Decision<GroupRecord, SyncGroupResponse> assign(ClassicGroup group, SyncGroupRequest request,
                                                            DecisionPoint at) {
        Map<String, BufferSlice> assignments = new LinkedHashMap<>();
        for (SyncGroupRequest.SyncGroupRequestAssignment each : request.assignments()) {
            assignments.put(each.memberId(), ClassicGroup.owned(each.assignment()));
        }
        return Decision.atomic(List.of(group.toRecord(assignments, at.epochMillis())), null);
    }

    private static void requireGeneration(ClassicGroup group, int generation) {
        if (generation != group.generation()) {
            throw new RefusedException(ErrorCode.ILLEGAL_GENERATION, null);
        }
    }

    private static void requireProtocol(String expected, String named) {
        if (named != null && expected != null && !named.equals(expected)) {
            throw new RefusedException(ErrorCode.INCONSISTENT_GROUP_PROTOCOL, null);
        }
    }
}
