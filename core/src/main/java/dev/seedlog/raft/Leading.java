package dev.seedlog.raft;

import dev.seedlog.base.Invariant;
import dev.seedlog.wire.ErrorCode;
import java.util.ArrayList;
import java.util.List;

/** What a leader does: appends, serves fetches, commits, and steps down if nobody listens. */
final class Leading {

    private static final long NANOS_PER_MS = 1_000_000L;

    private final KernelState state;
    private final RoleChanges changes;
    private final Fencing fencing;
    private final EpochAnnouncements announcements;
    private final VoterChanges voterChanges;

    Leading(KernelState state, RoleChanges changes, Fencing fencing, EpochAnnouncements announcements,
            VoterChanges voterChanges) {
        this.voterChanges = voterChanges;
        this.state = state;
        this.changes = changes;
        this.fencing = fencing;
        this.announcements = announcements;
    }

    void append(RaftInput.ClientAppend append) {
        if (!(state.role instanceof LeaderState) || append.epoch() != state.epoch() || state.shuttingDown) {
            state.out.add(new RaftEffect.RefuseAppend(append.handle(), ErrorCode.NOT_LEADER_OR_FOLLOWER));
            return;
        }
        Invariant.check(append.recordCount() > 0, "raft-append", "an append of nothing");
        long baseOffset = state.log.endOffset();
        state.out.add(new RaftEffect.AppendRecords(append.handle(), state.epoch(), baseOffset, append.recordCount(),
                append.payload()));
        state.log.appended(baseOffset + append.recordCount(), state.epoch());
    }

    void fetch(long requestId, RaftRequest.Fetch request) {
        if (fencing.isOtherCluster(request.clusterId())) {
            state.out.add(new RaftEffect.Reply(requestId,
                    new RaftResponse.Refused(ErrorCode.INCONSISTENT_CLUSTER_ID)));
            return;
        }
        boolean contradicts = request.maxWaitMs() < 0 || request.fetchOffset() < 0 || request.lastFetchedEpoch() < 0
                || request.lastFetchedEpoch() > request.currentLeaderEpoch()
                || (request.replica().isPresent() && request.replica().id() == state.localId());
        ErrorCode error = contradicts ? ErrorCode.INVALID_REQUEST
                : fencing.checkLeaderRequest(request.currentLeaderEpoch());
        if (error != ErrorCode.NONE) {
            answer(requestId, error, OffsetAndEpoch.NONE, SnapshotId.NONE);
            return;
        }
        LeaderState leader = (LeaderState) state.role;
        SnapshotId snapshot = snapshotFor(request);
        if (snapshot.isPresent()) {
            answer(requestId, ErrorCode.NONE, OffsetAndEpoch.NONE, snapshot);
            return;
        }
        OffsetAndEpoch shared = sharedEnd(request);
        if (shared.isPresent()) {
            answer(requestId, ErrorCode.NONE, shared, SnapshotId.NONE);
            return;
        }
        noteFetch(leader, request);
        if (state.role != leader) {
            // What it has committed by this fetch is that it votes no more.
            answer(requestId, ErrorCode.NOT_LEADER_OR_FOLLOWER, OffsetAndEpoch.NONE, SnapshotId.NONE);
            return;
        }
        if (hasNews(leader, request) || request.maxWaitMs() == 0
                || leader.parked.size() >= LeaderState.MAX_PARKED_FETCHES) {
            serve(requestId, request);
        } else {
            leader.parked.put(requestId, new LeaderState.ParkedFetch(requestId, request,
                    state.now + request.maxWaitMs() * NANOS_PER_MS));
        }
    }

    /** The snapshot that the replica must take first, if the log does not go back far enough for it. */
    private SnapshotId snapshotFor(RaftRequest.Fetch request) {
        SnapshotId latest = state.view.latestSnapshotId();
        if (request.fetchOffset() == 0 && latest.isPresent() && latest.endOffset() > 0) {
            // One file is quicker to take than all the records that led to it.
            return latest;
        }
        SnapshotId earliest = state.view.earliestSnapshotId();
        long start = state.view.startOffset();
        boolean before = earliest.isPresent() && (request.fetchOffset() < start
                || (request.fetchOffset() == start && request.lastFetchedEpoch() != earliest.epoch())
                || request.lastFetchedEpoch() < earliest.epoch());
        return before ? latest : SnapshotId.NONE;
    }

    /** Where the logs part, if they do before the fetch offset. */
    private OffsetAndEpoch sharedEnd(RaftRequest.Fetch request) {
        if (request.fetchOffset() == 0 && state.view.startOffset() == 0) {
            return OffsetAndEpoch.NONE;
        }
        OffsetAndEpoch end = state.view.endOffsetForEpoch(request.lastFetchedEpoch());
        boolean diverges = end.epoch() != request.lastFetchedEpoch() || end.offset() < request.fetchOffset();
        return diverges ? end : OffsetAndEpoch.NONE;
    }

    private void noteFetch(LeaderState leader, RaftRequest.Fetch request) {
        ReplicaProgress progress = leader.progress(request.replica(), state.now);
        if (progress != null) {
            progress.fetched(request.fetchOffset(), state.log.endOffset(), state.now);
            noteSignOfLife(leader, request.replica());
            updateHighWatermark(leader);
        }
    }

    private void noteSignOfLife(LeaderState leader, ReplicaKey replica) {
        if (leader.heardFrom(replica)) {
            leader.checkQuorumDeadline = state.now + state.timeouts.checkQuorumNanos();
        }
    }

    private boolean hasNews(LeaderState leader, RaftRequest.Fetch request) {
        // KIP-1166: a replica that says what it knows of the high watermark is told when that moves.
        return state.log.endOffset() > request.fetchOffset() || leader.highWatermark > request.highWatermark();
    }

    private void serve(long requestId, RaftRequest.Fetch request) {
        if (state.log.endOffset() > request.fetchOffset()) {
            state.out.add(new RaftEffect.ReplyWithRecords(requestId, header(ErrorCode.NONE, OffsetAndEpoch.NONE,
                    SnapshotId.NONE), request.fetchOffset(), state.log.endOffset(), request.maxBytes()));
        } else {
            answer(requestId, ErrorCode.NONE, OffsetAndEpoch.NONE, SnapshotId.NONE);
        }
    }

    private void answer(long requestId, ErrorCode error, OffsetAndEpoch diverging, SnapshotId snapshot) {
        state.quorum.reply(new RaftEffect.Reply(requestId, header(error, diverging, snapshot)));
    }

    private RaftResponse.Fetch header(ErrorCode error, OffsetAndEpoch diverging, SnapshotId snapshot) {
        long highWatermark = error == ErrorCode.NONE && state.role instanceof LeaderState leader
                ? leader.highWatermark : -1;
        return new RaftResponse.Fetch(error, state.leaderInfo(), highWatermark, state.view.startOffset(), diverging,
                snapshot, FetchedBatches.NONE);
    }

    void fetchSnapshot(long requestId, RaftRequest.FetchSnapshot request) {
        if (fencing.isOtherCluster(request.clusterId())) {
            state.out.add(new RaftEffect.Reply(requestId,
                    new RaftResponse.Refused(ErrorCode.INCONSISTENT_CLUSTER_ID)));
            return;
        }
        ErrorCode error = fencing.checkLeaderRequest(request.currentLeaderEpoch());
        long sizeBytes = -1;
        if (error == ErrorCode.NONE) {
            boolean known = request.snapshotId().isPresent() && request.snapshotId().endOffset() > 0;
            sizeBytes = known ? state.view.snapshotSizeBytes(request.snapshotId()) : -1;
            if (sizeBytes < 0) {
                error = ErrorCode.SNAPSHOT_NOT_FOUND;
            } else if (request.position() < 0 || request.position() >= sizeBytes) {
                error = ErrorCode.POSITION_OUT_OF_RANGE;
            }
        }
        if (error != ErrorCode.NONE) {
            state.quorum.reply(new RaftEffect.Reply(requestId, new RaftResponse.FetchSnapshot(error,
                    state.leaderInfo(), request.snapshotId(), 0, 0, FetchedBatches.NONE.payload())));
            return;
        }
        noteSignOfLife((LeaderState) state.role, request.replica());
        state.out.add(new RaftEffect.ReplyWithSnapshot(requestId, new RaftResponse.FetchSnapshot(ErrorCode.NONE,
                state.leaderInfo(), request.snapshotId(), sizeBytes, request.position(),
                FetchedBatches.NONE.payload()), request.maxBytes()));
    }

    void abandon(long requestId) {
        if (state.role instanceof LeaderState leader) {
            leader.parked.remove(requestId);
        }
    }

    void logForced() {
        if (state.role instanceof LeaderState leader) {
            leader.localForced(state.log.forcedEndOffset());
            updateHighWatermark(leader);
        }
    }

    private void updateHighWatermark(LeaderState leader) {
        long offset = leader.majorityEndOffset();
        if (offset > leader.epochStartOffset && offset > leader.highWatermark) {
            leader.highWatermark = offset;
            state.commitOfLeader(offset);
            voterChanges.committed(leader);
        }
    }

    void resign(int epoch) {
        if (state.role instanceof LeaderState leader && epoch == state.epoch()) {
            changes.toResigned(leader.preferredSuccessors());
        }
    }

    long poll(LeaderState leader) {
        boolean alone = leader.voterSet().isOnlyVoter(state.identity.local());
        if (state.shuttingDown || (!alone && state.isDue(leader.checkQuorumDeadline))) {
            changes.toResigned(leader.preferredSuccessors());
            return state.now;
        }
        long next = Math.min(wakeParked(leader), voterChanges.poll(leader));
        if (!alone) {
            next = Math.min(next, Math.min(leader.checkQuorumDeadline, announcements.announce(leader)));
        }
        return next;
    }

    private long wakeParked(LeaderState leader) {
        long next = RaftKernel.NO_DEADLINE;
        List<LeaderState.ParkedFetch> woken = new ArrayList<>();
        for (LeaderState.ParkedFetch fetch : leader.parked.values()) {
            if (hasNews(leader, fetch.request()) || state.isDue(fetch.deadline())) {
                woken.add(fetch);
            } else {
                next = Math.min(next, fetch.deadline());
            }
        }
        for (LeaderState.ParkedFetch fetch : woken) {
            leader.parked.remove(fetch.requestId());
            serve(fetch.requestId(), fetch.request());
        }
        return next;
    }
}
