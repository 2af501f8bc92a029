package dev.seedlog.histories.partitionlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.histories.Breach;
import dev.seedlog.histories.Extras;
import dev.seedlog.histories.F;
import dev.seedlog.histories.Mop;
import dev.seedlog.histories.Op;
import dev.seedlog.histories.OpType;
import dev.seedlog.histories.OpValue;
import dev.seedlog.histories.Violation;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a log that keeps its promises shows is valid, and anything that is changed in it is found. */
class PartitionLogPropertiesTest {

    private static List<Violation> judge(List<Op> ops) {
        PartitionLogChecker checker = new PartitionLogChecker();
        ops.forEach(checker::accept);
        return checker.finish();
    }

    @Property(tries = 500)
    void aLogThatKeepsItsPromisesIsValid(@ForAll long seed) {
        assertEquals(List.of(), judge(new ModelCluster(seed, false).run(150)));
    }

    @Property(tries = 1000)
    void aLogThatLosesOnlyWhatBreachesAllowIsValid(@ForAll long seed) {
        assertEquals(List.of(), judge(new ModelCluster(seed, true).run(150)));
    }

    @ParameterizedTest
    @EnumSource
    void whatIsChangedIsFound(Mutation mutation) {
        int applied = 0;
        for (long seed = 0; seed < 300; seed++) {
            List<Op> changed = mutation.apply(new ModelCluster(seed, false).run(150), new Random(seed));
            if (changed != null) {
                assertFalse(judge(changed).isEmpty(), mutation + " of seed " + seed);
                applied++;
            }
        }
        assertTrue(applied > 100, "only " + applied);
    }

    @Test
    void whatABreachTookIsLostIfItWasDurable() {
        int lossy = 0;
        for (long seed = 0; seed < 300; seed++) {
            List<Op> ops = new ModelCluster(seed, true).run(150);
            List<Op> promised = ops.stream().map(PartitionLogPropertiesTest::allDurable).toList();
            if (lostSomething(ops)) {
                assertFalse(judge(promised).isEmpty(), "seed " + seed);
                lossy++;
            }
        }
        assertTrue(lossy > 100, "only " + lossy);
    }

    private static Op allDurable(Op op) {
        return op.value() instanceof Breach breach ? new Op(op.index(), op.timeNanos(), op.process(), op.type(), op.f(),
                new Breach(breach.key(), breach.generation(), breach.reason(), Long.MAX_VALUE), op.extras()) : op;
    }

    /** Whether an acknowledged record was not deleted, and is not there at last. */
    private static boolean lostSomething(List<Op> ops) {
        Map<Integer, Long> starts = new TreeMap<>();
        Set<Long> there = new TreeSet<>();
        for (Op op : ops) {
            if (op.extras().flag(Extras.FINAL)) {
                ((Map<?, ?>) op.extras().get(Extras.POSITIONS)).forEach((key, place) -> starts.merge(
                        ((Long) key).intValue(), (Long) ((List<?>) place).get(0), Math::min));
                ((Mop.Poll) ((OpValue.Mops) op.value()).steps().get(0)).answer()
                        .forEach(polled -> Arrays.stream(polled.values()).forEach(there::add));
            }
        }
        return ops.stream().filter(op -> op.type() == OpType.OK && op.f().equals(F.SEND))
                .flatMap(op -> ((OpValue.Mops) op.value()).steps().stream()).map(step -> (Mop.Send) step)
                .anyMatch(send -> send.offset() >= starts.get(send.key()) && !there.contains(send.value()));
    }
}
