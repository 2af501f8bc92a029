package dev.seedlog.replica;

import dev.seedlog.wire.ErrorCode;

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
public final class PendingProduce extends PendingParts<PendingProduce.Part> {

    private final Acks acks;

    /**
     * A request without parts yet.
     *
     * @param onComplete called once, when there is an answer for every part
     */
    public PendingProduce(Acks acks, Runnable onComplete) {
        super(onComplete);
        this.acks = acks;
    }

    /** What has become of the records for one partition. */
    public static final class Part extends PendingParts.Part {
        private final AppendOutcome outcome;

        private Part(PartitionLeader leader, AppendOutcome outcome) {
            super(leader, outcome.error());
            this.outcome = outcome;
        }

        /** What the append came to. */
        public AppendOutcome outcome() {
            return outcome;
        }
    }

    /** Adds a part that was appended, or refused by the partition. */
    public Part add(PartitionLeader leader, AppendOutcome outcome) {
        return add(new Part(leader, outcome));
    }

    /** Adds a part for which there is no partition to append to. */
    public Part addRefused(ErrorCode error, String message) {
        return add(null, AppendOutcome.refused(error, message));
    }

    @Override
    boolean isThere(Part part) {
        return part.leader().acknowledges(part.outcome.endOffset(), acks);
    }

    @Override
    ErrorCode verdict(Part part) {
        return part.leader().verdict(acks);
    }

    @Override
    String name() {
        return "produce";
    }
}
