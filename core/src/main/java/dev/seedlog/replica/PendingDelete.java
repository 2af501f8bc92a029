package dev.seedlog.replica;

import dev.seedlog.wire.ErrorCode;

/**
 * A deletion of records that waits until all replicas that live have done it too. It is complete when every part is:
 * <ul>
 * <li>refused at once;
 * <li>done: the low watermark has got there;
 * <li>aborted, because the partition's epoch ended;
 * <li>or the request's time is over.
 * </ul>
 */
public final class PendingDelete extends PendingParts<PendingDelete.Part> {

    private static final long NONE = -1;

    /**
     * A deletion without parts yet.
     *
     * @param onComplete called once, when there is an answer for every part
     */
    public PendingDelete(Runnable onComplete) {
        super(onComplete);
    }

    /** What has become of the records of one partition. */
    public static final class Part extends PendingParts.Part {
        private final long offset;

        private Part(PartitionLeader leader, long offset, ErrorCode error) {
            super(leader, error);
            this.offset = offset;
        }

        /** Up to where they are deleted everywhere; -1 with an error other than REQUEST_TIMED_OUT. */
        public long lowWatermark() {
            boolean told = error() == ErrorCode.NONE || error() == ErrorCode.REQUEST_TIMED_OUT;
            return told ? leader().lowWatermark() : NONE;
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

    @Override
    boolean isThere(Part part) {
        return part.leader().lowWatermark() >= part.offset;
    }

    @Override
    ErrorCode verdict(Part part) {
        return ErrorCode.NONE;
    }

    @Override
    String name() {
        return "delete records";
    }
}
