package dev.seedlog.sim.workload;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class StrayRequestsTest {

    /** The clock need not begin at 0. */
    private static final long LAST_ANSWER_NANOS = -50;

    private final StrayRequests strays = new StrayRequests(10);

    @Test
    void whatWasAnsweredMayBeDoneOnceMoreForAWhile() {
        assertFalse(strays.over(1, LAST_ANSWER_NANOS - 100), "it is under way");
        assertFalse(strays.over(0, LAST_ANSWER_NANOS), "another broker may still have it");
        assertFalse(strays.over(0, LAST_ANSWER_NANOS + 9));
        assertTrue(strays.over(0, LAST_ANSWER_NANOS + 10));
    }

    @Test
    void theWhileBeginsWithTheLastAnswer() {
        assertFalse(strays.over(0, LAST_ANSWER_NANOS - 20));
        assertFalse(strays.over(1, LAST_ANSWER_NANOS - 1));
        assertFalse(strays.over(0, LAST_ANSWER_NANOS));
        assertFalse(strays.over(0, LAST_ANSWER_NANOS + 9));
        assertTrue(strays.over(0, LAST_ANSWER_NANOS + 10));
    }
}
