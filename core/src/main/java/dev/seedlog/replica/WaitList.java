package dev.seedlog.replica;

import dev.seedlog.wire.ErrorCode;
import java.util.ArrayList;
import java.util.List;

/** The requests that wait for one partition, in the order in which they came. */
final class WaitList {

    private final List<Waiter> waiters = new ArrayList<>(0);
    private int doneEstimate;
    private boolean waking;

    void add(Waiter waiter) {
        waiters.add(waiter);
        // A partition that nothing is written to must not collect the requests that gave up waiting for it. While the
        // list is walked it keeps its order: who wakes may wait again at once.
        if (++doneEstimate > waiters.size() / 2 && !waking) {
            waiters.removeIf(Waiter::done);
            doneEstimate = 0;
        }
    }

    boolean isEmpty() {
        return waiters.isEmpty();
    }

    /** Tells all; those that are done leave the list. */
    void wake(ServedPartition partition) {
        waking = true;
        int count = waiters.size();
        // Waking may end the epoch, which empties the list.
        for (int i = 0; i < Math.min(count, waiters.size()); i++) {
            Waiter waiter = waiters.get(i);
            if (!waiter.done()) {
                waiter.moved(partition);
            }
        }
        waking = false;
        waiters.removeIf(Waiter::done);
    }

    /** Tells all that it is over, and forgets them. */
    void abort(ServedPartition partition, ErrorCode why) {
        List<Waiter> aborted = new ArrayList<>(waiters);
        waiters.clear();
        for (Waiter waiter : aborted) {
            if (!waiter.done()) {
                waiter.aborted(partition, why);
            }
        }
    }
}
