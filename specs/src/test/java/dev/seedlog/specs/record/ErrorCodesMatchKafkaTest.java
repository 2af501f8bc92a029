package dev.seedlog.specs.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.seedlog.wire.ErrorCode;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

class ErrorCodesMatchKafkaTest {

    @Test
    void everyErrorHasKafkasNumberNameAndRetriability() {
        assertEquals(Errors.values().length, ErrorCode.values().length);
        for (Errors kafka : Errors.values()) {
            ErrorCode ours = ErrorCode.forCode(kafka.code());
            assertEquals(kafka.name(), ours.name());
            assertEquals(kafka.code(), ours.code());
            assertEquals(kafka.exception() instanceof RetriableException, ours.isRetriable(), ours.name());
        }
    }

    @Test
    void theTextsAreOurOwn() {
        for (ErrorCode ours : ErrorCode.values()) {
            assertNotEquals(Errors.forCode(ours.code()).message(), ours.message(), ours.name());
        }
    }

    @Test
    void aNumberThatKafkaDoesNotKnowIsAnUnknownServerError() {
        assertEquals(ErrorCode.UNKNOWN_SERVER_ERROR, ErrorCode.forCode((short) 9_999));
        assertEquals(ErrorCode.UNKNOWN_SERVER_ERROR, ErrorCode.forCode(Short.MIN_VALUE));
    }
}
