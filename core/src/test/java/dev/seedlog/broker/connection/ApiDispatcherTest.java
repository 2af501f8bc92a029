package dev.seedlog.broker.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.base.InvariantViolation;
import dev.seedlog.env.CloseReason;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.message.ApiVersionsRequest;
import dev.seedlog.wire.message.ListGroupsRequest;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiDispatcherTest {

    private final HostFixture fixture = new HostFixture();
    private final HostFixture.Client client = fixture.connect("10.0.0.1");

    @Test
    void theHeaderIsReadInTheFormOfEachVersion() {
        client.send(HostFixture.frame(Api.API_VERSIONS, 0, 1, ApiVersionsRequest.builder().build()),
                HostFixture.frame(Api.API_VERSIONS, 4, 2, ApiVersionsRequest.builder().clientSoftwareName("x")
                        .clientSoftwareVersion("1").build()));
        assertEquals(List.of(1, 2), fixture.asked.stream().map(Exchange::correlationId).toList());
        assertEquals(List.of("test", "test"), fixture.asked.stream().map(Exchange::clientId).toList());
        assertNull(client.connection.closedWhy);
    }

    @Test
    void apiVersionsInAnUnknownVersionIsAnsweredInVersionZero() {
        client.send(headerOnly(Api.API_VERSIONS.id(), 99, 7));
        assertEquals(List.of(7), client.answered());
        assertEquals(35, ByteBuffer.wrap(client.connection.answer(0)).getShort(8));
        assertNull(client.connection.closedWhy);
    }

    @ParameterizedTest
    @ValueSource(shorts = {-1, 9_999, Short.MIN_VALUE, Short.MAX_VALUE})
    void anUnknownApiEndsTheConnection(short key) {
        client.send(headerOnly(key, 0, 1));
        assertRefused();
    }

    @Test
    void anApiThatIsNotServedEndsTheConnection() {
        client.send(headerOnly(Api.LEAVE_GROUP.id(), 0, 1));
        assertRefused();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 4, Short.MAX_VALUE})
    void aVersionThatIsNotServedEndsTheConnection(int version) {
        client.send(headerOnly(Api.LIST_GROUPS.id(), version, 1));
        assertRefused();
    }

    @Test
    void aRequestThatIsCutShortAnywhereEndsTheConnectionAndIsNotHandled() {
        byte[] whole = HostFixture.frame(Api.API_VERSIONS, 3, 1, ApiVersionsRequest.builder().clientSoftwareName("abc")
                .clientSoftwareVersion("1").build());
        for (int size = 1; size < whole.length - Integer.BYTES; size++) {
            HostFixture each = new HostFixture();
            HostFixture.Client cut = each.connect("10.0.0.1");
            byte[] frame = Arrays.copyOf(whole, Integer.BYTES + size);
            ByteBuffer.wrap(frame).putInt(0, size);
            cut.send(frame);
            assertEquals(CloseReason.PROTOCOL_ERROR, cut.connection.closedWhy, "cut to " + size + " bytes");
            assertEquals(List.of(), each.asked);
            assertEquals(0, each.host.connectionCount());
        }
    }

    @Test
    void aRequestWithBytesLeftOverEndsTheConnection() {
        byte[] frame = Arrays.copyOf(HostFixture.ask(1), HostFixture.ask(1).length + 1);
        ByteBuffer.wrap(frame).putInt(0, frame.length - Integer.BYTES);
        client.send(frame);
        assertRefused();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, HostFixture.LARGEST_REQUEST_BYTES + 1})
    void aFrameOfAnIllegalSizeEndsTheConnection(int size) {
        client.send(ByteBuffer.allocate(4).putInt(size).array());
        assertRefused();
    }

    @Test
    void nothingBehindARefusedRequestIsLookedAt() {
        byte[] bad = headerOnly((short) 9_999, 0, 1);
        byte[] good = HostFixture.ask(2);
        client.send(ByteBuffer.allocate(bad.length + good.length).put(bad).put(good).array());
        assertRefused();
        client.send(good);
        assertEquals(List.of(), fixture.asked);
    }

    @Test
    void aHandlerThatFailsEndsItsClientsConnectionOnly() {
        HostFixture.Client other = fixture.connect("10.0.0.2");
        fixture.onApiVersions = (exchange, request) -> {
            throw new IllegalStateException("a defect");
        };
        client.send(HostFixture.ask(1));
        assertEquals(CloseReason.PROTOCOL_ERROR, client.connection.closedWhy);

        fixture.onApiVersions = (exchange, request) -> exchange.respond(HostFixture.answer());
        other.send(HostFixture.ask(2));
        assertEquals(List.of(2), other.answered());
    }

    @Test
    void aHandlerThatFailsAfterItsAnswerEndsTheConnectionToo() {
        fixture.onApiVersions = (exchange, request) -> {
            exchange.respond(HostFixture.answer());
            throw new IllegalStateException("a defect");
        };
        client.send(HostFixture.ask(1));
        assertEquals(CloseReason.PROTOCOL_ERROR, client.connection.closedWhy);
    }

    @Test
    void aBrokenInvariantIsNotHidden() {
        fixture.onApiVersions = (exchange, request) -> {
            exchange.respond(HostFixture.answer());
            exchange.respond(HostFixture.answer());
        };
        assertThrows(InvariantViolation.class, () -> client.send(HostFixture.ask(1)));
    }

    @Test
    void aVersionInTheMiddleIsServed() {
        client.send(HostFixture.frame(Api.LIST_GROUPS, 3, 1, ListGroupsRequest.builder().build()));
        assertEquals(1, fixture.asked.size());
        assertEquals(3, fixture.asked.get(0).version());
    }

    private void assertRefused() {
        assertEquals(CloseReason.PROTOCOL_ERROR, client.connection.closedWhy);
        assertEquals(0, fixture.host.connectionCount());
        assertTrue(fixture.asked.isEmpty());
    }

    /** A request of key, version, correlation id and no client id, without a body. */
    private static byte[] headerOnly(int key, int version, int correlationId) {
        return ByteBuffer.allocate(14).putInt(10).putShort((short) key).putShort((short) version)
                .putInt(correlationId).putShort((short) -1).array();
    }
}
