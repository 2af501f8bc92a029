package dev.seedlog.sim.mutant;

import dev.seedlog.env.DiskException;
import dev.seedlog.log.PartitionLog;
import dev.seedlog.log.TopicPartition;
import java.util.SortedMap;
import net.bytebuddy.asm.Advice;

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
}
