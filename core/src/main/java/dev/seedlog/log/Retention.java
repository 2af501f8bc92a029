package dev.seedlog.log;

import dev.seedlog.env.DiskException;
import java.util.List;

/**
 * Which segments go, by age, size and log start, and how. The log's start moves first, and is made durable: so a power
 * cut that undoes some of the deletions leaves no hole, for what is below the start goes when the log is loaded.
 */
final class Retention {

    private final PartitionLog owner;
    private final LogState log;
    private final LogForces forces;
    private final DelayedDeletes deletes;
    private boolean awaitingSnapshots;

    Retention(PartitionLog owner, LogState log, LogForces forces, DelayedDeletes deletes) {
        this.owner = owner;
        this.log = log;
        this.forces = forces;
        this.deletes = deletes;
    }

    /** How many of the oldest segments retention no longer keeps. */
    int countExpired(long nowMs) {
        LogConfig config = log.config;
        int expired = 0;
        if (log.cleaning != null) {
            return 0;
        }
        if (!config.deletes()) {
            return countBelow(log.logStartOffset);
        }
        long surplusBytes = config.retentionBytes() < 0 ? -1 : log.segments.sizeBytes() - config.retentionBytes();
        for (int number = 0; number < log.segments.size(); number++) {
            Segment segment = log.segments.get(number);
            boolean last = number == log.segments.size() - 1;
            if (log.segments.endOffset(number, log.logEndOffset) > log.highWatermark
                    || last && segment.sizeBytes() == 0) {
                break;
            }
            boolean old = config.retentionMs() >= 0 && nowMs - segment.retentionTimestampMs() > config.retentionMs();
            boolean surplus = surplusBytes >= segment.sizeBytes();
            if (!old && !surplus) {
                break;
            }
            surplusBytes -= segment.sizeBytes();
            expired++;
        }
        return Math.max(expired, countBelow(log.logStartOffset));
    }

    private int countBelow(long offset) {
        int below = 0;
        while (below + 1 < log.segments.size()
                && log.segments.get(below + 1).baseOffset() <= offset) {
            below++;
        }
        return below;
    }

    /** The log's start has moved: makes that durable, then removes the segments below it. */
    void onStartMoved() {
        try {
            long start = log.logStartOffset;
            log.context.checkpoints().checkpoint(owner, failure -> removeBelowStart(start, failure));
        } catch (DiskException e) {
            throw log.context.health().fail("writing the log start of " + log.directory, e);
        }
    }

    /** What had to wait for a compaction to end. */
    void resume() {
        if (countBelow(log.logStartOffset) > 0) {
            onStartMoved();
        }
    }

    private void removeBelowStart(long durableStart, DiskException failure) {
        if (failure != null) {
            log.context.health().fail("writing the log start of " + log.directory, failure);
            return;
        }
        if (!log.context.health().isOnline() || owner.isClosed() || log.cleaning != null) {
            // A compaction reads these segments; retention comes again when it has ended.
            return;
        }
        // The start may have moved on meanwhile; what is between stays until that is durable too.
        long start = Math.min(durableStart, log.logStartOffset);
        if (forces.isSnapshotPending(log.segments.get(countBelow(start)).baseOffset())) {
            awaitSnapshots(start);
            return;
        }
        try {
            log.epochs.truncateFromStart(start);
            for (int count = countBelow(start); count > 0; count--) {
                remove(log.segments.removeFirst());
            }
        } catch (DiskException e) {
            log.context.health().fail("deleting segments of " + log.directory, e);
        }
    }

    /** Without the producers' state from before the first segment, nobody would know their retries after a restart. */
    private void awaitSnapshots(long durableStart) {
        if (!awaitingSnapshots) {
            awaitingSnapshots = true;
            forces.awaitSnapshots(() -> {
                awaitingSnapshots = false;
                removeBelowStart(durableStart, null);
            });
        }
    }

    /** Removes a segment that is out of the list already. */
    void remove(Segment segment) {
        forces.onRemoved(segment);
        forces.onDirectoryChanged();
        List<String> renamed = segment.renameDeleted();
        log.snapshots.delete(segment.baseOffset());
        deletes.add(segment, renamed, log.config.fileDeleteDelayMs());
    }
}
