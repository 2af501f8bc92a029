package dev.seedlog.replica;

import dev.seedlog.env.Timer;
import dev.seedlog.env.Timers;
import dev.seedlog.wire.ErrorCode;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * A fetch that waits until there is enough to read. It is complete when
 * <ul>
 * <li>a partition has moved, or cold bytes of it have been prefetched, and reading all of them again gives at least the
 * bytes that were asked for;
 * <li>a partition's epoch has ended: its error is worth telling at once;
 * <li>or the client's wait is over.
 * </ul>
 */
public final class PendingFetch implements Waiter {

    private final BooleanSupplier answerIfEnough;
    private final Runnable answerNow;
    private Timer wait;
    private boolean looking;
    private boolean endedMeanwhile;
    private boolean done;

    /**
     * A fetch that is about to wait.
     *
     * @param answerIfEnough reads again, and answers if there is enough; says whether it did
     * @param answerNow reads again, and answers with what there is
     */
    public PendingFetch(BooleanSupplier answerIfEnough, Runnable answerNow) {
        this.answerIfEnough = answerIfEnough;
        this.answerNow = answerNow;
    }

    /** Waits for any of the partitions. */
    public void begin(List<ServedPartition> partitions, Timers timers, long waitNanos) {
        for (ServedPartition partition : partitions) {
            partition.await(this);
        }
        wait = timers.create("fetch", this::answer);
        wait.startIn(waitNanos);
    }

    /** The client is gone. */
    public void abandon() {
        done = true;
        wait.stop();
    }

    @Override
    public void moved(ServedPartition partition) {
        looking = true;
        boolean answered = answerIfEnough.getAsBoolean();
        looking = false;
        if (answered) {
            abandon();
        } else if (endedMeanwhile) {
            answer();
        }
    }

    @Override
    public void aborted(ServedPartition partition, ErrorCode why) {
        // Reading may itself end the epoch, because the disk fails; then what was read is answered, and only that.
        if (looking) {
            endedMeanwhile = true;
        } else {
            answer();
        }
    }

    @Override
    public boolean done() {
        return done;
    }

    private void answer() {
        abandon();
        answerNow.run();
    }
}
