package dev.seedlog.raft;

import dev.seedlog.wire.ErrorCode;

/** The checks that requests share, and what every response says of the epoch and its leader. */
final class Fencing {

    /** What is left to do with a response. */
    enum Outcome {
        /** Its epoch and leader are this replica's: look at its content. */
        CONTINUE,
        /** Nothing more; it came from a past, or it has changed this replica's role. */
        DONE,
        /** Nothing more; leave the peer alone for a while. */
        FAILED
    }

    private final KernelState state;
    private final RoleChanges changes;

    Fencing(KernelState state, RoleChanges changes) {
        this.state = state;
        this.changes = changes;
    }

    boolean isOtherCluster(String clusterId) {
        return clusterId != null && !clusterId.equals(state.identity.clusterId());
    }

    /** Checks a request that a voter handles: Vote, BeginQuorumEpoch, EndQuorumEpoch. */
    ErrorCode checkVoterRequest(int senderId, int epoch) {
        if (epoch < state.epoch()) {
            return ErrorCode.FENCED_LEADER_EPOCH;
        }
        if (senderId < 0 || senderId == state.localId()) {
            return ErrorCode.INVALID_REQUEST;
        }
        return state.stopped ? ErrorCode.BROKER_NOT_AVAILABLE : ErrorCode.NONE;
    }

    /** Checks a request that only a leader handles: Fetch, FetchSnapshot. */
    ErrorCode checkLeaderRequest(int epoch) {
        if (epoch < state.epoch()) {
            return ErrorCode.FENCED_LEADER_EPOCH;
        }
        if (epoch > state.epoch()) {
            return ErrorCode.UNKNOWN_LEADER_EPOCH;
        }
        if (!state.isRole(RaftRole.LEADER)) {
            return ErrorCode.NOT_LEADER_OR_FOLLOWER;
        }
        return state.shuttingDown ? ErrorCode.BROKER_NOT_AVAILABLE : ErrorCode.NONE;
    }

    /** Whether the request was meant for this replica and this disk of it, as far as it says. */
    boolean isMeantForThis(ReplicaKey voter) {
        return !voter.isPresent() || (voter.id() == state.localId()
                && (voter.directoryId().isZero() || voter.directoryId().equals(state.identity.local().directoryId())));
    }

    /** Whether nobody else is known to lead the same epoch. */
    boolean isConsistent(int leaderId, int epoch) {
        QuorumState known = state.quorum.state();
        return epoch != known.epoch() || !known.hasLeader() || known.leaderId() == leaderId;
    }

    /** Follows the leader of an epoch that is not older than this replica's, which spoke for itself. */
    void heardFromLeader(int leaderId, int epoch, Endpoints endpoints) {
        if (!isFollowing(leaderId, epoch)) {
            follow(leaderId, epoch, endpoints.isEmpty() ? state.voters().endpoints(leaderId) : endpoints);
        }
        if (state.role instanceof FollowerState follower && !endpoints.isEmpty()) {
            learnAddress(endpoints);
            follower.leaderSaidWhere = true;
        }
    }

    private boolean isFollowing(int leaderId, int epoch) {
        return state.role instanceof FollowerState follower && follower.leaderId == leaderId && epoch == state.epoch();
    }

    /** A request names all listeners of the leader, a response one of them, which is not to make the others unknown. */
    private void learnAddress(Endpoints endpoints) {
        if (!state.leaderEndpoints.all().containsAll(endpoints.all())) {
            state.leaderEndpoints = endpoints;
        }
    }

    /** Takes from a response what it says of the epoch and its leader. */
    Outcome takeLeader(ErrorCode error, LeaderInfo leader) {
        QuorumState known = state.quorum.state();
        boolean namesLeader = leader.leaderId() >= 0 && leader.leaderId() != state.localId();
        if (leader.epoch() < known.epoch() || error == ErrorCode.UNKNOWN_LEADER_EPOCH) {
            return error == ErrorCode.NONE ? Outcome.DONE : Outcome.FAILED;
        }
        if (leader.epoch() > known.epoch()) {
            if (namesLeader) {
                followNamed(leader);
            } else {
                changes.toUnattached(leader.epoch());
            }
            return Outcome.DONE;
        }
        if (namesLeader && !isConsistent(leader.leaderId(), leader.epoch())) {
            return Outcome.FAILED;
        }
        if (isFollowing(leader.leaderId(), leader.epoch()) && !((FollowerState) state.role).leaderSaidWhere) {
            learnAddress(leader.endpoints());
        }
        // Who knows the leader's id alone, because others knew no more, follows once somebody says where it listens.
        boolean learnsAddress = state.isRole(RaftRole.UNATTACHED) && !leader.endpoints().isEmpty();
        if (namesLeader && (!known.hasLeader() || learnsAddress)) {
            followNamed(leader);
            return error == ErrorCode.NONE ? Outcome.CONTINUE : Outcome.DONE;
        }
        return switch (error) {
            case NONE, SNAPSHOT_NOT_FOUND, POSITION_OUT_OF_RANGE -> Outcome.CONTINUE;
            default -> Outcome.FAILED;
        };
    }

    private void followNamed(LeaderInfo leader) {
        Endpoints endpoints = leader.endpoints().isEmpty()
                ? state.voters().endpoints(leader.leaderId()) : leader.endpoints();
        follow(leader.leaderId(), leader.epoch(), endpoints);
    }

    private void follow(int leaderId, int epoch, Endpoints endpoints) {
        if (endpoints.isEmpty()) {
            // It leads, but nobody said where it listens: others will be asked.
            if (epoch > state.epoch() || !state.quorum.state().hasLeader()) {
                changes.toUnattached(epoch, leaderId, state.newElectionDeadline());
            }
        } else {
            changes.toFollower(epoch, leaderId, endpoints);
        }
    }
}
