package dev.seedlog.broker.quorum;

import dev.seedlog.env.ShardEnv;
import dev.seedlog.log.PartitionLog;
import dev.seedlog.raft.SnapshotId;
import java.util.List;

/**
 * Lets old snapshots go, and the log up to the oldest that is kept: when a snapshot is older than
 * {@code metadata.max.retention.ms}, or snapshots and log together take more than {@code metadata.max.retention.bytes}.
 * The newest snapshot always stays.
 */
final class SnapshotRetention {

    private final ShardEnv env;
    private final PartitionLog log;
    private final SnapshotStore snapshots;
    private final SnapshotPolicy policy;
    private final SnapshotReader reader;

    SnapshotRetention(ShardEnv env, PartitionLog log, SnapshotStore snapshots, SnapshotPolicy policy,
                      SnapshotReader reader) {
        this.env = env;
        this.log = log;
        this.snapshots = snapshots;
        this.policy = policy;
        this.reader = reader;
    }

    void apply() {
        List<SnapshotId> ids = snapshots.ids();
        long totalBytes = snapshots.totalBytes() + log.sizeBytes();
        for (int i = 0; i + 1 < ids.size(); i++) {
            SnapshotId following = ids.get(i + 1);
            if (!isOld(ids.get(i)) && !(policy.retentionBytes() >= 0 && totalBytes > policy.retentionBytes())) {
                return;
            }
            if (!log.deleteRecordsBefore(following.endOffset())) {
                return;
            }
            totalBytes -= snapshots.sizeBytes(ids.get(i));
            snapshots.deleteBefore(following.endOffset());
        }
    }

    private boolean isOld(SnapshotId id) {
        if (policy.retentionMs() < 0) {
            return false;
        }
        long timestampMs = reader.readControls(snapshots.path(id)).lastContainedTimestampMs();
        return timestampMs >= 0 && env.clock().epochMillis() - timestampMs > policy.retentionMs();
    }
}
