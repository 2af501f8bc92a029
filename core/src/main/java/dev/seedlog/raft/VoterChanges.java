package dev.seedlog.raft;

import dev.seedlog.base.Invariant;
import dev.seedlog.wire.ErrorCode;
import java.util.ArrayList;
import java.util.List;

/**
 * AddRaftVoter, RemoveRaftVoter and UpdateRaftVoter at the leader (KIP-853): one voter at a time, so that each majority
 * of the old set and each of the new one share a member (Raft, section 4.1). The new set is in force from the moment it
 * is in the log. Who asked is answered when it is committed.
 *
 * <p>A change begins only when something of the leader's own epoch is committed and no change before it is not: without
 * the first, two leaders could each remove another voter from a set that they share, and both find a majority.
 */
final class VoterChanges {

    static final int DYNAMIC_VOTERS_VERSION = 1;

    private final KernelState state;
    private final RoleChanges changes;
    private final Fencing fencing;

    VoterChanges(KernelState state, RoleChanges changes, Fencing fencing) {
        this.state = state;
        this.changes = changes;
        this.fencing = fencing;
    }

    void add(long requestId, RaftRequest.AddVoter request) {
        LeaderState leader = leaderFor(requestId, request.clusterId());
        if (leader == null) {
            return;
        }
        Voter voter = request.voter();
        if (!voter.key().isPresent() || voter.key().directoryId().isZero() || voter.endpoints().isEmpty()) {
            refuse(requestId, ErrorCode.INVALID_REQUEST, "A voter has an id, a directory id and a listener.");
        } else if (state.voters().voter(voter.key().id()) != null) {
            refuse(requestId, ErrorCode.DUPLICATE_VOTER, "Node " + voter.key().id() + " is a voter already.");
        } else if (!isCaughtUp(leader, voter.key())) {
            refuse(requestId, ErrorCode.REQUEST_TIMED_OUT, "Node " + voter.key().id() + " with directory "
                    + voter.key().directoryId() + " has not caught up with the leader.");
        } else {
            List<Voter> voters = new ArrayList<>(state.voters().voters());
            voters.add(voter);
            begin(leader, requestId, new VoterSet(voters));
            if (!request.ackWhenCommitted()) {
                answer(leader, ErrorCode.NONE, null);
            }
        }
    }

    void remove(long requestId, RaftRequest.RemoveVoter request) {
        LeaderState leader = leaderFor(requestId, request.clusterId());
        if (leader == null) {
            return;
        }
        Voter known = state.voters().voter(request.voter().id());
        if (known == null || !known.key().equals(request.voter())) {
            refuse(requestId, ErrorCode.VOTER_NOT_FOUND, "Node " + request.voter().id() + " with directory "
                    + request.voter().directoryId() + " is no voter.");
        } else if (state.voters().size() == 1) {
            refuse(requestId, ErrorCode.INVALID_REQUEST, "The only voter cannot be removed.");
        } else {
            List<Voter> voters = new ArrayList<>(state.voters().voters());
            voters.remove(known);
            begin(leader, requestId, new VoterSet(voters));
        }
    }

    /** A voter listens elsewhere, or is of another version. It is answered at once; who asks looks again itself. */
    void update(long requestId, RaftRequest.UpdateVoter request) {
        ErrorCode error = fencing.isOtherCluster(request.clusterId()) ? ErrorCode.INCONSISTENT_CLUSTER_ID
                : fencing.checkLeaderRequest(request.currentLeaderEpoch());
        if (error == ErrorCode.NONE) {
            error = update((LeaderState) state.role, request.voter());
        }
        state.quorum.reply(new RaftEffect.Reply(requestId, new RaftResponse.UpdateVoter(error, state.leaderInfo())));
    }

    private ErrorCode update(LeaderState leader, Voter voter) {
        int level = state.controls.lastVersion();
        if (!voter.key().isPresent() || voter.key().directoryId().isZero() || voter.endpoints().isEmpty()
                || voter.minSupportedVersion() < 0 || voter.maxSupportedVersion() < voter.minSupportedVersion()) {
            return ErrorCode.INVALID_REQUEST;
        }
        Refusal refusal = refusal(leader);
        if (refusal != null) {
            return refusal.error;
        }
        if (voter.minSupportedVersion() > level || voter.maxSupportedVersion() < level) {
            return ErrorCode.INVALID_REQUEST;
        }
        Voter known = state.voters().voter(voter.key().id());
        if (known == null || !known.key().equals(voter.key())) {
            return ErrorCode.VOTER_NOT_FOUND;
        }
        append(leader, state.voters().with(voter));
        return ErrorCode.NONE;
    }

    /** Why a change is not begun. */
    private record Refusal(ErrorCode error, String message) {
    }

    /** The leader, if it may begin a change now; otherwise the request is refused. */
    private LeaderState leaderFor(long requestId, String clusterId) {
        Refusal refusal;
        if (fencing.isOtherCluster(clusterId)) {
            refusal = new Refusal(ErrorCode.INCONSISTENT_CLUSTER_ID, null);
        } else if (!(state.role instanceof LeaderState leader)) {
            refusal = new Refusal(ErrorCode.NOT_LEADER_OR_FOLLOWER, null);
        } else if (state.shuttingDown) {
            refusal = new Refusal(ErrorCode.BROKER_NOT_AVAILABLE, null);
        } else {
            refusal = refusal(leader);
        }
        if (refusal != null) {
            refuse(requestId, refusal.error, refusal.message);
        }
        return refusal == null ? (LeaderState) state.role : null;
    }

    /** Why the leader may not begin a change now; null if it may. */
    private Refusal refusal(LeaderState leader) {
        if (leader.voterChange != null) {
            return new Refusal(ErrorCode.REQUEST_TIMED_OUT, "Another change of the voters is under way.");
        } else if (leader.highWatermark < 0) {
            return new Refusal(ErrorCode.REQUEST_TIMED_OUT, "The leader has not committed anything in its epoch yet.");
        } else if (state.controls.lastVersion() < DYNAMIC_VOTERS_VERSION) {
            return new Refusal(ErrorCode.UNSUPPORTED_VERSION,
                    "The voters are fixed: kraft.version is " + state.controls.lastVersion() + ".");
        } else if (state.controls.lastVotersOffset() >= leader.highWatermark) {
            return new Refusal(ErrorCode.REQUEST_TIMED_OUT, "The last change of the voters is not committed yet.");
        }
        return null;
    }

    /** It has lately had all that the leader had: it will not keep the majority waiting. */
    private boolean isCaughtUp(LeaderState leader, ReplicaKey replica) {
        for (ReplicaProgress observer : leader.observers()) {
            if (observer.key.equals(replica)) {
                return observer.lastCaughtUpNanos >= 0
                        && state.now - observer.lastCaughtUpNanos <= state.timeouts.fetchNanos();
            }
        }
        return false;
    }

    private void begin(LeaderState leader, long requestId, VoterSet voters) {
        long offset = append(leader, voters);
        leader.voterChange = new LeaderState.VoterChange(requestId, offset, state.now + state.timeouts.requestNanos());
    }

    /** The voters are these from now on. */
    private long append(LeaderState leader, VoterSet voters) {
        Invariant.check(state.voters().hasOverlappingMajority(voters), "raft-voters-overlap",
                "voters change by one at most");
        long offset = state.log.endOffset();
        state.out.add(new RaftEffect.AppendVoters(offset, state.epoch(),
                RaftEffect.AppendVoters.SAME_VERSION, voters));
        state.controls.add(new ControlRecord.Voters(offset, voters));
        state.log.appended(offset + 1, state.epoch());
        leader.changeVoters(voters, state.log.forcedEndOffset());
        // One who was alone has counted no signs of life.
        leader.checkQuorumDeadline = state.now + state.timeouts.checkQuorumNanos();
        leader.beginQuorumEpochDeadline = state.timerNow;
        return offset;
    }

    /** More is committed: the change may be, and then a leader that does not vote any more gives up. */
    void committed(LeaderState leader) {
        if (state.controls.lastVotersOffset() >= leader.highWatermark) {
            return;
        }
        if (leader.voterChange != null && leader.voterChange.offset() < leader.highWatermark) {
            answer(leader, ErrorCode.NONE, null);
        }
        if (!leader.voterSet().isVoter(state.identity.local())) {
            changes.toResigned(leader.preferredSuccessors());
        }
    }

    /** Answers who has waited too long; says when to look again. */
    long poll(LeaderState leader) {
        LeaderState.VoterChange change = leader.voterChange;
        if (change == null) {
            return RaftKernel.NO_DEADLINE;
        }
        if (state.isDue(change.deadline())) {
            answer(leader, ErrorCode.REQUEST_TIMED_OUT, "The change of the voters was not committed in time; it may"
                    + " still be.");
            return RaftKernel.NO_DEADLINE;
        }
        return change.deadline();
    }

    private void answer(LeaderState leader, ErrorCode error, String message) {
        LeaderState.VoterChange change = leader.voterChange;
        leader.voterChange = null;
        state.quorum.reply(new RaftEffect.Reply(change.requestId(), new RaftResponse.VoterChange(error, message)));
    }

    private void refuse(long requestId, ErrorCode error, String message) {
        state.quorum.reply(new RaftEffect.Reply(requestId, new RaftResponse.VoterChange(error, message)));
    }
}
