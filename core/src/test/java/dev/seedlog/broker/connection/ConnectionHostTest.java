package dev.seedlog.broker.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.env.CloseReason;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectionHostTest {

    /** An idle timeout and the interval in which it is looked at. */
    private static final long SURELY_IDLE_MS = HostFixture.IDLE_MS + HostFixture.IDLE_MS / 4 + 1;

    private final HostFixture fixture = new HostFixture();

    @Test
    void clientsThatComeTooEarlyAreHeardOnceTheNodeServes() {
        fixture.host.hold();
        HostFixture.Client early = fixture.connect("10.0.0.1");
        assertTrue(early.connection.readsPaused, "it is not heard yet");
        fixture.host.serve();
        assertFalse(early.connection.readsPaused);
        assertFalse(fixture.connect("10.0.0.2").connection.readsPaused);
    }

    @Test
    void anAddressHasSoManyConnectionsAndNoMore() {
        HostFixture.Client first = fixture.connect("10.0.0.1");
        fixture.connect("10.0.0.1");
        assertNull(fixture.tryConnect("10.0.0.1").handler);
        first.handler.onClosed(CloseReason.PEER_CLOSED);
        assertNotNull(fixture.tryConnect("10.0.0.1").handler);
    }

    @Test
    void allAddressesTogetherHaveSoManyConnectionsAndNoMore() {
        fixture.connect("10.0.0.1");
        fixture.connect("10.0.0.2");
        HostFixture.Client third = fixture.connect("10.0.0.3");
        assertNull(fixture.tryConnect("10.0.0.4").handler);
        third.send(ByteBuffer.allocate(4).putInt(-1).array());
        assertNotNull(fixture.tryConnect("10.0.0.4").handler, "what ends by a fault makes room too");
        assertEquals(3, fixture.host.connectionCount());
    }

    @Test
    void aClientThatAsksNothingIsClosedAndOneThatAsksIsNot() {
        HostFixture.Client silent = fixture.connect("10.0.0.1");
        HostFixture.Client busy = fixture.connect("10.0.0.2");
        for (int i = 0; i < 10; i++) {
            fixture.passMillis(HostFixture.IDLE_MS / 5);
            busy.send(HostFixture.ask(i));
            fixture.asked.get(i).respond(HostFixture.answer());
        }
        assertEquals(CloseReason.IDLE, silent.connection.closedWhy);
        assertNull(busy.connection.closedWhy);
        assertEquals(1, fixture.host.connectionCount());
    }

    @Test
    void aClientThatWaitsForItsAnswerIsNotIdle() {
        HostFixture.Client client = fixture.connect("10.0.0.1");
        client.send(HostFixture.ask(1));
        passIdleTime();
        assertNull(client.connection.closedWhy);
        fixture.asked.get(0).respond(HostFixture.answer());
        passIdleTime();
        assertEquals(CloseReason.IDLE, client.connection.closedWhy);
    }

    @Test
    void aClientThatDoesNotReadItsAnswersIsClosed() {
        HostFixture.Client client = fixture.connect("10.0.0.1");
        client.connection.refusing = true;
        CountedRegion region = new CountedRegion((byte) 1);
        client.send(HostFixture.askFetch(4, 1));
        fixture.asked.get(0).respond(HostFixture.answerWith(region));
        for (int left = 9; left > 0; left--) {
            client.connection.queuedBytes = left;
            fixture.passMillis(HostFixture.IDLE_MS / 2);
        }
        assertNull(client.connection.closedWhy, "it reads slowly");
        passIdleTime();
        assertEquals(CloseReason.IDLE, client.connection.closedWhy);
        assertEquals(0, region.references);
    }

    @Test
    void halfARequestDoesNotKeepAConnectionOpen() {
        HostFixture.Client client = fixture.connect("10.0.0.1");
        client.send(new byte[] {0, 0});
        passIdleTime();
        assertEquals(CloseReason.IDLE, client.connection.closedWhy);
    }

    @Test
    void idleConnectionsLiveForEverIfConfiguredSo() {
        HostFixture patient = new HostFixture(new ConnectionLimits(1_000, 3, 3, -1));
        HostFixture.Client client = patient.connect("10.0.0.1");
        patient.passMillis(1_000_000_000);
        assertNull(client.connection.closedWhy);
    }

    @Test
    void closingSendsTheAnswersThatAreKnownAndAcceptsNobody() {
        HostFixture.Client client = fixture.connect("10.0.0.1");
        client.send(HostFixture.ask(1), HostFixture.ask(2));
        fixture.asked.get(0).respond(HostFixture.answer());
        fixture.host.close();
        assertEquals(List.of(1), client.answered());
        assertTrue(client.connection.closedAfterSends);
        assertTrue(fixture.asked.get(1).abandoned());
        assertFalse(fixture.listening());
        assertEquals(0, fixture.host.connectionCount());
        fixture.asked.get(1).respond(HostFixture.answer());
        assertEquals(List.of(1), client.answered());
    }

    private void passIdleTime() {
        for (int i = 0; i < 5; i++) {
            fixture.passMillis(SURELY_IDLE_MS / 5 + 1);
        }
    }
}
