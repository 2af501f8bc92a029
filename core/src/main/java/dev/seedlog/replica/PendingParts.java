package dev.seedlog.replica;

import dev.seedlog.env.Timer;
import dev.seedlog.env.Timers;
import dev.seedlog.wire.ErrorCode;
import java.util.ArrayList;
import java.util.List;

/**
 * A request that waits for several partitions. Each part is decided once: at once, when its partition has got to where
 * the request asks for it to be, when the partition's epoch ends, or when the request's time is over. When all are, the
 * request is complete.
 *
 * @param <P> what it knows of a part
 */
abstract class PendingParts<P extends PendingParts.Part> implements Waiter {

    private final Runnable onComplete;
    private final List<P> parts = new ArrayList<>();
    private Timer timeout;
    private int waitingParts;
    private boolean done;

    PendingParts(Runnable onComplete) {
        this.onComplete = onComplete;
    }

    /** What has become of one partition's part. */
    abstract static class Part {
        private final PartitionLeader leader;
        private ErrorCode error;
        private boolean waiting;

        Part(PartitionLeader leader, ErrorCode error) {
            this.leader = leader;
            this.error = error;
        }

        /** NONE if all is as the request asked. */
        public ErrorCode error() {
            return error;
        }

        /** The partition; null if it was not found. */
        public PartitionLeader leader() {
            return leader;
        }
    }

    /** Whether a part's partition has got to where the request asks for it to be. */
    abstract boolean isThere(P part);

    /** What to answer for a part that is there. */
    abstract ErrorCode verdict(P part);

    /** What the timer of the request is called. */
    abstract String name();

    P add(P part) {
        parts.add(part);
        return part;
    }

    /** All parts are added: from now on it waits, unless there is nothing to wait for. */
    public void begin(Timers timers, long timeoutNanos) {
        for (P part : parts) {
            if (part.error() == ErrorCode.NONE) {
                begin(part);
            }
        }
        if (waitingParts == 0) {
            complete();
        } else {
            timeout = timers.create(name(), this::onTimeout);
            timeout.startIn(timeoutNanos);
        }
    }

    private void begin(P part) {
        Part state = part;
        if (part.leader().ended() != null) {
            // Its directory failed while another part was served; nobody would ever wake it.
            state.error = part.leader().ended();
        } else if (isThere(part)) {
            state.error = verdict(part);
        } else {
            state.waiting = true;
            waitingParts++;
            part.leader().await(this);
        }
    }

    @Override
    public void moved(ServedPartition partition) {
        for (int i = 0; i < parts.size(); i++) {
            P part = parts.get(i);
            if (waitsFor(part, partition) && isThere(part)) {
                decide(part, verdict(part));
            }
        }
        completeIfDecided();
    }

    @Override
    public void aborted(ServedPartition partition, ErrorCode why) {
        for (int i = 0; i < parts.size(); i++) {
            if (waitsFor(parts.get(i), partition)) {
                decide(parts.get(i), why);
            }
        }
        completeIfDecided();
    }

    @Override
    public boolean done() {
        return done;
    }

    private static boolean waitsFor(Part part, ServedPartition partition) {
        return part.waiting && part.leader == partition;
    }

    private void onTimeout() {
        for (Part part : parts) {
            if (part.waiting) {
                decide(part, ErrorCode.REQUEST_TIMED_OUT);
            }
        }
        completeIfDecided();
    }

    private void decide(Part part, ErrorCode error) {
        part.waiting = false;
        part.error = error;
        waitingParts--;
    }

    private void completeIfDecided() {
        if (waitingParts == 0 && !done) {
            complete();
        }
    }

    private void complete() {
        done = true;
        if (timeout != null) {
            timeout.stop();
        }
        onComplete.run();
    }
}
