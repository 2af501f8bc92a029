package dev.seedlog.histories.partitionlog;

/**
 * Which part of a log was read when everything was over. While it is read its oldest records may still go, and then who
 * reads it begins anew behind them.
 */
final class FinalReads {

    private int life = -1;
    private long from = Long.MAX_VALUE;
    private long to = -1;
    private long begunAnewAt = -1;
    private long firstInvokedAt = Long.MAX_VALUE;
    private long lastIndex = -1;

    /** A final poll read a part of a life; one of a later life counts more. */
    void read(int ofLife, long position, long nextPosition, long invokedAt, long index) {
        if (ofLife > life) {
            life = ofLife;
            from = Long.MAX_VALUE;
            to = -1;
            begunAnewAt = -1;
            firstInvokedAt = Long.MAX_VALUE;
        }
        if (ofLife == life) {
            if (to >= 0 && position > to) {
                begunAnewAt = position;
            }
            from = Math.min(from, position);
            to = Math.max(to, nextPosition);
            firstInvokedAt = Math.min(firstInvokedAt, invokedAt);
            lastIndex = index;
        }
    }

    /** Whether there are any of the log's last life. */
    boolean complete(int lastLife) {
        return life == lastLife && to >= 0;
    }

    /** Where the log is known to have begun by their end: where they began, or began anew. */
    long logStart() {
        return Math.max(from, begunAnewAt);
    }

    /** Why an offset was not found. */
    String describe(long offset) {
        return offset < from ? "the log begins at " + from : offset >= to ? "the log ends at " + to
                : "it was not read at last";
    }

    /** What was known before must be found. */
    long firstInvokedAt() {
        return firstInvokedAt;
    }

    /** The last of them. */
    long lastIndex() {
        return lastIndex;
    }
}
