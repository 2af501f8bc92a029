package dev.seedlog.specs.quorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.broker.quorum.SnapshotPolicy;
import dev.seedlog.metadata.BrokerImage;
import dev.seedlog.simworld.SimWorld;
import org.junit.jupiter.api.Test;

/** A broker beside its own controller. */
class BrokerLifecycleTest {

    private static final long SECOND = 1_000_000_000L;

    private final LoneController one = new LoneController(new SimWorld(1), SnapshotPolicy.DEFAULT);

    private BrokerImage broker() {
        return one.node.image.cluster().broker(1);
    }

    private void awaitServing() {
        assertTrue(one.world.runUntil(() -> one.node.serves(), SECOND / 2), "it is not unfenced");
    }

    @Test
    void registersAndServes() {
        one.start();
        awaitServing();
        assertFalse(broker().fenced());
        assertEquals("one", broker().endpoint("PLAINTEXT").host());
    }

    @Test
    void staysUnfencedByItsHeartbeats() {
        one.start();
        awaitServing();
        long epoch = broker().epoch();
        one.world.runFor(60 * SECOND);
        assertFalse(broker().fenced());
        assertEquals(epoch, broker().epoch());
    }

    @Test
    void servesAtOnceAfterAKillAlthoughItsOldSessionGoesOn() {
        one.start();
        awaitServing();
        long epoch = broker().epoch();
        one.machine.kill();
        one.start();
        awaitServing();
        assertTrue(broker().epoch() > epoch);
    }

    @Test
    void isFencedWhenItHasStopped() {
        one.start();
        awaitServing();
        one.machine.stop();
        assertTrue(one.world.runUntil(() -> !one.machine.running(), 5 * SECOND), "it does not stop");
        assertEquals(0, one.machine.exitStatus());
        assertTrue(broker().fenced() || broker().inControlledShutdown());
    }
}
