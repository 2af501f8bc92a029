package dev.seedlog.raft;

import dev.seedlog.base.Invariant;
import dev.seedlog.env.RandomSource;
import java.util.List;

/** What all parts of the kernel share. Only {@link RoleChanges} sets the role. */
final class KernelState {

    final RaftIdentity identity;
    final RaftTimeouts timeouts;
    final RaftLogView view;
    final ControlHistory controls;
    final RandomSource random;
    final List<Endpoints> bootstrapServers;
    final EffectQueue out = new EffectQueue();
    final QuorumStateTracker quorum;
    final LogTracker log;
    final PeerRequests peers;

    RoleState role = new UnattachedState(RaftKernel.NO_DEADLINE);
    Endpoints leaderEndpoints = Endpoints.NONE;
    long now;
    /**
     * When the timer last fired. Deadlines count against it, not against {@link #now}: after a pause the input that
     * was queued meanwhile is seen first, and only then is anything found to be late.
     */
    long timerNow;
    long highWatermark = -1;
    /** Whether the high watermark includes all that was committed when this replica started. */
    boolean caughtUp;
    boolean shuttingDown;
    boolean stopped;
    long shutdownDeadline = RaftKernel.NO_DEADLINE;

    KernelState(RaftKernel.Setup setup, QuorumState persisted, RandomSource random) {
        this.identity = setup.identity();
        this.timeouts = setup.timeouts();
        this.view = setup.log();
        this.controls = setup.controls();
        this.random = random;
        this.bootstrapServers = setup.bootstrapServers();
        this.quorum = new QuorumStateTracker(identity, persisted, controls, out);
        this.log = new LogTracker(view, out);
        this.peers = new PeerRequests(timeouts, out);
    }

    int epoch() {
        return quorum.state().epoch();
    }

    int localId() {
        return identity.local().id();
    }

    boolean isRole(RaftRole wanted) {
        return role.role() == wanted;
    }

    VoterSet voters() {
        return controls.lastVoters();
    }

    /**
     * Whether this replica stands for election. One that was removed does so until that is committed: it may be the
     * only one that has what the others need to elect one of theirs (Raft dissertation, section 4.2.2).
     */
    boolean isVoter() {
        return identity.local().isPresent() && (voters().isVoter(identity.local()) || isRemovalPending());
    }

    /** What the voter set should say of this replica. */
    Voter localVoter() {
        return Voter.of(identity.local(), identity.endpoints());
    }

    /** Whether the voters are in the log and say something else of this replica than what it is now (KIP-853). */
    boolean isVoterOutdated() {
        Voter known = controls.lastVersion() < VoterChanges.DYNAMIC_VOTERS_VERSION ? null : voters().voter(localId());
        return known != null && known.key().equals(identity.local()) && !known.equals(localVoter());
    }

    private boolean isRemovalPending() {
        long offset = controls.lastVotersOffset();
        return offset >= 0 && offset >= highWatermark && controls.votersBefore(offset).isVoter(identity.local());
    }

    boolean isOnlyVoter() {
        return identity.local().isPresent() && voters().isOnlyVoter(identity.local());
    }

    /** What responses say of the quorum. One that has won names itself before it leads: it knows where it listens. */
    LeaderInfo leaderInfo() {
        QuorumState state = quorum.state();
        return new LeaderInfo(state.epoch(), state.leaderId(),
                state.leaderId() == localId() ? identity.endpoints() : leaderEndpoints);
    }

    /** Between one and two election timeouts from now (Raft, section 5.2). */
    long newElectionDeadline() {
        long timeoutMs = Math.max(1, timeouts.electionNanos() / 1_000_000L);
        int bound = (int) Math.min(timeoutMs, Integer.MAX_VALUE);
        return now + timeouts.electionNanos() + random.nextInt(bound) * 1_000_000L;
    }

    boolean isDue(long deadline) {
        return timerNow >= deadline;
    }

    /** Moves the high watermark, which never goes back, and says so. */
    void commit(long offset) {
        Invariant.check(offset <= log.endOffset(), "raft-commit", "committed beyond the log's end", offset,
                log.endOffset());
        if (offset > highWatermark) {
            highWatermark = offset;
            out.add(new RaftEffect.CommitAdvanced(offset));
        }
    }

    /**
     * Moves the high watermark to the leader's own, or as far as the log goes. Once the log has reached it this replica
     * is caught up, and says how far even if that was known.
     */
    void commitOfLeader(long offset) {
        boolean first = !caughtUp && offset <= log.endOffset();
        caughtUp |= first;
        if (first && offset <= highWatermark) {
            out.add(new RaftEffect.CommitAdvanced(highWatermark));
        }
        commit(Math.min(offset, log.endOffset()));
    }
}
