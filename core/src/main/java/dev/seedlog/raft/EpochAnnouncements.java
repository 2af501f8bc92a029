package dev.seedlog.raft;

import dev.seedlog.raft.Fencing.Outcome;
import dev.seedlog.wire.ErrorCode;
import java.util.List;

/** BeginQuorumEpoch and EndQuorumEpoch: a leader says that it leads, and that it does so no more (KIP-595). */
final class EpochAnnouncements {

    private final KernelState state;
    private final RoleChanges changes;
    private final Fencing fencing;

    EpochAnnouncements(KernelState state, RoleChanges changes, Fencing fencing) {
        this.state = state;
        this.changes = changes;
        this.fencing = fencing;
    }

    void begin(long requestId, RaftRequest.BeginQuorumEpoch request) {
        if (fencing.isOtherCluster(request.clusterId())) {
            refuse(requestId);
            return;
        }
        ErrorCode error = check(request.leaderId(), request.leaderEpoch());
        if (error == ErrorCode.NONE) {
            fencing.heardFromLeader(request.leaderId(), request.leaderEpoch(), request.leaderEndpoints());
            if (state.role instanceof FollowerState follower) {
                follower.heard();
            }
            error = fencing.isMeantForThis(request.voter()) ? ErrorCode.NONE : ErrorCode.INVALID_VOTER_KEY;
        }
        state.quorum.reply(new RaftEffect.Reply(requestId,
                new RaftResponse.BeginQuorumEpoch(error, state.leaderInfo())));
    }

    void end(long requestId, RaftRequest.EndQuorumEpoch request) {
        if (fencing.isOtherCluster(request.clusterId())) {
            refuse(requestId);
            return;
        }
        ErrorCode error = check(request.leaderId(), request.leaderEpoch());
        if (error == ErrorCode.NONE) {
            fencing.heardFromLeader(request.leaderId(), request.leaderEpoch(), request.leaderEndpoints());
            if (state.role instanceof FollowerState follower && follower.leaderId == request.leaderId()) {
                follower.fetchDeadline = Math.min(follower.fetchDeadline,
                        state.now + successionBackoff(request.preferredCandidates()));
                // The leader itself says that it is gone, so a pre-vote disturbs nobody.
                follower.hasFetched = false;
            }
        }
        state.quorum.reply(new RaftEffect.Reply(requestId,
                new RaftResponse.EndQuorumEpoch(error, state.leaderInfo())));
    }

    private ErrorCode check(int leaderId, int leaderEpoch) {
        ErrorCode error = fencing.checkVoterRequest(leaderId, leaderEpoch);
        return error == ErrorCode.NONE && !fencing.isConsistent(leaderId, leaderEpoch)
                ? ErrorCode.UNKNOWN_SERVER_ERROR : error;
    }

    private void refuse(long requestId) {
        state.out.add(new RaftEffect.Reply(requestId, new RaftResponse.Refused(ErrorCode.INCONSISTENT_CLUSTER_ID)));
    }

    /** The first successor stands at once; each further one waits twice as long, the last of them the longest. */
    private long successionBackoff(List<ReplicaKey> successors) {
        int position = 0;
        while (position < successors.size() && !isLocal(successors.get(position))) {
            position++;
        }
        long longest = state.timeouts.electionBackoffMaxNanos();
        if (position == 0 && !successors.isEmpty()) {
            return 0;
        }
        if (position >= successors.size()) {
            return longest;
        }
        int halvings = Math.min(successors.size() - 1, Long.SIZE - 2);
        return Math.min(longest, (longest >> halvings) << (position - 1));
    }

    private boolean isLocal(ReplicaKey key) {
        return key.id() == state.localId()
                && (key.directoryId().isZero() || key.directoryId().equals(state.identity.local().directoryId()));
    }

    void beginAnswered(int peerId, RaftResponse.BeginQuorumEpoch response) {
        Outcome outcome = fencing.takeLeader(response.error(), response.leader());
        if (outcome == Outcome.FAILED) {
            state.peers.backOff(peerId, state.now);
        } else if (outcome == Outcome.CONTINUE && state.role instanceof LeaderState leader) {
            for (ReplicaProgress voter : leader.voters()) {
                voter.acknowledged |= voter.key.id() == peerId;
            }
        }
    }

    void endAnswered(int peerId, RaftResponse.EndQuorumEpoch response) {
        Outcome outcome = fencing.takeLeader(response.error(), response.leader());
        if (outcome == Outcome.FAILED) {
            state.peers.backOff(peerId, state.now);
        } else if (outcome == Outcome.CONTINUE && state.role instanceof ResignedState resigned) {
            resigned.unacknowledged.remove(peerId);
        }
    }

    /** Announces the epoch to the voters that do not fetch; says when to do so again. */
    long announce(LeaderState leader) {
        if (!state.isDue(leader.beginQuorumEpochDeadline)) {
            return leader.beginQuorumEpochDeadline;
        }
        long period = state.timeouts.beginQuorumEpochNanos();
        for (Voter voter : leader.voterSet().voters()) {
            ReplicaProgress progress = leader.progress(voter.key(), state.now);
            boolean fetches = progress.lastFetchNanos >= 0 && state.now - progress.lastFetchNanos < period;
            int id = voter.key().id();
            if (id != state.localId() && !(progress.acknowledged && fetches)
                    && state.peers.isReady(id, state.timerNow)) {
                state.peers.send(id, voter.endpoints(), new RaftRequest.BeginQuorumEpoch(state.identity.clusterId(),
                        voter.key(), state.localId(), state.epoch(), state.identity.endpoints()), state.now);
            }
        }
        leader.beginQuorumEpochDeadline = state.now + period;
        return leader.beginQuorumEpochDeadline;
    }

    long pollResigned(ResignedState resigned) {
        if (!state.shuttingDown && state.isDue(resigned.electionDeadline)) {
            // It cannot vote in the epoch that it led; a new one lets it take part again.
            changes.toUnattached(state.epoch() + 1, -1, state.newElectionDeadline());
            return state.now;
        }
        long next = state.shuttingDown ? RaftKernel.NO_DEADLINE : resigned.electionDeadline;
        for (int id : resigned.unacknowledged) {
            Endpoints endpoints = state.voters().endpoints(id);
            if (!endpoints.isEmpty()) {
                if (state.peers.isReady(id, state.timerNow)) {
                    state.peers.send(id, endpoints, new RaftRequest.EndQuorumEpoch(state.identity.clusterId(),
                            state.localId(), state.epoch(), resigned.preferredSuccessors,
                            state.identity.endpoints()), state.now);
                }
                next = Math.min(next, state.peers.readyAt(id, state.timerNow));
            }
        }
        return next;
    }
}
