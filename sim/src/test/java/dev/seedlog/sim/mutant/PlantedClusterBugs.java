package dev.seedlog.sim.mutant;

import dev.seedlog.log.EpochEnd;
import dev.seedlog.log.PartitionLog;
import dev.seedlog.metadata.MetadataRecord;
import dev.seedlog.wire.ErrorCode;
import java.util.List;
import java.util.function.IntPredicate;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/** What mutants do that need several nodes to show; see {@link PlantedBugs}. */
final class PlantedClusterBugs {

    private PlantedClusterBugs() {
    }

    static final class CutToHighWatermark {
        private CutToHighWatermark() {
        }

        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(2) PartitionLog log) {
            if (log.isAppendable()) {
                log.truncateTo(log.highWatermark());
            }
        }
    }

    static final class UnknownEpochShared {
        private UnknownEpochShared() {
        }

        @Advice.OnMethodExit
        static void exit(@Advice.This PartitionLog log, @Advice.Argument(0) int asked,
                         @Advice.Return(readOnly = false) EpochEnd end) {
            if (end.epoch() < asked) {
                end = new EpochEnd(asked, log.logEndOffset());
            }
        }
    }

    static final class NoRecords {
        private NoRecords() {
        }

        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) List<MetadataRecord> records) {
            records = List.of();
        }
    }

    static final class AnybodyEligible {
        private AnybodyEligible() {
        }

        @Advice.OnMethodExit
        static void exit(@Advice.FieldValue("isr") List<Integer> isr,
                         @Advice.FieldValue("mayLead") IntPredicate mayLead, @Advice.Argument(0) int replica,
                         @Advice.Return(readOnly = false) boolean answer) {
            if (isr.isEmpty()) {
                answer = mayLead.test(replica);
            }
        }
    }

    static final class DivergingCounted {
        private DivergingCounted() {
        }

        @Advice.OnMethodExit
        static void exit(@Advice.FieldValue("reader") Object reader,
                         @Advice.Argument(value = 0, typing = Assigner.Typing.DYNAMIC) Object part,
                         @Advice.Argument(value = 1, typing = Assigner.Typing.DYNAMIC) Object leader,
                         @Advice.Argument(value = 2, typing = Assigner.Typing.DYNAMIC) Object position) {
            DivergingFetch.count(reader, part, leader, position);
        }
    }

    /** One is enough. */
    static final class One {
        private One() {
        }

        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) int answer) {
            answer = 1;
        }
    }

    static final class StaleObeyed {
        private StaleObeyed() {
        }

        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) ErrorCode problem) {
            if (problem == ErrorCode.INVALID_UPDATE_VERSION || problem == ErrorCode.FENCED_LEADER_EPOCH) {
                problem = ErrorCode.NONE;
            }
        }
    }
}
