package dev.seedlog.specs.record;

import dev.seedlog.record.CompressionPolicy;
import dev.seedlog.record.ValidationRules;
import java.nio.ByteBuffer;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.utils.BufferSupplier;
import org.apache.kafka.common.utils.PrimitiveRef;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.storage.internals.log.AppendOrigin;
import org.apache.kafka.storage.internals.log.LogValidator;
import org.apache.kafka.storage.internals.log.RecordValidationException;

/** Kafka's own validator of produced batches. */
final class KafkaValidator {

    private KafkaValidator() {
    }

    /** What Kafka found, and the bytes that it would store. */
    record Verdict(boolean accepted, Errors error, long maxTimestamp, byte[] stored, String message) {

        @Override
        public String toString() {
            return (accepted ? "accepted" : error.name()) + " " + message;
        }
    }

    static Verdict validate(byte[] bytes, ValidationRules rules, long baseOffset, int leaderEpoch) {
        try {
            MemoryRecords records = MemoryRecords.readableRecords(ByteBuffer.wrap(bytes));
            CompressionType source = records.batches().iterator().next().compressionType();
            CompressionPolicy policy = rules.compression();
            Compression target = Compression.of(policy.keepsProducers() ? source
                    : CompressionType.forId(policy.target().id())).build();
            TimestampType type = TimestampType.forName(rules.timestampType().configName());
            LogValidator validator = new LogValidator(records, new TopicPartition("t", 0), new Frozen(), source, target,
                    rules.keysRequired(), (byte) 2, type, rules.timestampBeforeMaxMs(), rules.timestampAfterMaxMs(),
                    leaderEpoch, AppendOrigin.CLIENT);
            LogValidator.ValidationResult result = validator.validateMessagesAndAssignOffsets(
                    PrimitiveRef.ofLong(baseOffset), new NoMetrics(), BufferSupplier.NO_CACHING);
            byte[] stored = Samples.bytes(result.validatedRecords());
            // Of compressed records Kafka looks at some fields only; a batch that no consumer could read is bad too.
            Samples.readByKafka(bytes);
            return new Verdict(true, Errors.NONE, result.maxTimestampMs(), stored, "");
        } catch (RecordValidationException e) {
            return refused(Errors.forException(e.invalidException()), e);
        } catch (RuntimeException | OutOfMemoryError e) {
            return refused(Errors.forException(e), e);
        }
    }

    private static Verdict refused(Errors error, Throwable why) {
        return new Verdict(false, error, -1, null, String.valueOf(why.getMessage()));
    }

    private static final class Frozen implements Time {

        @Override
        public long milliseconds() {
            return Samples.NOW;
        }

        @Override
        public long nanoseconds() {
            return 0;
        }

        @Override
        public void sleep(long ms) {
        }

        @Override
        public void waitObject(Object object, Supplier<Boolean> condition, long deadlineMs) {
        }
    }

    private static final class NoMetrics implements LogValidator.MetricsRecorder {

        @Override
        public void recordInvalidMagic() {
        }

        @Override
        public void recordInvalidOffset() {
        }

        @Override
        public void recordInvalidSequence() {
        }

        @Override
        public void recordInvalidChecksums() {
        }

        @Override
        public void recordNoKeyCompactedTopic() {
        }
    }
}
