package dev.seedlog.replica;

import dev.seedlog.env.Timer;
import dev.seedlog.env.Timers;
import dev.seedlog.wire.ErrorCode;
import java.util.ArrayList;
import java.util.List;

/**
 * A deletion of records that waits until all replicas that live have done it too. It is complete when every part is:
 * <ul>
 * <li>refused at once;
 * <li>done: the low watermark has got there;
 * <li>aborted, because the partition's epoch ended;
 * <li>or the request's time is over.
 * </ul>
 */
public final class PendingDelete implements Waiter {

    private static final long NONE = -1;

    private final Runnable onComplete;
    private final List<Part> parts = new ArrayList<>();
    private Timer timeout;
    private int waitingParts;
    private boolean done;

    /**
     * A deletion without parts yet.
     *
     * @param onComplete called once, when there is an answer for every part
     */
    public PendingDelete(Runnable onComplete) {
        this.onComplete = onComplete;
    }

    /** What has become of the records of one partition. */
    public static final class Part {
        private final PartitionLeader leader;
        private final long offset;
        private ErrorCode error;
        private boolean waiting;

        private Part(PartitionLeader leader, long offset, ErrorCode error) {
            this.leader = leader;
            this.offset = offset;
            this.error = error;
        }

        /** NONE if they are deleted everywhere. */
        public ErrorCode error() {
            return error;
        }

        /** Up to where they are deleted everywhere; -1 with an error other than REQUEST_TIMED_OUT. */
        public long lowWatermark() {
            boolean told = error == ErrorCode.NONE || error == ErrorCode.REQUEST_TIMED_OUT;
            return told ? leader.lowWatermark() : NONE;
        }
    }

    /** Adds a part whose leader has deleted what is below an offset. */
    public Part add(PartitionLeader leader, long offset) {
        return add(new Part(leader, offset, ErrorCode.NONE));
    }

    /** Adds a part that was refused. */
    public Part addRefused(ErrorCode error) {
        return add(new Part(null, NONE, error));
    }

    private Part add(Part part) {
        parts.add(part);
        return part;
    }

    /** All parts are added: from now on it waits, unless there is nothing to wait for. */
    public void begin(Timers timers, long timeoutNanos) {
        for (Part part : parts) {
            if (part.error == ErrorCode.NONE && part.leader.ended() != null) {
                part.error = part.leader.ended();
            } else if (part.error == ErrorCode.NONE && part.leader.lowWatermark() < part.offset) {
                part.waiting = true;
                waitingParts++;
                part.leader.await(this);
            }
        }
        if (waitingParts == 0) {
            complete();
        } else {
            timeout = timers.create("delete records", this::onTimeout);
            timeout.startIn(timeoutNanos);
        }
    }

    @Override
    public void moved(PartitionLeader partition) {
        for (Part part : parts) {
            if (part.waiting && part.leader == partition && partition.lowWatermark() >= part.offset) {
                decide(part, ErrorCode.NONE);
            }
        }
        completeIfDecided();
    }

    @Override
    public void aborted(PartitionLeader partition, ErrorCode why) {
        for (Part part : parts) {
            if (part.waiting && part.leader == partition) {
                decide(part, why);
            }
        }
        completeIfDecided();
    }

    @Override
    public boolean done() {
        return done;
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
