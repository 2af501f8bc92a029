package dev.seedlog.replica;

import dev.seedlog.log.PartitionLog;
import dev.seedlog.wire.ErrorCode;
import java.util.function.Consumer;

/**
 * A partition as a follower serves it to consumers, for one leader epoch (KIP-392).
 *
 * <p>What it shows ends at the high watermark that its leader has told it. That is never ahead of the leader's own, so
 * nothing is shown that may still be lost; it may be behind, and then readers wait here as they do for a leader.
 */
public final class PartitionFollower extends ServedPartition {

    private final Consumer<PartitionFollower> onAwaited;
    private final WaitList waiters = new WaitList();
    private long shownHighWatermark;
    private long shownStartOffset;
    private boolean prefetched;

    /**
     * A partition that is followed.
     *
     * @param onAwaited hears when somebody waits for it: only then it has to be looked after
     */
    PartitionFollower(PartitionLog log, int leaderEpoch, Consumer<PartitionFollower> onAwaited) {
        super(log, leaderEpoch);
        this.onAwaited = onAwaited;
    }

    @Override
    void await(Waiter waiter) {
        if (waiters.isEmpty()) {
            shownHighWatermark = highWatermark();
            shownStartOffset = log().logStartOffset();
            onAwaited.accept(this);
        }
        waiters.add(waiter);
    }

    /**
     * Wakes who waits if the leader has told of more, or of a later start, or cold bytes have come.
     *
     * @return whether somebody still waits
     */
    boolean wakeIfMoved() {
        if (prefetched || highWatermark() != shownHighWatermark || log().logStartOffset() != shownStartOffset) {
            prefetched = false;
            shownHighWatermark = highWatermark();
            shownStartOffset = log().logStartOffset();
            waiters.wake(this);
        }
        return !waiters.isEmpty();
    }

    /** Cold bytes have come. */
    void onPrefetched() {
        prefetched = true;
    }

    /** Ends the epoch here: all that waits is told why. */
    void end(ErrorCode why) {
        waiters.abort(this, why);
    }
}
