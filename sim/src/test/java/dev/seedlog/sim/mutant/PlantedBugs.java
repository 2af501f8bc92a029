package dev.seedlog.sim.mutant;

import dev.seedlog.base.Uuid;
import dev.seedlog.env.DiskException;
import dev.seedlog.env.RandomSource;
import dev.seedlog.log.AppendStatus;
import dev.seedlog.log.PartitionLog;
import dev.seedlog.log.TopicPartition;
import dev.seedlog.machine.Refusal;
import dev.seedlog.machine.RefusedException;
import dev.seedlog.replica.AppendOutcome;
import dev.seedlog.replica.ServedPartition;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.coordinator.OffsetCommitValue;
import dev.seedlog.wire.message.CreateTopicsResponse.CreatableTopicResult;
import dev.seedlog.wire.message.ProduceRequest;
import dev.seedlog.wire.message.ProduceRequest.PartitionProduceData;
import dev.seedlog.wire.message.ProduceRequest.TopicProduceData;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import net.bytebuddy.asm.Advice;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** What mutants do. The bodies are copied into the methods of the product, so they may use what is private there. */
final class PlantedBugs {

    private PlantedBugs() {
    }

    /** The answer is yes, whatever the question. */
    static final class Always {
        private Always() {
        }

        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) boolean answer) {
            answer = true;
        }
    }

    static final class DuplicateRefused {
        private DuplicateRefused() {
        }

        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) AppendStatus status) {
            if (status == AppendStatus.DUPLICATE) {
                status = AppendStatus.OUT_OF_ORDER_SEQUENCE_NUMBER;
            }
        }
    }

    static final class WindowOfOne {
        private WindowOfOne() {
        }

        @Advice.OnMethodExit
        static void exit(@Advice.FieldValue("batches") int batches, @Advice.Return(readOnly = false) int found) {
            if (found < batches - 1) {
                found = -1;
            }
        }
    }

    static final class OneTooFar {
        private OneTooFar() {
        }

        @Advice.OnMethodEnter
        static void enter(@Advice.This PartitionLog log, @Advice.Argument(value = 0, readOnly = false) long offset) {
            offset = Math.min(offset + 1, log.logEndOffset());
        }
    }

    static final class OneShort {
        private OneShort() {
        }

        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(value = 0, readOnly = false) long offset) {
            offset = offset - 1;
        }
    }

    static final class WithoutLast {
        private WithoutLast() {
        }

        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(value = 0, readOnly = false) SortedMap<TopicPartition, Long> offsets) {
            if (!offsets.isEmpty()) {
                offsets = offsets.headMap(offsets.lastKey());
            }
        }
    }

    static final class NoFailure {
        private NoFailure() {
        }

        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(value = 0, readOnly = false) DiskException failure) {
            failure = null;
        }
    }

    /** The method does nothing. */
    static final class Nothing {
        private Nothing() {
        }

        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static boolean enter() {
            return true;
        }
    }

    static final class LastForgotten {
        private LastForgotten() {
        }

        @Advice.OnMethodExit
        static void exit(@Advice.FieldValue("baseOffset") long first, @Advice.Return(readOnly = false) long next) {
            if (next > first) {
                next = next - 1;
            }
        }
    }

    static final class AnHourAtMost {
        private AnHourAtMost() {
        }

        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) long limitMs) {
            limitMs = Math.min(limitMs, 3_600_000);
        }
    }

    static final class MomentAtMost {
        private MomentAtMost() {
        }

        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) long limitMs) {
            limitMs = Math.min(limitMs, 100);
        }
    }

    static final class NotThereAtError {
        private NotThereAtError() {
        }

        @Advice.OnMethodExit(onThrowable = DiskException.class)
        static void exit(@Advice.Thrown(readOnly = false) Throwable failure,
                         @Advice.Return(readOnly = false) boolean found) {
            if (failure != null) {
                failure = null;
                found = false;
            }
        }
    }

    static final class InstantAtMost {
        private InstantAtMost() {
        }

        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) long limitMs) {
            limitMs = Math.min(limitMs, 500);
        }
    }

    static final class WrittenAllTheSame {
        private WrittenAllTheSame() {
        }

        @Advice.OnMethodExit(onThrowable = DiskException.class)
        static void exit(@Advice.Thrown(readOnly = false) Throwable failure) {
            if (failure instanceof DiskException disk && disk.kind() == DiskException.Kind.IO_ERROR) {
                failure = null;
            }
        }
    }

    static final class RoomForAll {
        private RoomForAll() {
        }

        @Advice.OnMethodExit(onThrowable = DiskException.class)
        static void exit(@Advice.Thrown(readOnly = false) Throwable failure) {
            if (failure instanceof DiskException disk && disk.kind() == DiskException.Kind.NO_SPACE) {
                failure = null;
            }
        }
    }

    static final class TinyPieceEndsFrame {
        private TinyPieceEndsFrame() {
        }

        @Advice.OnMethodEnter
        static void enter(@Advice.FieldValue("partial") MutableDirectBuffer partial,
                          @Advice.FieldValue(value = "partialFilled", readOnly = false) int filled,
                          @Advice.FieldValue("size") int size, @Advice.Argument(0) DirectBuffer piece,
                          @Advice.Argument(2) int length) {
            if (piece == partial && length <= 2) {
                filled = size - length;
            }
        }
    }

    static final class IdsComeRound {
        private IdsComeRound() {
        }

        @Advice.OnMethodEnter
        static void enter(@Advice.FieldValue(value = "nextId", readOnly = false) long next,
                          @Advice.FieldValue("blockEnd") long end) {
            if (end - next == 996) {
                next -= 4;
            }
        }
    }

    static final class TiredOfConnecting {
        private TiredOfConnecting() {
        }

        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static boolean enter(@Advice.FieldValue("connections") long connections) {
            return connections > 16;
        }
    }

    static final class UnknownError {
        private UnknownError() {
        }

        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) Refusal refusal) {
            refusal = Refusal.of(ErrorCode.UNKNOWN_SERVER_ERROR);
        }
    }

    /** The fourth argument is a bound, which is forgotten. */
    static final class NoBound {
        private NoBound() {
        }

        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(value = 3, readOnly = false) long bound) {
            bound = Long.MAX_VALUE;
        }
    }

    static final class RefusedAfterAll {
        private RefusedAfterAll() {
        }

        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) AppendOutcome outcome) {
            if (outcome.baseOffset() % 20 == 7) {
                outcome = new AppendOutcome(ErrorCode.MESSAGE_TOO_LARGE, null, List.of(), -1, -1, -1);
            }
        }
    }

    static final class OneBack {
        private OneBack() {
        }

        @Advice.OnMethodExit
        static void exit(@Advice.Argument(1) long asked, @Advice.Return(readOnly = false) long next) {
            if (next > asked + 1 && next % 10 == 0) {
                next = next - 1;
            }
        }
    }

    static final class OneMore {
        private OneMore() {
        }

        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) long answer) {
            answer = answer + 1;
        }
    }

    static final class NoneOfThem {
        private NoneOfThem() {
        }

        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) List<?> answer) {
            answer = List.of();
        }
    }

    static final class TailUnknown {
        private TailUnknown() {
        }

        @Advice.OnMethodEnter
        static void enter(@Advice.This ServedPartition leader,
                          @Advice.Argument(value = 0, readOnly = false) long offset) {
            if (offset == leader.highWatermark() && offset % 10 == 0) {
                offset = -1;
            }
        }
    }

    static final class KeptForSeconds {
        private KeptForSeconds() {
        }

        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) long retentionMs) {
            if (retentionMs < 0) {
                retentionMs = 20_000;
            }
        }
    }

    static final class SomeCommitsForgotten {
        private SomeCommitsForgotten() {
        }

        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static boolean enter(@Advice.Argument(1) OffsetCommitValue value) {
            return value != null && value.offset() % 7 == 3;
        }
    }

    static final class GenerationsComeRound {
        private GenerationsComeRound() {
        }

        @Advice.OnMethodExit
        static void exit(@Advice.FieldValue(value = "generation", readOnly = false) int generation) {
            if (generation > 3) {
                generation = 1;
            }
        }
    }

    static final class NotInTheSecond {
        private NotInTheSecond() {
        }

        @Advice.OnMethodExit
        static void exit(@Advice.FieldValue("generation") int generation,
                         @Advice.Return(readOnly = false) boolean answer) {
            answer &= generation != 2;
        }
    }

    static final class CreatedAfterAll {
        private CreatedAfterAll() {
        }

        @Advice.OnMethodExit
        static void exit(@Advice.FieldValue("random") RandomSource random,
                         @Advice.Return(readOnly = false) CreatableTopicResult answer) {
            if (random.nextInt(3) == 0) {
                answer = CreatableTopicResult.builder().name(answer.name())
                        .errorCode(ErrorCode.UNKNOWN_SERVER_ERROR.code()).build();
            }
        }
    }

    static final class AllToTheFirst {
        private AllToTheFirst() {
        }

        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(value = 1, readOnly = false) ProduceRequest request) {
            if (request.acks() == 0) {
                List<TopicProduceData> topics = new ArrayList<>();
                for (TopicProduceData topic : request.topicData()) {
                    List<PartitionProduceData> partitions = new ArrayList<>();
                    for (PartitionProduceData partition : topic.partitionData()) {
                        partitions.add(PartitionProduceData.builder().index(0).records(partition.records()).build());
                    }
                    topics.add(TopicProduceData.builder().name(topic.name()).topicId(topic.topicId())
                            .partitionData(partitions).build());
                }
                request = ProduceRequest.builder().transactionalId(null).acks((short) 0)
                        .timeoutMs(request.timeoutMs()).topicData(topics).build();
            }
        }
    }

    static final class MomentOfTheMachine {
        private MomentOfTheMachine() {
        }

        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) Uuid id) {
            id = new Uuid(id.mostSignificantBits(), id.leastSignificantBits() ^ System.nanoTime() & 0xffff);
        }
    }

    static final class LateAssignmentRefused {
        private LateAssignmentRefused() {
        }

        @Advice.OnMethodEnter
        static void enter(@Advice.FieldValue("stateSinceMs") long sinceMs,
                          @Advice.Argument(0) Map<String, ?> assignments, @Advice.Argument(1) long nowMs) {
            if (nowMs - sinceMs > 15 && !assignments.isEmpty()) {
                throw new RefusedException(ErrorCode.INVALID_REQUEST, null);
            }
        }
    }

    static final class FiveInFront {
        private FiveInFront() {
        }

        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) AppendOutcome outcome) {
            if (outcome.baseOffset() % 20 == 7) {
                outcome = new AppendOutcome(outcome.error(), outcome.message(), List.of(), outcome.baseOffset() - 5,
                        outcome.endOffset(), outcome.appendTimeMs());
            }
        }
    }

    static final class FortyMillis {
        private FortyMillis() {
        }

        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) long timeoutMs) {
            timeoutMs = Math.min(timeoutMs, 40);
        }
    }
}
