package dev.seedlog.raft;

import dev.seedlog.base.Invariant;
import dev.seedlog.env.RandomSource;
import dev.seedlog.wire.ErrorCode;
import java.util.ArrayList;
import java.util.List;

/**
 * One replica of the metadata log: KRaft as a pure machine.
 *
 * <p>The contract with its driver:
 * <ul>
 * <li>The first input is {@link RaftInput.Start}. Time never goes back from step to step.
 * <li>The effects of a step are carried out in order, and before the next step. What they write is visible in the
 *     {@link RaftLogView} then. A write that fails ends the kernel: the log directory is offline.
 * <li>{@link RaftEffect.ForceLog}, {@link RaftEffect.PersistQuorumState}, {@link RaftEffect.TruncateLog} and
 *     {@link RaftEffect.InstallSnapshot} are begun in order and reported by an input when they are durable, however
 *     long that takes. A force that fails is not reported; it ends the kernel as well.
 * <li>Each request gets one reply, unless it was abandoned. Each request that is sent gets one response or failure, and
 *     a response of an earlier life never reaches a later one (it would need the earlier life's connection).
 * <li>After each step the timer is armed anew, for the deadline that the step answered; if that has passed, it fires in
 *     the same turn, behind all input. Only {@link RaftInput.TimerFired} makes anything late, so a node that was paused
 *     sees what was queued meanwhile before it finds a deadline passed.
 * </ul>
 *
 * <p>What is durable before what: the epoch and the vote before any message that carries the epoch and before the own
 * vote counts; the win before the first record of the epoch; a replica's log, the leader's too, before it counts
 * towards the high watermark and before the fetch that says so; a truncation before what is appended behind it.
 */
public final class RaftKernel {

    /** No call is wanted unless something happens. */
    public static final long NO_DEADLINE = Long.MAX_VALUE;

    /** Far more changes of role than a single input can lead to. */
    private static final int MAX_POLLS = 16;

    /**
     * What a kernel is built on.
     *
     * @param identity who it is
     * @param timeouts how long it waits
     * @param log the log as recovery left it
     * @param controls the static voters, and the control records that recovery found in snapshot and log
     * @param bootstrapServers whom to ask for the leader while no voter is known (controller.quorum.bootstrap.servers)
     */
    public record Setup(RaftIdentity identity, RaftTimeouts timeouts, RaftLogView log, ControlHistory controls,
                        List<Endpoints> bootstrapServers) {

        /** Copies the list. */
        public Setup {
            bootstrapServers = List.copyOf(bootstrapServers);
        }

        /** A setup that names its voters. */
        public Setup(RaftIdentity identity, RaftTimeouts timeouts, RaftLogView log, ControlHistory controls) {
            this(identity, timeouts, log, controls, List.of());
        }
    }

    private final KernelState state;
    private final RoleChanges changes;
    private final Elections elections;
    private final EpochAnnouncements announcements;
    private final Leading leading;
    private final Following following;
    private final VoterChanges voterChanges;

    /**
     * A replica that has not started.
     *
     * @param persisted what quorum-state says; {@link QuorumState#INITIAL} if there is no such file
     * @param random where the jitter of the elections comes from
     */
    public RaftKernel(Setup setup, QuorumState persisted, RandomSource random) {
        state = new KernelState(setup, persisted, random);
        changes = new RoleChanges(state);
        Fencing fencing = new Fencing(state, changes);
        elections = new Elections(state, changes, fencing);
        announcements = new EpochAnnouncements(state, changes, fencing);
        voterChanges = new VoterChanges(state, changes, fencing);
        leading = new Leading(state, changes, fencing, announcements, voterChanges);
        following = new Following(state, changes, fencing);
    }

    /**
     * Takes one input.
     *
     * @param nowNanos the monotonic clock, sampled once for the driver's turn
     */
    public RaftOutput step(RaftInput input, long nowNanos) {
        state.now = Math.max(nowNanos, state.now);
        if (input instanceof RaftInput.TimerFired || input instanceof RaftInput.Start) {
            state.timerNow = state.now;
        }
        if (state.stopped && !(input instanceof RaftInput.RequestReceived)) {
            return new RaftOutput(state.out.take(), NO_DEADLINE);
        }
        take(input);
        long deadline = state.stopped ? NO_DEADLINE : poll();
        state.quorum.flush();
        return new RaftOutput(state.out.take(), deadline);
    }

    /** The role. */
    public RaftRole role() {
        return state.role.role();
    }

    /** The newest epoch that this replica has heard of, the epoch's leader, and its vote. */
    public QuorumState quorumState() {
        return state.quorum.state();
    }

    /** Where the epoch's leader listens, as far as it is known. */
    public Endpoints leaderEndpoints() {
        return state.leaderEndpoints;
    }

    /** All records before it are committed; -1 while that is not known. */
    public long highWatermark() {
        return state.highWatermark;
    }

    /**
     * Whether the high watermark includes all that was committed when this replica started. A snapshot, with which
     * it begins, is the past.
     */
    public boolean caughtUp() {
        return state.caughtUp;
    }

    /** The log end offset and the last epoch, with all effects so far. */
    public OffsetAndEpoch logEnd() {
        return state.log.end();
    }

    /** The voters at the log's end. */
    public VoterSet voters() {
        return state.voters();
    }

    /** How far each replica is, for DescribeQuorum; only a leader knows, others answer null. */
    public QuorumDescription describe() {
        if (!(state.role instanceof LeaderState leader)) {
            return null;
        }
        List<QuorumDescription.Replica> voters = new ArrayList<>();
        for (ReplicaProgress progress : leader.voters()) {
            boolean local = progress.key.id() == state.localId();
            voters.add(new QuorumDescription.Replica(progress.key, local ? state.log.endOffset() : progress.endOffset,
                    local ? state.now : progress.lastFetchNanos, local ? state.now : progress.lastCaughtUpNanos));
        }
        List<QuorumDescription.Replica> observers = new ArrayList<>();
        for (ReplicaProgress progress : leader.observers()) {
            observers.add(new QuorumDescription.Replica(progress.key, progress.endOffset, progress.lastFetchNanos,
                    progress.lastCaughtUpNanos));
        }
        return new QuorumDescription(state.localId(), state.epoch(), leader.highWatermark, List.copyOf(voters),
                List.copyOf(observers));
    }

    private void take(RaftInput input) {
        if (input instanceof RaftInput.TimerFired) {
            return;
        }
        if (input instanceof RaftInput.RequestReceived received) {
            request(received.requestId(), received.request());
        } else if (input instanceof RaftInput.ResponseReceived received) {
            response(received.correlationId(), received.response());
        } else if (input instanceof RaftInput.RequestFailed failed) {
            PeerRequests.Answered request = state.peers.answered(failed.correlationId());
            if (request != null) {
                state.peers.backOff(request.peerId(), state.now);
            }
        } else if (input instanceof RaftInput.ClientAppend append) {
            leading.append(append);
        } else if (input instanceof RaftInput.RequestAbandoned abandoned) {
            leading.abandon(abandoned.requestId());
        } else {
            takeLocal(input);
        }
    }

    private void takeLocal(RaftInput input) {
        if (input instanceof RaftInput.LogForced forced) {
            if (state.log.forced(forced.generation(), forced.endOffset())) {
                leading.logForced();
            }
        } else if (input instanceof RaftInput.QuorumStatePersisted persisted) {
            state.quorum.persisted(persisted.generation());
        } else if (input instanceof RaftInput.LogTruncated truncated) {
            state.log.truncated(truncated.generation());
        } else if (input instanceof RaftInput.SnapshotInstalled installed) {
            following.installed(installed);
        } else if (input instanceof RaftInput.PeerRefuses peer) {
            following.peerRefuses(peer.peerId());
        } else if (input instanceof RaftInput.SnapshotWritten written) {
            snapshotWritten(written.id());
        } else if (input instanceof RaftInput.ResignRequested resign) {
            leading.resign(resign.epoch());
        } else if (input instanceof RaftInput.ShutdownRequested shutdown) {
            state.shuttingDown = true;
            state.shutdownDeadline = state.now + shutdown.timeoutNanos();
        } else if (input instanceof RaftInput.Start) {
            start();
        } else {
            throw new IllegalArgumentException("not an input of the kernel: " + input);
        }
    }

    private void start() {
        SnapshotId latest = state.view.latestSnapshotId();
        if (latest.isPresent()) {
            state.out.add(new RaftEffect.LoadSnapshot(latest));
            if (latest.endOffset() > 0) {
                state.commit(latest.endOffset());
            }
        }
        changes.initialize();
    }

    private void request(long requestId, RaftRequest request) {
        if (request instanceof RaftRequest.Fetch fetch) {
            leading.fetch(requestId, fetch);
        } else if (request instanceof RaftRequest.Vote vote) {
            elections.vote(requestId, vote);
        } else if (request instanceof RaftRequest.BeginQuorumEpoch begin) {
            announcements.begin(requestId, begin);
        } else if (request instanceof RaftRequest.EndQuorumEpoch end) {
            announcements.end(requestId, end);
        } else if (request instanceof RaftRequest.FetchSnapshot fetch) {
            leading.fetchSnapshot(requestId, fetch);
        } else if (request instanceof RaftRequest.AddVoter add) {
            voterChanges.add(requestId, add);
        } else if (request instanceof RaftRequest.RemoveVoter remove) {
            voterChanges.remove(requestId, remove);
        } else if (request instanceof RaftRequest.UpdateVoter update) {
            voterChanges.update(requestId, update);
        }
    }

    private void response(long correlationId, RaftResponse response) {
        PeerRequests.Answered answered = state.peers.answered(correlationId);
        if (answered == null) {
            return;
        }
        int peerId = answered.peerId();
        RaftRequest request = answered.request();
        if (response instanceof RaftResponse.Fetch fetch && request instanceof RaftRequest.Fetch asked) {
            following.fetchAnswered(peerId, asked, fetch);
        } else if (response instanceof RaftResponse.Vote vote && request instanceof RaftRequest.Vote asked) {
            elections.voteAnswered(peerId, asked, vote);
        } else if (response instanceof RaftResponse.FetchSnapshot fetch
                && request instanceof RaftRequest.FetchSnapshot asked) {
            following.snapshotAnswered(peerId, asked, fetch);
        } else if (response instanceof RaftResponse.BeginQuorumEpoch begin
                && request instanceof RaftRequest.BeginQuorumEpoch) {
            announcements.beginAnswered(peerId, begin);
        } else if (response instanceof RaftResponse.EndQuorumEpoch end
                && request instanceof RaftRequest.EndQuorumEpoch) {
            announcements.endAnswered(peerId, end);
        } else if (response instanceof RaftResponse.UpdateVoter update && request instanceof RaftRequest.UpdateVoter) {
            following.updateAnswered(peerId, update);
        } else {
            state.peers.backOff(peerId, state.now);
            if (response.error() == ErrorCode.UNSUPPORTED_VERSION) {
                elections.preVoteUnsupported();
            }
        }
    }

    private void snapshotWritten(SnapshotId id) {
        Invariant.check(id.endOffset() <= state.highWatermark, "raft-snapshot-committed",
                "a snapshot of what is not committed", id.endOffset(), state.highWatermark);
        state.controls.forgetBefore(id.endOffset());
        state.out.add(new RaftEffect.ReleaseLogBefore(id));
    }

    /** Lets the role act until it has nothing more to do now; answers when it wants to act again. */
    private long poll() {
        for (int i = 0; i < MAX_POLLS; i++) {
            RoleState before = state.role;
            long deadline = pollRole();
            if (completesShutdown()) {
                return NO_DEADLINE;
            }
            if (state.role == before) {
                return Math.min(deadline, state.shuttingDown ? state.shutdownDeadline : NO_DEADLINE);
            }
        }
        throw new IllegalStateException("the role keeps changing in epoch " + state.epoch());
    }

    private long pollRole() {
        RoleState role = state.role;
        if (role instanceof LeaderState leader) {
            return leading.poll(leader);
        } else if (role instanceof FollowerState follower) {
            return following.poll(follower);
        } else if (role instanceof UnattachedState unattached) {
            long deadline = elections.pollUnattached(unattached);
            return state.role == role ? Math.min(deadline, following.fetchFromAnyone()) : deadline;
        } else if (role instanceof ResignedState resigned) {
            return announcements.pollResigned(resigned);
        }
        NomineeState nominee = (NomineeState) role;
        return nominee.role() == RaftRole.PROSPECTIVE
                ? elections.pollProspective(nominee) : elections.pollCandidate(nominee);
    }

    private boolean completesShutdown() {
        if (!state.shuttingDown || state.isRole(RaftRole.LEADER)) {
            return false;
        }
        boolean done = !state.isVoter() || state.isOnlyVoter() || state.isRole(RaftRole.FOLLOWER);
        boolean timedOut = !done && state.isDue(state.shutdownDeadline);
        if (done || timedOut) {
            state.stopped = true;
            state.out.add(new RaftEffect.ShutdownCompleted(timedOut));
        }
        return state.stopped;
    }
}
