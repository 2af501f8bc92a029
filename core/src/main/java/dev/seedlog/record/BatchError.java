package dev.seedlog.record;

import dev.seedlog.wire.ErrorCode;

/** What can be wrong with a batch, each with the protocol's error that tells the producer. */
public enum BatchError {

    /** Nothing. */
    NONE(ErrorCode.NONE),
    /** The bytes are not those that were sent: checksum, length. The producer may send them again. */
    CORRUPT(ErrorCode.CORRUPT_MESSAGE),
    /** More bytes than allowed, as they came or decompressed. */
    TOO_LARGE(ErrorCode.MESSAGE_TOO_LARGE),
    /** The bytes are those that were sent, but no proper batch; sending them again is of no use. */
    INVALID(ErrorCode.INVALID_RECORD),
    /** A record's timestamp is too far from the present, or its type is not the producer's to set. */
    BAD_TIMESTAMP(ErrorCode.INVALID_TIMESTAMP),
    /** No such compression, or not in this version of Produce. */
    BAD_COMPRESSION(ErrorCode.UNSUPPORTED_COMPRESSION_TYPE);

    private final ErrorCode errorCode;

    BatchError(ErrorCode errorCode) {
        this.errorCode = errorCode;
    }

    /** The error to answer with. */
    public ErrorCode errorCode() {
        return errorCode;
    }
}
