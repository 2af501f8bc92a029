package dev.seedlog.raft;

import dev.seedlog.base.Invariant;
import dev.seedlog.raft.Fencing.Outcome;
import dev.seedlog.wire.ErrorCode;
import java.util.ArrayList;
import java.util.List;

/**
 * What a replica does that does not lead: it fetches from the leader, or looks for one, and takes over what it gets.
 *
 * <p>A fetch says that all before its offset is forced. So it leaves only when the whole log is, truncations too.
 */
final class Following {

    /** -1 means "no node" everywhere. */
    private static final int FIRST_BOOTSTRAP_ID = -2;
    private static final int SUCCESSION_JITTER = 1_000;

    private final KernelState state;
    private final RoleChanges changes;
    private final Fencing fencing;

    Following(KernelState state, RoleChanges changes, Fencing fencing) {
        this.state = state;
        this.changes = changes;
        this.fencing = fencing;
    }

    void fetchAnswered(int peerId, RaftRequest.Fetch request, RaftResponse.Fetch response) {
        if (!accepts(peerId, response.error(), response.leader())) {
            return;
        }
        FollowerState follower = (FollowerState) state.role;
        boolean taken;
        if (response.divergingEpoch().isPresent()) {
            taken = truncate(response.divergingEpoch());
        } else if (response.snapshotId().isPresent()) {
            taken = beginSnapshot(follower, response.snapshotId());
        } else {
            taken = append(request, response);
        }
        if (!taken) {
            state.peers.backOff(peerId, state.now);
            return;
        }
        heardFromLeader(follower);
    }

    void updateAnswered(int peerId, RaftResponse.UpdateVoter response) {
        // Whether the leader has taken it shows in the log; if it has not, it is told again after a while.
        accepts(peerId, response.error(), response.leader());
    }

    /** Whether the response came from the leader that this replica follows, or has just begun to: no other accepts. */
    private boolean accepts(int peerId, ErrorCode error, LeaderInfo leader) {
        Outcome outcome = fencing.takeLeader(error, leader);
        if (outcome == Outcome.CONTINUE && state.role instanceof FollowerState follower
                && follower.leaderId == leader.leaderId()) {
            fencing.heardFromLeader(leader.leaderId(), leader.epoch(), leader.endpoints());
            return true;
        }
        if (outcome != Outcome.DONE) {
            state.peers.backOff(peerId, state.now);
        }
        return false;
    }

    private void heardFromLeader(FollowerState follower) {
        follower.fetchDeadline = state.now + state.timeouts.fetchNanos();
        follower.hasFetched = true;
        follower.heard();
    }

    private boolean append(RaftRequest.Fetch request, RaftResponse.Fetch response) {
        FetchedBatches batches = response.records();
        if (!batches.isEmpty()) {
            boolean continues = request.fetchOffset() == state.log.endOffset()
                    && batches.baseOffset() == state.log.endOffset() && batches.lastEpoch() >= state.log.lastEpoch()
                    && batches.lastEpoch() <= state.epoch() && !state.log.isRewriting();
            if (!continues) {
                return false;
            }
            state.out.add(new RaftEffect.AppendFetched(batches));
            for (ControlRecord control : batches.controls()) {
                state.controls.add(control);
            }
            state.log.appended(batches.endOffset(), batches.lastEpoch());
        }
        if (response.highWatermark() >= 0) {
            state.commitOfLeader(response.highWatermark());
        }
        return true;
    }

    private boolean truncate(OffsetAndEpoch leaderEnd) {
        if (state.log.isRewriting()) {
            return false;
        }
        OffsetAndEpoch local = state.view.endOffsetForEpoch(leaderEnd.epoch());
        // The leader's newest epoch that is not newer than ours may be missing here: then the logs share what is before
        // our next older one ended.
        long offset = local.epoch() == leaderEnd.epoch() ? Math.min(local.offset(), leaderEnd.offset())
                : local.offset();
        if (offset >= state.log.endOffset()) {
            return false;
        }
        Invariant.check(offset >= state.highWatermark, "raft-committed-kept",
                "the leader asks to truncate what is committed", offset, state.highWatermark);
        state.log.truncateTo(offset, offset == 0 ? 0 : local.epoch());
        state.controls.truncateTo(offset);
        return true;
    }

    private boolean beginSnapshot(FollowerState follower, SnapshotId id) {
        if (id.endOffset() <= state.highWatermark || id.epoch() > state.epoch() || state.log.isRewriting()) {
            return false;
        }
        follower.snapshot = id;
        follower.snapshotPosition = 0;
        state.out.add(new RaftEffect.BeginSnapshot(id));
        return true;
    }

    void snapshotAnswered(int peerId, RaftRequest.FetchSnapshot request, RaftResponse.FetchSnapshot response) {
        if (!accepts(peerId, response.error(), response.leader())) {
            return;
        }
        FollowerState follower = (FollowerState) state.role;
        if (follower.snapshot == null || !follower.snapshot.equals(request.snapshotId())) {
            return;
        }
        long endPosition = follower.snapshotPosition + response.bytes().sizeBytes();
        if (response.error() != ErrorCode.NONE || !follower.snapshot.equals(response.snapshotId())
                || response.position() != follower.snapshotPosition || response.bytes().sizeBytes() <= 0
                || endPosition > response.sizeBytes()) {
            // The leader has it no longer, or what it sends does not fit: the next fetch names another.
            state.out.add(new RaftEffect.AbandonSnapshot(follower.snapshot));
            follower.snapshot = null;
            state.peers.backOff(peerId, state.now);
            heardFromLeader(follower);
            return;
        }
        state.out.add(new RaftEffect.WriteSnapshot(follower.snapshot, follower.snapshotPosition, response.bytes()));
        follower.snapshotPosition = endPosition;
        heardFromLeader(follower);
        if (endPosition == response.sizeBytes()) {
            SnapshotId complete = follower.snapshot;
            follower.snapshot = null;
            state.log.install(complete);
        }
    }

    void installed(RaftInput.SnapshotInstalled done) {
        if (!state.log.installed(done.generation(), done.id())) {
            return;
        }
        state.controls.clear();
        for (ControlRecord control : done.controls()) {
            long offset = done.id().endOffset() - 1;
            state.controls.add(control instanceof ControlRecord.Voters change
                    ? new ControlRecord.Voters(offset, change.voters())
                    : new ControlRecord.Version(offset, ((ControlRecord.Version) control).kraftVersion()));
        }
        state.out.add(new RaftEffect.LoadSnapshot(done.id()));
        state.commit(done.id().endOffset());
        if (state.role instanceof FollowerState follower) {
            follower.fetchDeadline = state.now + state.timeouts.fetchNanos();
        }
    }

    /**
     * A peer's connection was reset and its address refuses. If that is the leader, a voter does not wait for the fetch
     * timeout: it stands for election soon, and promises its vote to others that do. Voters stand one after the other,
     * so that the first has won before the next one divides the votes. One that has stood already asks again those that
     * refused: they may have noticed in the meantime.
     */
    void peerRefuses(int peerId) {
        if (!state.isVoter() || state.quorum.state().leaderId() != peerId) {
            return;
        }
        if (state.role instanceof NomineeState nominee && nominee.role() == RaftRole.PROSPECTIVE) {
            nominee.forgetRefusals();
        } else if (state.role instanceof FollowerState follower && !follower.leaderRefuses) {
            follower.leaderRefuses = true;
            follower.earlyElectionDeadline = state.now + turnOf(peerId) * state.timeouts.successionNanos()
                    + state.random.nextInt(SUCCESSION_JITTER) * state.timeouts.successionNanos()
                            / (2 * SUCCESSION_JITTER);
        }
    }

    /** How many voters other than the leader come before this replica. */
    private int turnOf(int leaderId) {
        int turn = 0;
        for (Voter voter : state.voters().voters()) {
            turn += voter.key().id() < state.localId() && voter.key().id() != leaderId ? 1 : 0;
        }
        return turn;
    }

    long poll(FollowerState follower) {
        boolean overdue = state.isDue(follower.fetchDeadline);
        if (state.isVoter()) {
            overdue = state.isDue(follower.electionDeadline());
            if (overdue && !state.shuttingDown && !state.log.isRewriting()) {
                changes.toProspective();
                return state.now;
            }
            long deadline = overdue ? RaftKernel.NO_DEADLINE : follower.electionDeadline();
            if (state.isVoterOutdated()) {
                deadline = Math.min(deadline, tellWhereItListens(follower));
            }
            return Math.min(deadline, fetchFromLeader(follower));
        }
        // An observer cannot stand for election: it asks others who leads.
        boolean leaderFails = state.peers.hasTimedOut(follower.leaderId, state.timerNow)
                || (state.peers.isIdle(state.timerNow) && !state.peers.isReady(follower.leaderId, state.timerNow));
        if (overdue || leaderFails && follower.snapshot == null) {
            // Others that answer at once must not put off the moment at which the leader is asked again.
            long leaderReadyAt = state.peers.readyAt(follower.leaderId, state.timerNow);
            return Math.min(fetchFromAnyone(), leaderReadyAt > state.timerNow ? leaderReadyAt
                    : RaftKernel.NO_DEADLINE);
        }
        if (!state.peers.isIdle(state.timerNow)) {
            return Math.min(follower.fetchDeadline, state.peers.busyUntil(state.timerNow));
        }
        return Math.min(follower.fetchDeadline, fetchFromLeader(follower));
    }

    /** Looks for a leader: whoever is asked says who it is, or is it. */
    long fetchFromAnyone() {
        if (!mayFetch()) {
            return RaftKernel.NO_DEADLINE;
        }
        if (!state.peers.isIdle(state.timerNow)) {
            return state.peers.busyUntil(state.timerNow);
        }
        List<Voter> ready = new ArrayList<>();
        long next = RaftKernel.NO_DEADLINE;
        for (Voter voter : others()) {
            if (state.peers.isReady(voter.key().id(), state.timerNow)) {
                ready.add(voter);
            } else {
                next = Math.min(next, state.peers.readyAt(voter.key().id(), state.timerNow));
            }
        }
        if (ready.isEmpty()) {
            return next;
        }
        Voter chosen = ready.get(ready.size() == 1 ? 0 : state.random.nextInt(ready.size()));
        state.peers.send(chosen.key().id(), chosen.endpoints(), fetchRequest(), state.now);
        return state.peers.busyUntil(state.timerNow);
    }

    /**
     * Who may say who leads: the other voters, as far as the log that this replica has goes; the leader that it last
     * heard of, which may not be among them; and for one that does not vote the servers that it was told, whose ids are
     * not known and who get negative ones: since it was here last all voters may have been replaced.
     */
    private List<Voter> others() {
        List<Voter> others = new ArrayList<>();
        Voter leader = state.role instanceof FollowerState follower && !state.leaderEndpoints.isEmpty()
                ? Voter.of(ReplicaKey.of(follower.leaderId), state.leaderEndpoints) : null;
        boolean leaderVotes = false;
        for (Voter voter : state.voters().voters()) {
            boolean leads = leader != null && voter.key().id() == leader.key().id();
            leaderVotes |= leads;
            if (voter.key().id() != state.localId()) {
                // It may listen elsewhere than the voter set says.
                others.add(leads ? leader : voter);
            }
        }
        if (leader != null && !leaderVotes) {
            others.add(leader);
        }
        if (!state.isVoter()) {
            for (int i = 0; i < state.bootstrapServers.size(); i++) {
                others.add(Voter.of(ReplicaKey.of(FIRST_BOOTSTRAP_ID - i), state.bootstrapServers.get(i)));
            }
        }
        return others;
    }

    private long fetchFromLeader(FollowerState follower) {
        if (!mayFetch()) {
            return RaftKernel.NO_DEADLINE;
        }
        if (state.peers.isReady(follower.leaderId, state.timerNow)) {
            RaftRequest request = follower.snapshot == null ? fetchRequest()
                    : new RaftRequest.FetchSnapshot(state.identity.clusterId(), state.identity.local(), state.epoch(),
                            follower.snapshot, follower.snapshotPosition, state.timeouts.fetchMaxBytes());
            state.peers.send(follower.leaderId, state.leaderEndpoints, request, state.now);
        }
        return state.peers.readyAt(follower.leaderId, state.timerNow);
    }

    /** Takes the place of a fetch now and then, as long as the voter set says the wrong thing of this replica. */
    private long tellWhereItListens(FollowerState follower) {
        if (!state.isDue(follower.updateVoterDeadline)) {
            return follower.updateVoterDeadline;
        }
        if (state.peers.isReady(follower.leaderId, state.timerNow)) {
            state.peers.send(follower.leaderId, state.leaderEndpoints, new RaftRequest.UpdateVoter(
                    state.identity.clusterId(), state.epoch(), state.localVoter()), state.now);
            follower.updateVoterDeadline = state.now + state.timeouts.updateVoterNanos();
        }
        return RaftKernel.NO_DEADLINE;
    }

    private boolean mayFetch() {
        state.log.forceIfNeeded();
        return state.quorum.isForced() && state.log.isForced() && !state.log.isRewriting();
    }

    private RaftRequest.Fetch fetchRequest() {
        return new RaftRequest.Fetch(state.identity.clusterId(), state.identity.local(), state.epoch(),
                state.log.endOffset(), state.log.lastEpoch(), state.highWatermark, state.timeouts.fetchMaxBytes(),
                state.timeouts.fetchMaxWaitMs());
    }
}
