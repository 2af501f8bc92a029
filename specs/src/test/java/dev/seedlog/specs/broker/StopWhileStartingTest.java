package dev.seedlog.specs.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A node may be asked to stop before it serves. */
class StopWhileStartingTest extends BrokerTest {

    private static final long STEP_NANOS = 100_000;
    private static final int STEPS = 150;

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aNodeStopsCleanlyAtAnyMomentOfItsStart(int shards) {
        createTopic("t", 3);
        stop();
        for (int step = 0; step < STEPS; step++) {
            node().start(shards, program());
            world().runFor(step * STEP_NANOS);
            stop();
            assertEquals(null, node().fatalReason(), "stopped after " + step * STEP_NANOS + " ns");
            assertEquals(0, node().exitStatus());
        }
        startAgain();
        assertEquals(0, DataPath.produce(client(), "t", 0, DataPath.batch(1)).errorCode());
    }

    private void stop() {
        node().stop();
        world().runUntil("the node ends", () -> !node().running());
    }
}
