package dev.seedlog.broker.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.base.InvariantViolation;
import dev.seedlog.env.CloseReason;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClientConnectionTest {

    private static final int MOST_IN_FLIGHT = 64;

    private final HostFixture fixture = new HostFixture();
    private final HostFixture.Client client = fixture.connect("10.0.0.1");

    @Test
    void answersLeaveInTheOrderOfTheRequests() {
        client.send(HostFixture.ask(1), HostFixture.ask(2), HostFixture.ask(3));
        fixture.asked.get(2).respond(HostFixture.answer());
        fixture.asked.get(1).respond(HostFixture.answer());
        assertEquals(List.of(), client.answered(), "the first request holds back those behind it");
        fixture.asked.get(0).respond(HostFixture.answer());
        assertEquals(List.of(1, 2, 3), client.answered());
    }

    @Test
    void aRequestWithoutAnAnswerLetsTheNextOnesPass() {
        client.send(HostFixture.ask(1), HostFixture.ask(2));
        fixture.asked.get(1).respond(HostFixture.answer());
        fixture.asked.get(0).respondNothing();
        assertEquals(List.of(2), client.answered());
    }

    @Test
    void aRequestIsAnsweredOnce() {
        client.send(HostFixture.ask(1));
        fixture.asked.get(0).respond(HostFixture.answer());
        assertThrows(InvariantViolation.class, () -> fixture.asked.get(0).respond(HostFixture.answer()));
        assertThrows(InvariantViolation.class, () -> fixture.asked.get(0).disconnect(CloseReason.DONE));
    }

    @Test
    void itReadsNoFurtherWhileTooManyRequestsWait() {
        for (int i = 0; i < MOST_IN_FLIGHT; i++) {
            assertFalse(client.connection.readsPaused, "after " + i + " requests");
            client.send(HostFixture.ask(i));
        }
        assertTrue(client.connection.readsPaused);
        fixture.asked.get(0).respond(HostFixture.answer());
        assertFalse(client.connection.readsPaused);
    }

    @Test
    void itReadsNoFurtherWhileTheClientDoesNotReadAndGoesOnWhereItStopped() {
        client.send(HostFixture.ask(1), HostFixture.ask(2), HostFixture.ask(3));
        client.connection.refusing = true;
        fixture.asked.forEach(exchange -> exchange.respond(HostFixture.answer()));
        assertTrue(client.connection.readsPaused);
        assertEquals(List.of(), client.answered());

        client.connection.refusing = false;
        client.handler.onWritable();
        assertEquals(List.of(1, 2, 3), client.answered());
        assertFalse(client.connection.readsPaused);
    }

    @Test
    void aRegionIsReadOnceThoughItsAnswerIsRefusedAtFirst() {
        CountedRegion region = new CountedRegion((byte) 42);
        client.send(HostFixture.askFetch(4, 1));
        client.connection.refusing = true;
        fixture.asked.get(0).respond(HostFixture.answerWith(region));
        assertEquals(1, region.references);

        client.connection.refusing = false;
        client.handler.onWritable();
        assertEquals(0, region.references);
        byte[] answer = client.connection.answer(0);
        assertEquals(42, answer[answer.length - 1]);
    }

    @Test
    void regionsAreReleasedWhenTheClientIsGone() {
        CountedRegion queued = new CountedRegion((byte) 1);
        CountedRegion late = new CountedRegion((byte) 2);
        client.send(HostFixture.askFetch(4, 1), HostFixture.askFetch(4, 2));
        fixture.asked.get(1).respond(HostFixture.answerWith(queued));
        client.handler.onClosed(CloseReason.RESET);
        assertEquals(0, queued.references, "what waited behind another answer");
        fixture.asked.get(0).respond(HostFixture.answerWith(late));
        assertEquals(0, late.references, "what came after the client had gone");
    }

    @Test
    void whoWaitsForTheClientsSakeHearsThatItIsGone() {
        int[] told = new int[1];
        client.send(HostFixture.ask(1), HostFixture.ask(2));
        fixture.asked.forEach(exchange -> exchange.whenAbandoned(() -> told[0]++));
        fixture.asked.get(1).respond(HostFixture.answer());
        client.handler.onClosed(CloseReason.PEER_CLOSED);
        assertEquals(1, told[0], "only the request that was not answered is abandoned");
        assertTrue(fixture.asked.get(0).abandoned());
    }

    @Test
    void anAnswerThatCannotBeEncodedEndsItsConnectionOnly() {
        CountedRegion region = new CountedRegion((byte) 1);
        client.send(HostFixture.askFetch(16, 1), HostFixture.askFetch(4, 2));
        HostFixture.Client other = fixture.connect("10.0.0.2");
        CountedRegion behind = new CountedRegion((byte) 2);
        fixture.asked.get(1).respond(HostFixture.answerWith(behind));
        fixture.asked.get(0).respond(HostFixture.answerWithoutEncoding(region));
        assertEquals(CloseReason.PROTOCOL_ERROR, client.connection.closedWhy);
        assertEquals(0, region.references);
        assertEquals(0, behind.references);

        other.send(HostFixture.ask(5));
        fixture.asked.get(2).respond(HostFixture.answer());
        assertEquals(List.of(5), other.answered());
    }

    @Test
    void memoryThatAFrameWaitsForAndAClientThatDoesNotReadHoldBackEachForItself() {
        byte[] half = java.util.Arrays.copyOf(HostFixture.askFetch(4, 9), 30);
        client.send(HostFixture.ask(1));
        client.connection.refusing = true;
        fixture.asked.get(0).respond(HostFixture.answer());
        assertTrue(client.connection.readsPaused, "it does not read");
        // All the memory for partial frames goes to another client, so this one's frame has to wait.
        fixture.host.frameBuffers().acquire(2 * HostFixture.LARGEST_REQUEST_BYTES, () -> { });
        client.send(half);

        client.connection.refusing = false;
        client.handler.onWritable();
        assertTrue(client.connection.readsPaused, "its frame still waits for memory");
        assertNull(client.connection.closedWhy);
    }
}
