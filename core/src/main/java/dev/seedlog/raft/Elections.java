package dev.seedlog.raft;

import dev.seedlog.raft.Fencing.Outcome;
import dev.seedlog.wire.ErrorCode;

/**
 * Votes: who gets one, and what a replica does with those it got (Raft, section 5.2; pre-vote: Raft dissertation,
 * section 9.6, and KIP-996).
 */
final class Elections {

    private final KernelState state;
    private final RoleChanges changes;
    private final Fencing fencing;

    Elections(KernelState state, RoleChanges changes, Fencing fencing) {
        this.state = state;
        this.changes = changes;
        this.fencing = fencing;
    }

    void vote(long requestId, RaftRequest.Vote request) {
        if (fencing.isOtherCluster(request.clusterId())) {
            state.out.add(new RaftEffect.Reply(requestId,
                    new RaftResponse.Refused(ErrorCode.INCONSISTENT_CLUSTER_ID)));
            return;
        }
        boolean contradicts = request.lastOffset() < 0 || request.lastEpoch() < 0
                || (request.preVote() ? request.lastEpoch() > request.epoch() : request.lastEpoch() >= request.epoch());
        ErrorCode error = contradicts ? ErrorCode.INVALID_REQUEST
                : fencing.checkVoterRequest(request.candidate().id(), request.epoch());
        boolean granted = false;
        if (error == ErrorCode.NONE) {
            if (request.epoch() > state.epoch()) {
                changes.toUnattached(request.epoch());
            }
            if (!fencing.isMeantForThis(request.voter())) {
                error = ErrorCode.INVALID_VOTER_KEY;
            } else {
                granted = grants(request);
            }
        }
        if (granted && !request.preVote()) {
            changes.voteFor(request.candidate());
        }
        state.quorum.reply(new RaftEffect.Reply(requestId,
                new RaftResponse.Vote(error, state.leaderInfo(), granted)));
    }

    private boolean grants(RaftRequest.Vote request) {
        boolean upToDate = new OffsetAndEpoch(request.lastOffset(), request.lastEpoch())
                .compareTo(state.log.end()) >= 0;
        if (request.preVote()) {
            return upToDate && switch (state.role.role()) {
                case LEADER -> false;
                // A leader that answers is one that a disturbed peer has merely lost sight of.
                case FOLLOWER -> !((FollowerState) state.role).hasFetched
                        || ((FollowerState) state.role).leaderRefuses;
                case UNATTACHED, PROSPECTIVE, CANDIDATE, RESIGNED -> true;
            };
        }
        if (!state.identity.local().isPresent()) {
            return false;
        }
        return switch (state.role.role()) {
            case UNATTACHED, PROSPECTIVE -> {
                QuorumState known = state.quorum.state();
                yield known.hasVoted() ? known.voted().matches(request.candidate())
                        : !known.hasLeader() && upToDate;
            }
            case CANDIDATE, LEADER, FOLLOWER, RESIGNED -> false;
        };
    }

    void voteAnswered(int peerId, RaftRequest.Vote request, RaftResponse.Vote response) {
        Outcome outcome = fencing.takeLeader(response.error(), response.leader());
        if (outcome == Outcome.FAILED) {
            state.peers.backOff(peerId, state.now);
        }
        if (outcome != Outcome.CONTINUE || !(state.role instanceof NomineeState nominee)
                || request.preVote() != state.isRole(RaftRole.PROSPECTIVE)) {
            return;
        }
        nominee.record(peerId, response.granted());
    }

    /** A peer that does not know pre-votes cannot promise a vote: then the election itself must tell. */
    void preVoteUnsupported() {
        if (state.isRole(RaftRole.PROSPECTIVE)) {
            changes.toCandidate();
        }
    }

    long pollUnattached(UnattachedState unattached) {
        if (!state.isVoter()) {
            return RaftKernel.NO_DEADLINE;
        }
        if (state.shuttingDown || state.log.isRewriting()) {
            return RaftKernel.NO_DEADLINE;
        }
        if (state.isDue(unattached.electionDeadline)) {
            changes.toProspective();
            return state.now;
        }
        return unattached.electionDeadline;
    }

    long pollProspective(NomineeState nominee) {
        if (nominee.isWon()) {
            changes.toCandidate();
            return state.now;
        }
        if (nominee.isLost() || (!state.shuttingDown && state.isDue(nominee.electionDeadline))) {
            QuorumState known = state.quorum.state();
            if (known.hasLeader() && !state.leaderEndpoints.isEmpty()) {
                changes.toFollower(known.epoch(), known.leaderId(), state.leaderEndpoints);
            } else {
                changes.toUnattached(known.epoch(), known.leaderId(), state.newElectionDeadline());
            }
            return state.now;
        }
        return Math.min(askForVotes(nominee, true), state.shuttingDown
                ? RaftKernel.NO_DEADLINE : nominee.electionDeadline);
    }

    long pollCandidate(NomineeState nominee) {
        if (!state.quorum.isForced()) {
            // Its own vote does not count yet, or that it won is not forced yet.
            return RaftKernel.NO_DEADLINE;
        }
        QuorumState known = state.quorum.state();
        if (known.leaderId() == state.localId()) {
            changes.toLeader(nominee.granted());
            return state.now;
        }
        nominee.record(state.localId(), true);
        if (nominee.isWon()) {
            state.quorum.update(new QuorumState(known.epoch(), state.localId(), known.voted()));
            return RaftKernel.NO_DEADLINE;
        }
        if (!state.shuttingDown && state.isDue(nominee.electionDeadline)) {
            changes.toProspective();
            return state.now;
        }
        long asked = nominee.isLost() ? RaftKernel.NO_DEADLINE : askForVotes(nominee, false);
        return Math.min(asked, state.shuttingDown ? RaftKernel.NO_DEADLINE : nominee.electionDeadline);
    }

    private long askForVotes(NomineeState nominee, boolean preVote) {
        if (!state.quorum.isForced()) {
            return RaftKernel.NO_DEADLINE;
        }
        long next = RaftKernel.NO_DEADLINE;
        OffsetAndEpoch end = state.log.end();
        for (Voter voter : nominee.unrecorded()) {
            int id = voter.key().id();
            if (id == state.localId()) {
                continue;
            }
            if (state.peers.isReady(id, state.timerNow)) {
                state.peers.send(id, voter.endpoints(), new RaftRequest.Vote(state.identity.clusterId(), voter.key(),
                        state.epoch(), state.identity.local(), end.epoch(), end.offset(), preVote), state.now);
            }
            next = Math.min(next, state.peers.readyAt(id, state.timerNow));
        }
        return next;
    }
}
