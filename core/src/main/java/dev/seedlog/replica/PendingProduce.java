package dev.seedlog.replica;

import dev.seedlog.env.Timer;
import dev.seedlog.env.Timers;
import dev.seedlog.wire.ErrorCode;
import java.util.ArrayList;
import java.util.List;

/**
 * A produce request that waits for its records to be where the producer asked for them to be. It is complete when every
 * part is:
 * <ul>
 * <li>refused at once;
 * <li>acknowledged: the log, or the high watermark, has got behind its last record; NOT_ENOUGH_REPLICAS_AFTER_APPEND if
 * meanwhile too few are in sync;
 * <li>aborted, because the partition's epoch ended: the records may or may not survive;
 * <li>or the request's time is over, with the same doubt.
 * </ul>
 */
public final class PendingProduce implements Waiter {

    private final Acks acks;
    private final Runnable onComplete;
    private final List<Part> parts = new ArrayList<>();
    private Timer timeout;
    private int waitingParts;
    private boolean done;

    /**
     * A request without parts yet.
     *
     * @param onComplete called once, when there is an answer for every part
     */
    public PendingProduce(Acks acks, Runnable onComplete) {
        this.acks = acks;
        this.onComplete = onComplete;
    }

    /** What has become of the records for one partition. */
    public static final class Part {
        private final PartitionLeader leader;
        private final AppendOutcome outcome;
        private ErrorCode error;
        private boolean waiting;

        private Part(PartitionLeader leader, AppendOutcome outcome) {
            this.leader = leader;
            this.outcome = outcome;
            this.error = outcome.error();
        }

        /** NONE if the records are acknowledged. */
        public ErrorCode error() {
            return error;
        }

        /** What the append came to. */
        public AppendOutcome outcome() {
            return outcome;
        }

        /** The partition; null if it was not found. */
        public PartitionLeader leader() {
            return leader;
        }
    }

    /** Adds a part that was appended, or refused by the partition. */
    public Part add(PartitionLeader leader, AppendOutcome outcome) {
        Part part = new Part(leader, outcome);
        parts.add(part);
        return part;
    }

    /** Adds a part for which there is no partition to append to. */
    public Part addRefused(ErrorCode error, String message) {
        return add(null, AppendOutcome.refused(error, message));
    }

    /** All parts are added: from now on it waits, unless there is nothing to wait for. */
    public void begin(Timers timers, long timeoutNanos) {
        for (Part part : parts) {
            if (part.error != ErrorCode.NONE) {
                continue;
            }
            if (part.leader.ended() != null) {
                // Its directory failed while another part was appended; nobody would ever wake it.
                part.error = part.leader.ended();
            } else if (!part.leader.acknowledges(part.outcome.endOffset(), acks)) {
                part.waiting = true;
                waitingParts++;
                part.leader.await(this);
            } else {
                part.error = part.leader.verdict(acks);
            }
        }
        if (waitingParts == 0) {
            complete();
        } else {
            timeout = timers.create("produce", this::onTimeout);
            timeout.startIn(timeoutNanos);
        }
    }

    @Override
    public void moved(PartitionLeader partition) {
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            if (part.waiting && part.leader == partition && partition.acknowledges(part.outcome.endOffset(), acks)) {
                decide(part, partition.verdict(acks));
            }
        }
        completeIfDecided();
    }

    @Override
    public void aborted(PartitionLeader partition, ErrorCode why) {
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i).waiting && parts.get(i).leader == partition) {
                decide(parts.get(i), why);
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
