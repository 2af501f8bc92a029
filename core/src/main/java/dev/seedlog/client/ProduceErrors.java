package dev.seedlog.client;

import dev.seedlog.wire.ErrorCode;
import java.util.EnumSet;
import java.util.Set;

/** What errors of a produce say of the log. */
final class ProduceErrors {

    private ProduceErrors() {
    }

    /**
     * Whether an answer with this error means that nothing was appended. Errors that are not known to mean so may come
     * from a leader that had appended and then lost its leadership, its disk or its patience.
     */
    static boolean nothingWritten(ErrorCode error) {
        return certain().contains(error);
    }

    private static Set<ErrorCode> certain() {
        return EnumSet.of(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, ErrorCode.UNKNOWN_TOPIC_ID,
                ErrorCode.INVALID_TOPIC_EXCEPTION, ErrorCode.MESSAGE_TOO_LARGE, ErrorCode.RECORD_LIST_TOO_LARGE,
                ErrorCode.INVALID_REQUIRED_ACKS, ErrorCode.NOT_ENOUGH_REPLICAS, ErrorCode.CORRUPT_MESSAGE,
                ErrorCode.INVALID_RECORD, ErrorCode.INVALID_TIMESTAMP, ErrorCode.UNSUPPORTED_COMPRESSION_TYPE,
                ErrorCode.UNSUPPORTED_FOR_MESSAGE_FORMAT, ErrorCode.UNSUPPORTED_VERSION,
                ErrorCode.TOPIC_AUTHORIZATION_FAILED, ErrorCode.CLUSTER_AUTHORIZATION_FAILED,
                ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER, ErrorCode.INVALID_PRODUCER_EPOCH,
                ErrorCode.UNKNOWN_PRODUCER_ID);
    }
}
