package dev.seedlog.controller;

/** What the controller knows of a broker from its heartbeats; it is not in the log. */
final class BrokerSession {

    private static final long NONE = -1;

    private long lastContactNanos;
    private boolean heard;
    private long metadataOffset = NONE;
    private long shutdownOffset = NONE;
    private long changeEndOffset;
    private boolean givenUp;
    private long intactSince = NONE;

    /** A session that begins now; nothing was heard of the broker yet. */
    BrokerSession(long nowNanos) {
        lastContactNanos = nowNanos;
    }

    /** The broker is alive, and has read the metadata up to an offset. */
    void touch(long nowNanos, long readOffset) {
        lastContactNanos = nowNanos;
        heard = true;
        metadataOffset = readOffset;
    }

    /** Nothing was lost since this epoch of the broker, when it registered. */
    void intactSince(long epoch) {
        intactSince = epoch;
    }

    /** It is unfenced: it knows its epoch. */
    void serves() {
        intactSince = NONE;
    }

    long intactSince() {
        return intactSince;
    }

    /** It is in no ISR any more but as its last member: nobody waits for it. */
    void giveUp() {
        givenUp = true;
    }

    /** Whether nobody waits for it while it is fenced. */
    boolean isGivenUp() {
        return givenUp;
    }

    /** Its state was changed by records before this offset. */
    void changedBefore(long endOffset) {
        changeEndOffset = endOffset;
    }

    /** Whether the last change of its state is committed. */
    boolean isSettled(long highWatermark) {
        return changeEndOffset <= highWatermark;
    }

    /** The broker hands over its leaderships; that is done when all others have read this offset. */
    void beginShutdown(long offset) {
        if (shutdownOffset == NONE) {
            shutdownOffset = offset;
        }
    }

    /** A fenced broker is not shutting down: it may stop at once. */
    void endShutdown() {
        shutdownOffset = NONE;
    }

    boolean isShuttingDown() {
        return shutdownOffset != NONE;
    }

    long shutdownOffset() {
        return shutdownOffset;
    }

    long metadataOffset() {
        return metadataOffset;
    }

    /** Whether this controller has heard of the broker itself, not only read of it in the log. */
    boolean isHeard() {
        return heard;
    }

    long lastContactNanos() {
        return lastContactNanos;
    }
}
