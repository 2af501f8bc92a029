package dev.seedlog.broker.api;

import dev.seedlog.broker.connection.Exchange;
import dev.seedlog.broker.connection.ServedApis;
import dev.seedlog.broker.coordinator.GroupCoordinators;
import dev.seedlog.group.ClientIdentity;
import dev.seedlog.group.GroupCoordinator;
import dev.seedlog.group.JoinCommand;
import dev.seedlog.machine.Refusal;
import dev.seedlog.machine.Reply;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.HeartbeatRequest;
import dev.seedlog.wire.message.HeartbeatResponse;
import dev.seedlog.wire.message.JoinGroupRequest;
import dev.seedlog.wire.message.JoinGroupResponse;
import dev.seedlog.wire.message.LeaveGroupRequest;
import dev.seedlog.wire.message.LeaveGroupResponse;
import dev.seedlog.wire.message.SyncGroupRequest;
import dev.seedlog.wire.message.SyncGroupResponse;
import java.util.ArrayList;
import java.util.List;

/**
 * How clients are members of groups of the classic protocol.
 * <ul>
 * <li>JoinGroup, versions 0 to 9: 1 has the rebalance timeout, 4 gives a new member its id first (KIP-394), 5 has
 * static
 *     members (KIP-345), 7 tells the protocol type, 8 a reason (KIP-800), 9 may tell a leader not to assign (KIP-814);
 * <li>SyncGroup, versions 0 to 5: 3 has static members, 5 names protocol type and protocol;
 * <li>Heartbeat, versions 0 to 4: 3 has static members;
 * <li>LeaveGroup, versions 0 to 5: until 2 one member leaves, from 3 on many can.
 * </ul>
 */
public final class GroupMembershipHandlers {

    private static final short FIRST_JOIN_VERSION_WITH_NULL_PROTOCOL = 7;
    private static final short FIRST_SYNC_VERSION_WITH_PROTOCOL = 5;
    private static final short FIRST_LEAVE_VERSION_OF_MANY = 3;

    private final GroupCoordinators coordinators;

    /** Handlers. */
    public GroupMembershipHandlers(GroupCoordinators coordinators) {
        this.coordinators = coordinators;
    }

    /** Serves the APIs. */
    public void register(ServedApis apis) {
        apis.serve(Api.JOIN_GROUP, JoinGroupRequest::read, this::join);
        apis.serve(Api.SYNC_GROUP, SyncGroupRequest::read, this::sync);
        apis.serve(Api.HEARTBEAT, HeartbeatRequest::read, this::heartbeat);
        apis.serve(Api.LEAVE_GROUP, LeaveGroupRequest::read, this::leave);
    }

    private void join(Exchange exchange, JoinGroupRequest request) {
        Reply<JoinGroupResponse> reply = new Reply<>() {
            @Override
            public void answer(JoinGroupResponse answer) {
                boolean nullKnown = exchange.version() >= FIRST_JOIN_VERSION_WITH_NULL_PROTOCOL;
                exchange.respond(answer.protocolName() == null && !nullKnown
                        ? answer.toBuilder().protocolName("").build() : answer);
            }

            @Override
            public void refuse(Refusal refusal) {
                answer(JoinGroupResponse.builder().errorCode(refusal.error().code()).memberId(request.memberId())
                        .protocolName(null).build());
            }
        };
        GroupCoordinator coordinator = find(request.groupId(), reply);
        if (coordinator != null) {
            String clientId = exchange.clientId() == null ? "" : exchange.clientId();
            ClientIdentity client = new ClientIdentity(clientId, "/" + exchange.connection().remote().host());
            coordinator.join(new JoinCommand(request, exchange.version(), client), reply);
        }
    }

    private void sync(Exchange exchange, SyncGroupRequest request) {
        Reply<SyncGroupResponse> reply = new AnswerTo<>(exchange,
                refusal -> SyncGroupResponse.builder().errorCode(refusal.error().code()).build());
        boolean incomplete = exchange.version() >= FIRST_SYNC_VERSION_WITH_PROTOCOL
                && (request.protocolType() == null || request.protocolName() == null);
        if (incomplete) {
            reply.refuse(Refusal.of(ErrorCode.INCONSISTENT_GROUP_PROTOCOL));
            return;
        }
        GroupCoordinator coordinator = find(request.groupId(), reply);
        if (coordinator != null) {
            coordinator.sync(request, reply);
        }
    }

    private void heartbeat(Exchange exchange, HeartbeatRequest request) {
        Reply<Void> reply = new Reply<>() {
            @Override
            public void answer(Void nothing) {
                exchange.respond(HeartbeatResponse.builder().build());
            }

            @Override
            public void refuse(Refusal refusal) {
                // Sessions begin anew once all is loaded, so a member that beats meanwhile is as alive as any.
                ErrorCode error = refusal.error() == ErrorCode.COORDINATOR_LOAD_IN_PROGRESS
                        ? ErrorCode.NONE : refusal.error();
                exchange.respond(HeartbeatResponse.builder().errorCode(error.code()).build());
            }
        };
        GroupCoordinator coordinator = find(request.groupId(), reply);
        if (coordinator != null) {
            coordinator.heartbeat(request, reply);
        }
    }

    private void leave(Exchange exchange, LeaveGroupRequest request) {
        boolean many = exchange.version() >= FIRST_LEAVE_VERSION_OF_MANY;
        List<LeaveGroupRequest.MemberIdentity> leavers = many ? request.members()
                : List.of(LeaveGroupRequest.MemberIdentity.builder().memberId(request.memberId()).build());
        Reply<LeaveGroupResponse> reply = new Reply<>() {
            @Override
            public void answer(LeaveGroupResponse answer) {
                exchange.respond(many ? answer
                        : LeaveGroupResponse.builder().errorCode(answer.members().get(0).errorCode()).build());
            }

            @Override
            public void refuse(Refusal refusal) {
                if (refusal.error() == ErrorCode.UNKNOWN_MEMBER_ID) {
                    answer(unknown(leavers));
                } else {
                    exchange.respond(LeaveGroupResponse.builder().errorCode(refusal.error().code()).build());
                }
            }
        };
        GroupCoordinator coordinator = find(request.groupId(), reply);
        if (coordinator != null) {
            coordinator.leave(request.groupId(), leavers, reply);
        }
    }

    /** Without the group, each of them is unknown. */
    private static LeaveGroupResponse unknown(List<LeaveGroupRequest.MemberIdentity> leavers) {
        List<LeaveGroupResponse.MemberResponse> members = new ArrayList<>(leavers.size());
        for (LeaveGroupRequest.MemberIdentity leaver : leavers) {
            members.add(LeaveGroupResponse.MemberResponse.builder().memberId(leaver.memberId())
                    .groupInstanceId(leaver.groupInstanceId()).errorCode(ErrorCode.UNKNOWN_MEMBER_ID.code()).build());
        }
        return LeaveGroupResponse.builder().members(members).build();
    }

    /** The coordinator; null if there is none here, and then that has been answered. */
    private GroupCoordinator find(String groupId, Reply<?> reply) {
        if (groupId.isEmpty()) {
            reply.refuse(Refusal.of(ErrorCode.INVALID_GROUP_ID));
            return null;
        }
        GroupCoordinator coordinator = coordinators.of(groupId);
        if (coordinator == null) {
            reply.refuse(GroupCoordinators.NOT_HERE);
        }
        return coordinator;
    }
}
