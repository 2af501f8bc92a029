package dev.seedlog.sim.mutant;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.client.FetchListener;
import dev.seedlog.client.ProducerBatch;
import dev.seedlog.log.TopicPartition;
import dev.seedlog.record.RecordReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import net.bytebuddy.asm.Advice;

/** As {@link PlantedBugs}, in the clients. */
final class PlantedClientBugs {

    private PlantedClientBugs() {
    }

    static final class LastOfTwoGetsAll {
        private LastOfTwoGetsAll() {
        }

        @Advice.OnMethodExit
        static void exit(@Advice.Return Map<String, List<TopicPartition>> assigned) {
            if (assigned.size() == 2) {
                List<TopicPartition> all = new ArrayList<>();
                String last = null;
                for (Map.Entry<String, List<TopicPartition>> member : assigned.entrySet()) {
                    all.addAll(member.getValue());
                    last = member.getKey();
                }
                assigned.put(last, all);
            }
        }
    }

    static final class NewBeforeRetried {
        private NewBeforeRetried() {
        }

        @Advice.OnMethodExit
        static void exit(@Advice.FieldValue("batches") List<ProducerBatch> batches,
                         @Advice.Return(readOnly = false) ProducerBatch chosen) {
            if (chosen != null && chosen.attempts() > 0 && batches.size() > 1 && batches.get(1).attempts() == 0) {
                chosen = batches.get(1);
            }
        }
    }

    static final class LastShownTwice {
        private LastShownTwice() {
        }

        @Advice.OnMethodExit
        static void exit(@Advice.Argument(0) TopicPartition partition,
                         @Advice.FieldValue("listener") FetchListener listener,
                         @Advice.FieldValue("reader") RecordReader reader, @Advice.Return long next) {
            if (next % 10 == 0) {
                listener.onRecord(partition, reader);
            }
        }
    }

    static final class DamageIsFatal {
        private DamageIsFatal() {
        }

        @Advice.OnMethodExit
        static void exit(@Advice.Return boolean damaged) {
            if (damaged) {
                throw new IllegalStateException("the answer is damaged");
            }
        }
    }

    static final class OneOnAfterPause {
        private OneOnAfterPause() {
        }

        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(0) boolean pause,
                          @Advice.FieldValue(value = "position", readOnly = false) long position) {
            if (pause && position > 0) {
                position = position + 1;
            }
        }
    }

    static final class BackToFront {
        private BackToFront() {
        }

        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) List<BufferSlice> values) {
            List<BufferSlice> turned = new ArrayList<>(values);
            Collections.reverse(turned);
            values = turned;
        }
    }
}
