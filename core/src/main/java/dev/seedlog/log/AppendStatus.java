package dev.seedlog.log;

/** What became of an append; each says the protocol's error code. */
public enum AppendStatus {
    /** Queued: it is in the log once the turn's write has returned. */
    APPENDED(0),
    /** The log has the batch already; the answer is that of the first time, and no error. */
    DUPLICATE(0),
    /** A sequence is missing, or came twice and too long ago to be remembered. */
    OUT_OF_ORDER_SEQUENCE_NUMBER(45),
    /** A newer epoch of the producer is known. */
    INVALID_PRODUCER_EPOCH(47),
    /** Outside a transaction while one of the same producer is going on. */
    INVALID_TXN_STATE(48),
    /** A marker of a coordinator that has been replaced. */
    TRANSACTION_COORDINATOR_FENCED(52),
    /** The batches are larger than a segment. */
    RECORD_LIST_TOO_LARGE(18),
    /** A follower's batch begins before the log's end, or its offsets or epochs do not ascend. */
    UNEXPECTED_OFFSET(2);

    private final short errorCode;

    AppendStatus(int errorCode) {
        this.errorCode = (short) errorCode;
    }

    /** The protocol's error code; 0 if it is no error. */
    public short errorCode() {
        return errorCode;
    }
}
