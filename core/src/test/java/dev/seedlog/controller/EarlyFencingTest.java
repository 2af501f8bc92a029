package dev.seedlog.controller;

import static dev.seedlog.controller.ControllerFixture.assigned;
import static dev.seedlog.controller.ControllerFixture.on;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.wire.IntList;
import dev.seedlog.wire.message.CreateTopicsRequest.CreatableTopicConfig;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When a controller fences a broker whose process seems to be gone, and when it leaves that to the session timeout. */
class EarlyFencingTest {

    private final ControllerFixture cluster = new ControllerFixture().brokers(4);

    private boolean fence(int broker) {
        return fence(broker, cluster.clock.nanoTime());
    }

    private boolean fence(int broker, long goneSinceNanos) {
        return cluster.answer(cluster.controller.fenceEarly(broker,
                cluster.image().cluster().broker(broker).epoch(), goneSinceNanos));
    }

    @Test
    void othersLeadWhatItLed() {
        cluster.createOne(assigned("orders", on(0, 1, 2)));

        assertTrue(fence(0));
        assertTrue(cluster.image().cluster().broker(0).fenced());
        assertEquals(1, cluster.partition("orders", 0).leader());
        assertEquals(IntList.of(1, 2), cluster.partition("orders", 0).isr());
        assertFalse(fence(0), "it is fenced already");
    }

    @Test
    void theNextHeartbeatUnfencesIt() {
        fence(0);
        cluster.pass(1_000);

        assertFalse(cluster.heartbeat(0).isFenced());
        assertTrue(cluster.image().cluster().isActive(0));
    }

    @Test
    void aHeartbeatSinceThenDisprovesIt() {
        long gone = cluster.clock.nanoTime();
        cluster.pass(1);
        cluster.heartbeat(0);

        assertFalse(fence(0, gone));
        assertTrue(fence(0, gone + 1_000_000), "that came before");
    }

    @Test
    void anotherProcessOrNoneIsLeftAlone() {
        long before = cluster.image().cluster().broker(0).epoch();
        cluster.pass(1);
        cluster.start(0);

        assertFalse(cluster.answer(cluster.controller.fenceEarly(0, before, cluster.clock.nanoTime())));
        assertFalse(cluster.answer(cluster.controller.fenceEarly(9, before, cluster.clock.nanoTime())));
    }

    @Test
    void onlyOneIsFencedInASessionTimeout() {
        assertTrue(fence(0));
        assertFalse(fence(1));
        cluster.passWhileAlive(ControllerFixture.SESSION_MS - 1_000, 1, 2);
        assertFalse(fence(1));
        cluster.pass(1_000);

        assertTrue(fence(1));
    }

    @Test
    void aPartitionIsNotLeftWithoutALeader() {
        cluster.createOne(assigned("alone", on(0)));

        assertFalse(fence(0));
        assertFalse(cluster.image().cluster().broker(0).fenced());
        assertTrue(fence(1), "what others lead is no matter");
    }

    @Test
    void noLeaderIsElectedThatMayLackRecords() {
        cluster.createOne(assigned("orders", on(0, 1)).configs(List.of(CreatableTopicConfig.builder()
                .name("unclean.leader.election.enable").value("true").build())));
        cluster.passWhileAlive(ControllerFixture.SESSION_MS + 3_000, 0, 2, 3);
        cluster.heartbeat(1);
        assertEquals(IntList.of(0), cluster.partition("orders", 0).isr());

        assertFalse(fence(0));
        assertEquals(0, cluster.partition("orders", 0).leader());
    }
}
