package dev.seedlog.histories.partitionlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.histories.Op;
import dev.seedlog.histories.Violation;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
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
}
