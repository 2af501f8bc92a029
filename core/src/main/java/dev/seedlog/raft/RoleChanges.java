package dev.seedlog.raft;

import dev.seedlog.base.Invariant;
import dev.seedlog.wire.ErrorCode;
import java.util.ArrayList;
import java.util.List;

/** Every change of role, with what ends with the old role and what the new one begins with. */
final class RoleChanges {

    private final KernelState state;

    RoleChanges(KernelState state) {
        this.state = state;
    }

    /** The role of a replica's first moment, from what it wrote in its last life. */
    void initialize() {
        QuorumState persisted = state.quorum.state();
        if (persisted.epoch() < state.log.lastEpoch()) {
            // The file is older than the log, as if it had been lost: the log's epoch is taken, and nothing is known of
            // a vote in it.
            persisted = new QuorumState(state.log.lastEpoch(), -1, ReplicaKey.NONE);
            state.quorum.update(persisted);
        }
        Endpoints leaderEndpoints = state.voters().endpoints(persisted.leaderId());
        boolean led = persisted.hasLeader() && persisted.leaderId() == state.localId();
        if (led) {
            // It must not lead its old epoch again: records that it had not forced are gone, and others would take
            // their offsets in the same epoch.
            initialRole(resignedState(List.of()), state.identity.endpoints());
        } else if (persisted.hasLeader() && !leaderEndpoints.isEmpty()) {
            initialRole(followerState(persisted.leaderId()), leaderEndpoints);
        } else {
            // One that voted for itself lands here too: it may have won and led without a trace, so it stands for
            // election in a new epoch only.
            initialRole(new UnattachedState(voterDeadline()), Endpoints.NONE);
        }
        if (state.isOnlyVoter()) {
            toProspective();
        }
    }

    /** A higher epoch, or the end of the hope for a leader in this one. */
    void toUnattached(int epoch, int leaderId, long electionDeadline) {
        QuorumState old = state.quorum.state();
        ReplicaKey voted = epoch == old.epoch() ? old.voted() : ReplicaKey.NONE;
        Invariant.check(epoch >= old.epoch(), "raft-epoch", "the epoch went back", old.epoch(), epoch);
        state.quorum.update(new QuorumState(epoch, leaderId, voted));
        enter(new UnattachedState(state.isVoter() ? electionDeadline : RaftKernel.NO_DEADLINE), Endpoints.NONE, -1);
    }

    /** A higher epoch without a known leader. Who was waiting for an election waits no longer for it than before. */
    void toUnattached(int epoch) {
        long deadline = state.newElectionDeadline();
        if (state.role instanceof UnattachedState unattached) {
            deadline = Math.min(deadline, unattached.electionDeadline);
        } else if (state.role instanceof NomineeState nominee) {
            deadline = Math.min(deadline, nominee.electionDeadline);
        }
        toUnattached(epoch, -1, deadline);
    }

    /** Notes the vote; the replica keeps waiting, with a new timeout, so that who it voted for can win. */
    void voteFor(ReplicaKey candidate) {
        QuorumState old = state.quorum.state();
        state.quorum.update(new QuorumState(old.epoch(), old.leaderId(), candidate));
        if (state.role instanceof UnattachedState unattached) {
            unattached.electionDeadline = voterDeadline();
        }
    }

    void toProspective() {
        Invariant.check(state.isVoter(), "raft-voter", "only a voter stands for election");
        Endpoints endpoints = state.isRole(RaftRole.FOLLOWER) ? state.leaderEndpoints : Endpoints.NONE;
        NomineeState nominee = new NomineeState(RaftRole.PROSPECTIVE, state.voters(), state.newElectionDeadline());
        nominee.record(state.localId(), true);
        enter(nominee, endpoints, -1);
    }

    /** Begins an epoch of its own, with its own vote. */
    void toCandidate() {
        state.quorum.update(new QuorumState(state.epoch() + 1, -1, state.identity.local()));
        enter(new NomineeState(RaftRole.CANDIDATE, state.voters(), state.newElectionDeadline()), Endpoints.NONE, -1);
    }

    /** Leads: the win is forced. The first thing in the epoch is its LeaderChange record. */
    void toLeader(List<Integer> grantingVoters) {
        Invariant.check(state.quorum.isForced() && state.quorum.state().leaderId() == state.localId(),
                "raft-lead-forced", "leads before that is forced");
        long startOffset = state.log.endOffset();
        LeaderState leader = new LeaderState(state.identity.local(), state.voters(), startOffset);
        leader.checkQuorumDeadline = state.now + state.timeouts.checkQuorumNanos();
        leader.beginQuorumEpochDeadline = state.timerNow;
        leader.localForced(state.log.forcedEndOffset());
        enter(leader, state.identity.endpoints(), startOffset);
        List<Integer> voterIds = new ArrayList<>();
        for (Voter voter : state.voters().voters()) {
            voterIds.add(voter.key().id());
        }
        state.out.add(new RaftEffect.AppendLeaderChange(startOffset,
                new LeaderChange(state.epoch(), state.localId(), List.copyOf(voterIds), grantingVoters)));
        state.log.appended(startOffset + 1, state.epoch());
        appendOwnVoters(leader);
    }

    /**
     * Where voters may change, the first of them are named by a snapshot that only the first node has: others learn of
     * them, and that they may change, from the log (KIP-853). A leader that listens elsewhere than the voter set says
     * has nobody to tell but the log; who votes does not change by that.
     */
    private void appendOwnVoters(LeaderState leader) {
        int version = state.controls.lastVersion();
        if (version > 0 && (state.controls.lastVotersOffset() < 0 || state.isVoterOutdated())) {
            long offset = state.log.endOffset();
            VoterSet voters = state.voters().with(state.localVoter());
            state.out.add(new RaftEffect.AppendVoters(offset, state.epoch(), version, voters));
            state.controls.add(new ControlRecord.Version(offset, version));
            state.controls.add(new ControlRecord.Voters(offset + 1, voters));
            state.log.appended(offset + 2, state.epoch());
            leader.changeVoters(voters, state.log.forcedEndOffset());
        }
    }

    void toFollower(int epoch, int leaderId, Endpoints endpoints) {
        QuorumState old = state.quorum.state();
        Invariant.check(epoch >= old.epoch(), "raft-epoch", "the epoch went back", old.epoch(), epoch);
        Invariant.check(leaderId != state.localId(), "raft-follow-self", "follows itself");
        ReplicaKey voted = epoch == old.epoch() ? old.voted() : ReplicaKey.NONE;
        state.quorum.update(new QuorumState(epoch, leaderId, voted));
        enter(followerState(leaderId), endpoints, -1);
    }

    private FollowerState followerState(int leaderId) {
        FollowerState follower = new FollowerState(leaderId, state.now + state.timeouts.fetchNanos());
        follower.updateVoterDeadline = state.now + state.timeouts.updateVoterNanos();
        return follower;
    }

    void toResigned(List<ReplicaKey> preferredSuccessors) {
        enter(resignedState(preferredSuccessors), state.identity.endpoints(), -1);
    }

    private ResignedState resignedState(List<ReplicaKey> preferredSuccessors) {
        ResignedState resigned = new ResignedState(state.newElectionDeadline(), preferredSuccessors);
        for (Voter voter : state.voters().voters()) {
            if (voter.key().id() != state.localId()) {
                resigned.unacknowledged.add(voter.key().id());
            }
        }
        return resigned;
    }

    private long voterDeadline() {
        return state.isVoter() ? state.newElectionDeadline() : RaftKernel.NO_DEADLINE;
    }

    private void enter(RoleState next, Endpoints leaderEndpoints, long epochStartOffset) {
        RaftRole from = state.role.role();
        Invariant.check(from.canBecome(next.role()), "raft-role", from + " cannot become " + next.role());
        // What is answered from here on names the new leader, so it must not give the old one's address.
        state.leaderEndpoints = leaderEndpoints;
        if (state.role instanceof LeaderState leader) {
            refuseParked(leader);
        } else if (state.role instanceof FollowerState follower && follower.snapshot != null) {
            state.out.add(new RaftEffect.AbandonSnapshot(follower.snapshot));
        }
        state.peers.forgetAll();
        set(next, leaderEndpoints, epochStartOffset);
    }

    private void initialRole(RoleState first, Endpoints leaderEndpoints) {
        set(first, leaderEndpoints, -1);
    }

    private void set(RoleState next, Endpoints leaderEndpoints, long epochStartOffset) {
        state.role = next;
        state.leaderEndpoints = leaderEndpoints;
        state.out.add(new RaftEffect.RoleChanged(next.role(), state.epoch(), state.quorum.state().leaderId(),
                epochStartOffset));
    }

    /** What waits at a leader does not outlive its epoch. */
    private void refuseParked(LeaderState leader) {
        for (LeaderState.ParkedFetch fetch : leader.parked.values()) {
            state.quorum.reply(new RaftEffect.Reply(fetch.requestId(), new RaftResponse.Fetch(
                    ErrorCode.NOT_LEADER_OR_FOLLOWER, state.leaderInfo(), -1, state.view.startOffset(),
                    OffsetAndEpoch.NONE, SnapshotId.NONE, FetchedBatches.NONE)));
        }
        leader.parked.clear();
        if (leader.voterChange != null) {
            state.quorum.reply(new RaftEffect.Reply(leader.voterChange.requestId(),
                    new RaftResponse.VoterChange(ErrorCode.NOT_LEADER_OR_FOLLOWER, null)));
            leader.voterChange = null;
        }
    }
}
