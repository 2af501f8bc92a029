package dev.seedlog.broker.quorum;

import dev.seedlog.log.EpochEntry;
import dev.seedlog.log.PartitionLog;
import dev.seedlog.raft.OffsetAndEpoch;
import dev.seedlog.raft.RaftLogView;
import dev.seedlog.raft.SnapshotId;
import java.util.List;

/** The metadata log and its snapshots, as the kernel sees them: with all that was queued. */
final class MetadataLogView implements RaftLogView {

    private final PartitionLog log;
    private final SnapshotStore snapshots;

    MetadataLogView(PartitionLog log, SnapshotStore snapshots) {
        this.log = log;
        this.snapshots = snapshots;
    }

    @Override
    public long startOffset() {
        return log.logStartOffset();
    }

    @Override
    public OffsetAndEpoch end() {
        log.write();
        int latest = log.leaderEpochs().latestEpoch();
        return new OffsetAndEpoch(log.logEndOffset(), latest >= 0 ? latest : epochAtStart());
    }

    @Override
    public long forcedEndOffset() {
        return log.forcedEndOffset();
    }

    @Override
    public OffsetAndEpoch endOffsetForEpoch(int epoch) {
        // The epochs know what is written; a turn that asks after it has appended writes early.
        log.write();
        List<EpochEntry> entries = log.leaderEpochs().entries();
        int found = -1;
        while (found + 1 < entries.size() && entries.get(found + 1).epoch() <= epoch) {
            found++;
        }
        if (found < 0) {
            return new OffsetAndEpoch(log.logStartOffset(), epochAtStart());
        }
        long end = found + 1 < entries.size() ? entries.get(found + 1).startOffset() : log.logEndOffset();
        return new OffsetAndEpoch(end, entries.get(found).epoch());
    }

    private int epochAtStart() {
        SnapshotId snapshot = earliestSnapshotId();
        return snapshot.isPresent() ? snapshot.epoch() : 0;
    }

    @Override
    public SnapshotId latestSnapshotId() {
        return snapshots.latest();
    }

    @Override
    public SnapshotId earliestSnapshotId() {
        return log.logStartOffset() == 0 ? SnapshotId.NONE : snapshots.endingAt(log.logStartOffset());
    }

    @Override
    public long snapshotSizeBytes(SnapshotId id) {
        return snapshots.sizeBytes(id);
    }
}
