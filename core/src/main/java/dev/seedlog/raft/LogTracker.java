package dev.seedlog.raft;

import dev.seedlog.base.Invariant;

/**
 * The log as the kernel has ordered it to be: its end, how far it is forced, and what is under way.
 *
 * <p>Each truncation and each replacement by a snapshot begins a generation. A force that was asked for in an earlier
 * one counts for nothing, since it may speak of bytes that are gone. One force is under way at a time; all that was
 * appended meanwhile shares the next.
 */
final class LogTracker {

    private final EffectQueue out;
    private long endOffset;
    private int lastEpoch;
    private long forcedEndOffset;
    private long generation;
    private boolean forcing;
    private boolean rewriting;

    LogTracker(RaftLogView view, EffectQueue out) {
        this.out = out;
        this.endOffset = view.end().offset();
        this.lastEpoch = view.end().epoch();
        this.forcedEndOffset = Math.min(view.forcedEndOffset(), endOffset);
    }

    OffsetAndEpoch end() {
        return new OffsetAndEpoch(endOffset, lastEpoch);
    }

    long endOffset() {
        return endOffset;
    }

    int lastEpoch() {
        return lastEpoch;
    }

    long forcedEndOffset() {
        return forcedEndOffset;
    }

    boolean isForced() {
        return forcedEndOffset == endOffset;
    }

    /** Whether a truncation or a snapshot's installation is not yet forced. Nothing is appended meanwhile. */
    boolean isRewriting() {
        return rewriting;
    }

    void appended(long newEndOffset, int epoch) {
        Invariant.check(!rewriting, "raft-truncate-first", "an append behind a truncation that is not forced");
        Invariant.check(epoch >= lastEpoch, "raft-epoch-order", "epochs of the log decrease", lastEpoch, epoch);
        Invariant.check(newEndOffset > endOffset, "raft-append", "an append of nothing", endOffset, newEndOffset);
        endOffset = newEndOffset;
        lastEpoch = epoch;
        forceIfNeeded();
    }

    void forceIfNeeded() {
        if (!forcing && !rewriting && forcedEndOffset < endOffset) {
            forcing = true;
            out.add(new RaftEffect.ForceLog(generation, endOffset));
        }
    }

    /** Whether the force counts; then the forced end may have moved. */
    boolean forced(long forceGeneration, long forcedTo) {
        if (forceGeneration != generation) {
            return false;
        }
        Invariant.check(forcedTo <= endOffset, "raft-force", "a force beyond the log's end", forcedTo, endOffset);
        forcing = false;
        forcedEndOffset = Math.max(forcedEndOffset, forcedTo);
        forceIfNeeded();
        return true;
    }

    void truncateTo(long offset, int epoch) {
        Invariant.check(!rewriting && offset < endOffset, "raft-truncate", "not a truncation", offset, endOffset);
        beginRewriting();
        endOffset = offset;
        lastEpoch = epoch;
        forcedEndOffset = Math.min(forcedEndOffset, offset);
        out.add(new RaftEffect.TruncateLog(generation, offset));
    }

    void install(SnapshotId id) {
        Invariant.check(!rewriting, "raft-install", "a snapshot over a truncation that is not forced");
        beginRewriting();
        out.add(new RaftEffect.InstallSnapshot(generation, id));
    }

    boolean truncated(long truncateGeneration) {
        if (!rewriting || truncateGeneration != generation) {
            return false;
        }
        rewriting = false;
        return true;
    }

    boolean installed(long installGeneration, SnapshotId id) {
        if (!truncated(installGeneration)) {
            return false;
        }
        endOffset = id.endOffset();
        lastEpoch = id.epoch();
        forcedEndOffset = endOffset;
        return true;
    }

    private void beginRewriting() {
        generation++;
        rewriting = true;
        forcing = false;
    }
}
