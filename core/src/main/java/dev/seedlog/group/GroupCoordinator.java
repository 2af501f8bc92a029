package dev.seedlog.group;

import dev.seedlog.env.Clock;
import dev.seedlog.env.Faults;
import dev.seedlog.env.RandomSource;
import dev.seedlog.env.Timers;
import dev.seedlog.machine.Command;
import dev.seedlog.machine.Decision;
import dev.seedlog.machine.DecisionPoint;
import dev.seedlog.machine.MachineHost;
import dev.seedlog.machine.MachineLog;
import dev.seedlog.machine.MachineRefusals;
import dev.seedlog.machine.Refusal;
import dev.seedlog.machine.ReplicatedMachine;
import dev.seedlog.machine.Reply;
import dev.seedlog.wire.message.DeleteGroupsResponse;
import dev.seedlog.wire.message.DescribeGroupsResponse;
import dev.seedlog.wire.message.HeartbeatRequest;
import dev.seedlog.wire.message.JoinGroupResponse;
import dev.seedlog.wire.message.LeaveGroupRequest;
import dev.seedlog.wire.message.LeaveGroupResponse;
import dev.seedlog.wire.message.ListGroupsResponse;
import dev.seedlog.wire.message.OffsetCommitRequest;
import dev.seedlog.wire.message.OffsetCommitResponse;
import dev.seedlog.wire.message.OffsetDeleteRequest;
import dev.seedlog.wire.message.OffsetDeleteResponse;
import dev.seedlog.wire.message.OffsetFetchRequest;
import dev.seedlog.wire.message.OffsetFetchResponse;
import dev.seedlog.wire.message.SyncGroupRequest;
import dev.seedlog.wire.message.SyncGroupResponse;
import java.util.List;

/**
 * The coordinator of the groups whose offsets are in one partition of {@code __consumer_offsets}. Every method replies
 * exactly once: when the answer is committed, when the member's turn has come, or with the reason why not.
 */
public final class GroupCoordinator {

    /** Bounds the answers that wait for a commit; one more is refused with COORDINATOR_NOT_AVAILABLE. */
    private static final int MOST_WAITING_ANSWERS = 10_000;

    private final GroupMachine machine;
    private final MachineHost<GroupRecord> host;
    private final Clock clock;
    private final long commitTimeoutNanos;

    /**
     * A coordinator that does not lead yet.
     *
     * @param commitTimeoutNanos how long an answer may wait for its commit (offsets.commit.timeout.ms)
     */
    public GroupCoordinator(GroupConfig config, MachineLog<GroupRecord> log, Clock clock, Timers timers,
                            Faults faults, RandomSource random, long commitTimeoutNanos) {
        this.machine = new GroupMachine(config, random);
        this.host = new MachineHost<>(machine, log, MachineRefusals.COORDINATOR, clock, timers, faults,
                MOST_WAITING_ANSWERS);
        this.clock = clock;
        this.commitTimeoutNanos = commitTimeoutNanos;
    }

    /** What drives the machine: leadership, loading, and commits. */
    public MachineHost<GroupRecord> host() {
        return host;
    }

    /** JoinGroup; replied to when the generation is formed. */
    public void join(JoinCommand command, Reply<JoinGroupResponse> reply) {
        Reply<JoinGroupResponse> once = new OneAnswer<>(reply);
        submit(at -> machine.joins().join(command, at, once), new Unparked<>(once));
    }

    /** SyncGroup; replied to when the generation's assignment is committed. */
    public void sync(SyncGroupRequest request, Reply<SyncGroupResponse> reply) {
        Syncing syncing = new Syncing(request, new OneAnswer<>(reply));
        submit(syncing, syncing);
    }

    /** Heartbeat; never waits for a commit. */
    public void heartbeat(HeartbeatRequest request, Reply<Void> reply) {
        submit(at -> {
            machine.syncs().heartbeat(request.groupId(), request.generationId(), request.memberId(),
                    request.groupInstanceId(), at);
            return Decision.immediate(null);
        }, reply);
    }

    /** LeaveGroup. */
    public void leave(String groupId, List<LeaveGroupRequest.MemberIdentity> leavers, Reply<LeaveGroupResponse> reply) {
        submit(at -> machine.departures().leave(groupId, leavers, at), reply);
    }

    /** OffsetCommit in one version's meaning; the request names only topics that exist. */
    public void commit(OffsetCommitRequest request, short version, Reply<OffsetCommitResponse> reply) {
        submit(at -> machine.commits().commit(request, version, at), reply);
    }

    /** OffsetFetch of one group. */
    public void fetch(OffsetFetchRequest.OffsetFetchRequestGroup request,
                      Reply<OffsetFetchResponse.OffsetFetchResponseGroup> reply) {
        submit(at -> Decision.read(machine.offsetQueries().fetch(request)), reply);
    }

    /** DescribeGroups of one group. */
    public void describe(String groupId, boolean knowsNotFound, Reply<DescribeGroupsResponse.DescribedGroup> reply) {
        submit(at -> Decision.read(machine.groupQueries().describe(groupId, knowsNotFound)), reply);
    }

    /** ListGroups. */
    public void list(List<String> states, List<String> types, Reply<List<ListGroupsResponse.ListedGroup>> reply) {
        submit(at -> Decision.read(machine.groupQueries().list(states, types)), reply);
    }

    /** DeleteGroups. */
    public void delete(List<String> groupIds, Reply<List<DeleteGroupsResponse.DeletableGroupResult>> reply) {
        submit(at -> machine.removals().delete(groupIds), reply);
    }

    /** OffsetDelete; the request names only topics that exist. */
    public void deleteOffsets(OffsetDeleteRequest request, Reply<OffsetDeleteResponse> reply) {
        submit(at -> machine.removals().deleteOffsets(request), reply);
    }

    /** Topics are no more, and neither is what was committed for them. */
    public void topicsEnded(EndedTopics ended, Reply<Void> reply) {
        submit(at -> machine.removals().topicsEnded(ended), reply);
    }

    private <A> void submit(Command<GroupRecord, A> command, Reply<A> reply) {
        long deadline = commitTimeoutNanos == ReplicatedMachine.NEVER
                ? ReplicatedMachine.NEVER : clock.nanoTime() + commitTimeoutNanos;
        host.submit(command, deadline, reply);
    }

    /** A sync on its way: a leader's brings the assignment, and what becomes of that concerns all who wait for it. */
    private final class Syncing implements Command<GroupRecord, SyncGroupResponse>, Reply<SyncGroupResponse> {
        private final SyncGroupRequest request;
        private final Reply<SyncGroupResponse> once;
        private boolean assigns;

        private Syncing(SyncGroupRequest request, Reply<SyncGroupResponse> once) {
            this.request = request;
            this.once = once;
        }

        @Override
        public Decision<GroupRecord, SyncGroupResponse> decide(DecisionPoint at) {
            Decision<GroupRecord, SyncGroupResponse> decision = machine.syncs().sync(request, at, once);
            assigns = !decision.records().isEmpty();
            return decision;
        }

        @Override
        public void answer(SyncGroupResponse answer) {
            if (answer != null) {
                once.answer(answer);
            } else if (assigns) {
                machine.assignmentCommitted(request.groupId(), request.generationId(), clock.nanoTime());
            }
        }

        @Override
        public void refuse(Refusal refusal) {
            once.refuse(refusal);
            if (assigns) {
                machine.assignmentRefused(request.groupId(), request.generationId(), refusal, clock.nanoTime());
            }
        }
    }

    /** Passes on an answer that is known; of a join that waits in its group, nothing is known yet. */
    private record Unparked<A>(Reply<A> reply) implements Reply<A> {
        @Override
        public void answer(A answer) {
            if (answer != null) {
                reply.answer(answer);
            }
        }

        @Override
        public void refuse(Refusal refusal) {
            reply.refuse(refusal);
        }
    }
}
