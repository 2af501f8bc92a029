package dev.seedlog.env.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.seedlog.base.HostPort;
import dev.seedlog.env.CloseReason;
import dev.seedlog.env.Connection;
import dev.seedlog.env.Listener;
import dev.seedlog.env.NetworkException;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code Network} promises in both worlds: establishing, sending and receiving. */
public abstract class NetworkContract extends WorldTest {

    private static final int LARGE = 6 * 1024 * 1024;
    private static final int REFUSED_AT_THE_LATEST = 512 * 1024 * 1024;

    private TestNode serverNode;
    private Script server;
    private Script client;
    private final Peer serverEnd = new Peer();
    private final Peer clientEnd = new Peer();

    @BeforeEach
    final void startNodes() {
        serverNode = world().node();
        server = startScript(serverNode);
        client = startScript(world().node());
    }

    private Connection connected() {
        HostPort address = listen(server, serverNode, serverEnd);
        return connect(client, address, clientEnd, serverEnd);
    }

    @Test
    void bytesArriveInTheOrderInWhichTheyWereSent() {
        Connection connection = connected();
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        for (int i = 0; i < 50; i++) {
            byte[] first = pattern(1 + 37 * i, i);
            byte[] second = pattern(1 + i, -i);
            run(client, env -> {
                assertTrue(connection.trySend(message(first)));
                assertTrue(connection.trySend(message(second)));
            });
            sent.writeBytes(first);
            sent.writeBytes(second);
        }
        world().runUntil("all arrived", () -> serverEnd.receivedBytes() >= sent.size());
        assertArrayEquals(sent.toByteArray(), serverEnd.received());
        assertEquals(0, clientEnd.writableCalls(), "nothing was refused");
    }

    @Test
    void bothDirectionsWorkAtOnce() {
        Connection connection = connected();
        serverEnd.afterBytesDo(peer -> assertTrue(peer.connection().trySend(message(new byte[] {7}))));
        send(client, connection, new byte[] {1});
        world().runUntil("the answer came", () -> clientEnd.receivedBytes() >= 1);
        assertEquals(7, clientEnd.received()[0]);
    }

    @Test
    void aLargeMessageArrivesWhole() {
        Connection connection = connected();
        byte[] bytes = pattern(LARGE, 3);
        send(client, connection, bytes);
        world().runUntil("all arrived", () -> serverEnd.receivedBytes() >= LARGE);
        assertArrayEquals(bytes, serverEnd.received());
    }

    @Test
    void aSendBeforeTheConnectionIsEstablishedIsQueued() {
        HostPort address = listen(server, serverNode, serverEnd);
        byte[] bytes = pattern(100, 1);
        run(client, env -> {
            Connection connection = clientEnd.opened(env.network().connect(address, clientEnd));
            assertTrue(connection.trySend(message(bytes)));
            assertFalse(clientEnd.connected(), "connected within the turn");
        });
        world().runUntil("it arrived", () -> serverEnd.receivedBytes() >= bytes.length && clientEnd.connected());
        assertArrayEquals(bytes, serverEnd.received());
    }

    @Test
    void theSenderMayReuseItsBufferAtOnce() {
        Connection connection = connected();
        byte[] bytes = pattern(70_000, 1);
        byte[] expected = bytes.clone();
        run(client, env -> {
            assertTrue(connection.trySend(message(bytes)));
            Arrays.fill(bytes, (byte) 0);
        });
        world().runUntil("it arrived", () -> serverEnd.receivedBytes() >= bytes.length);
        assertArrayEquals(expected, serverEnd.received());
    }

    @Test
    void whatIsSentLeavesOnlyAtTheEndOfTheTurn() {
        Connection connection = connected();
        run(client, env -> {
            assertTrue(connection.trySend(message(new byte[1000])));
            connection.close(CloseReason.DONE);
        });
        world().runUntil("the other end heard of it", serverEnd::closed);
        assertEquals(0, serverEnd.receivedBytes(), "what is queued is dropped by close");
    }

    @Test
    void aPeerThatDoesNotReadIsNoticed() {
        Connection connection = connected();
        run(server, env -> serverEnd.connection().pauseReads());
        byte[] piece = pattern(64 * 1024, 5);
        long taken = 0;
        while (is(client, env -> connection.trySend(message(piece)))) {
            taken += piece.length;
            assertTrue(taken < REFUSED_AT_THE_LATEST, "no limit");
        }
        long held = number(client, env -> connection.queuedBytes());
        assertTrue(held > 0 && held <= taken, held + " of " + taken + " bytes are queued");
        assertEquals(0, clientEnd.writableCalls());
        run(server, env -> serverEnd.connection().resumeReads());
        world().runUntil("there is room again", () -> clientEnd.writableCalls() > 0);
        long expected = taken;
        world().runUntil("what was taken arrived", () -> serverEnd.receivedBytes() >= expected);
        assertTrue(is(client, env -> connection.trySend(message(piece))));
        world().runUntil("more arrived", () -> serverEnd.receivedBytes() >= expected + piece.length);
        byte[] all = serverEnd.received();
        assertEquals(expected + piece.length, all.length, "what was refused did not arrive");
        for (int at = 0; at < all.length; at += piece.length) {
            assertArrayEquals(piece, Arrays.copyOfRange(all, at, at + piece.length));
        }
    }

    @Test
    void pausedReadsDeliverNothingUntilTheyResume() {
        Connection connection = connected();
        serverEnd.afterBytesDo(peer -> peer.connection().pauseReads());
        send(client, connection, pattern(10, 1));
        world().runUntil("the first bytes came", () -> serverEnd.receivedBytes() >= 1);
        run(server, env -> { });
        serverEnd.afterBytesDo(peer -> { });
        int before = serverEnd.receivedBytes();
        send(client, connection, pattern(10, 2));
        world().runFor(50_000_000);
        assertEquals(before, serverEnd.receivedBytes());
        run(server, env -> serverEnd.connection().resumeReads());
        world().runUntil("the rest came", () -> serverEnd.receivedBytes() >= 20);
    }

    @Test
    void aLargeFrameIsReceivedIntoItsOwnBuffer() {
        int length = 300_000;
        UnsafeBuffer target = new UnsafeBuffer(new byte[length + 10]);
        int[] direct = new int[1];
        Peer receiver = new Peer() {
            private boolean asked;

            @Override
            public void onBytes(org.agrona.DirectBuffer buffer, int offset, int arrived) {
                if (buffer == target) {
                    assertEquals(10 + direct[0], offset);
                    direct[0] += arrived;
                }
                super.onBytes(buffer, offset, arrived);
                if (!asked) {
                    asked = true;
                    connection().receiveInto(target, 10 + receivedBytes() - 4, length - (receivedBytes() - 4));
                    direct[0] = receivedBytes() - 4;
                }
            }
        };
        HostPort address = listen(server, serverNode, receiver);
        Connection connection = connect(client, address, clientEnd, receiver);
        send(client, connection, pattern(4, 0));
        world().runUntil("the header came", () -> receiver.receivedBytes() >= 4);
        byte[] frame = pattern(length, 1);
        byte[] next = pattern(500, 2);
        send(client, connection, frame);
        send(client, connection, next);
        world().runUntil("all came", () -> receiver.receivedBytes() >= 4 + length + next.length);
        run(server, env -> {
            assertEquals(length, direct[0]);
            byte[] inTarget = new byte[length];
            target.getBytes(10, inTarget);
            assertArrayEquals(frame, inTarget);
        });
        byte[] all = receiver.received();
        assertArrayEquals(next, Arrays.copyOfRange(all, 4 + length, all.length));
    }

    @Test
    void anEndThatClosesIsSeenAsClosedByItsPeerAndHearsNothingItself() {
        Connection connection = connected();
        run(client, env -> connection.close(CloseReason.DONE));
        world().runUntil("the other end heard of it", serverEnd::closed);
        world().runFor(20_000_000);
        assertEquals(List.of(CloseReason.PEER_CLOSED), serverEnd.closings());
        assertEquals(List.of(), clientEnd.closings());
    }

    @Test
    void closingAfterSendsDeliversEverythingFirst() {
        Connection connection = connected();
        byte[] bytes = pattern(LARGE, 9);
        run(client, env -> {
            assertTrue(connection.trySend(message(bytes)));
            connection.closeAfterSends(CloseReason.DONE);
            connection.trySend(message(new byte[1000]));
        });
        world().runUntil("the other end heard of it", serverEnd::closed);
        assertArrayEquals(bytes, serverEnd.received());
        assertEquals(List.of(CloseReason.PEER_CLOSED), serverEnd.closings());
        assertEquals(List.of(), clientEnd.closings());
    }

    @Test
    void nothingIsHeardAfterALocalClose() {
        Connection connection = connected();
        serverEnd.afterBytesDo(peer -> peer.connection().close(CloseReason.PROTOCOL_ERROR));
        for (int i = 0; i < 20; i++) {
            run(client, env -> connection.trySend(message(pattern(50_000, 4))));
        }
        world().runUntil("the sender heard of it", clientEnd::closed);
        world().runFor(20_000_000);
        assertEquals(1, serverEnd.arrivals());
        assertEquals(List.of(), serverEnd.closings());
        assertEquals(1, clientEnd.closings().size());
    }

    @Test
    void aClosedConnectionTakesAndDrops() {
        Connection connection = connected();
        run(client, env -> connection.close(CloseReason.DONE));
        run(client, env -> {
            assertTrue(connection.trySend(message(new byte[10])));
            assertEquals(0, connection.queuedBytes());
            connection.pauseReads();
            connection.resumeReads();
            connection.closeAfterSends(CloseReason.DONE);
            connection.close(CloseReason.DONE);
        });
        world().runUntil("the other end heard of it", serverEnd::closed);
        assertEquals(0, serverEnd.receivedBytes());
    }

    @Test
    void aPortWhereNobodyListensRefuses() {
        HostPort address = listen(server, serverNode, serverEnd);
        HostPort nobody = new HostPort(address.host(), address.port() == 1 ? 2 : 1);
        run(client, env -> {
            env.network().connect(nobody, clientEnd);
            assertFalse(clientEnd.closed(), "heard within the turn");
        });
        world().runUntil("it was refused", clientEnd::closed);
        assertEquals(List.of(CloseReason.REFUSED), clientEnd.closings());
        assertFalse(clientEnd.connected());
    }

    @Test
    void aNameThatNobodyHasIsUnreachable() {
        run(client, env -> env.network().connect(new HostPort("nobody.invalid", 9092), clientEnd));
        world().runUntil("it is unreachable", clientEnd::closed);
        assertEquals(List.of(CloseReason.UNREACHABLE), clientEnd.closings());
    }

    @Test
    void aConnectionThatIsNotAcceptedIsClosedAtOnce() {
        Listener listener = on(server, env -> env.network().listen(new HostPort(serverNode.host(), 0), c -> null));
        run(client, env -> env.network().connect(listener.boundTo(), clientEnd));
        world().runUntil("it was closed", clientEnd::closed);
        assertTrue(clientEnd.closings().get(0) == CloseReason.PEER_CLOSED
                || clientEnd.closings().get(0) == CloseReason.RESET, clientEnd.closings().toString());
    }

    @Test
    void aClosedListenerAcceptsNoMoreButItsConnectionsLiveOn() {
        Listener listener = on(server,
                env -> env.network().listen(new HostPort(serverNode.host(), 0), serverEnd::accepted));
        Connection connection = connect(client, listener.boundTo(), clientEnd, serverEnd);
        run(server, env -> listener.close());
        Peer late = new Peer();
        run(client, env -> env.network().connect(listener.boundTo(), late));
        world().runUntil("it was refused", late::closed);
        assertEquals(List.of(CloseReason.REFUSED), late.closings());
        send(client, connection, new byte[] {1});
        world().runUntil("the old one still serves", () -> serverEnd.receivedBytes() == 1);
    }

    @Test
    void anAddressThatIsTakenCannotBeListenedAt() {
        HostPort address = listen(server, serverNode, serverEnd);
        assertNotEquals(0, address.port());
        NetworkException taken = assertThrows(NetworkException.class,
                () -> run(server, env -> env.network().listen(address, serverEnd::accepted)));
        assertTrue(taken.getMessage().contains(Integer.toString(address.port())), taken.getMessage());
    }

    @Test
    void bothEndsKnowWhereTheyAre() {
        Connection connection = connected();
        Connection accepted = serverEnd.connection();
        assertEquals(number(client, env -> connection.remote().port()), number(server, env -> accepted.local().port()));
        assertEquals(number(client, env -> connection.local().port()), number(server, env -> accepted.remote().port()));
    }

    @Test
    void connectionsOfAShardHaveDifferentIds() {
        Connection first = connected();
        HostPort address = on(client, env -> first.remote());
        Connection second = on(client, env -> env.network().connect(address, new Peer()));
        assertNotEquals(number(client, env -> first.id()), number(client, env -> second.id()));
    }

    @Test
    void aKilledPeerIsNoticed() {
        Connection connection = connected();
        assumeTrue(serverNode.kill());
        world().runUntil("the connection ended", () -> {
            on(client, env -> connection.trySend(message(new byte[1])));
            return clientEnd.closed();
        });
        CloseReason why = clientEnd.closings().get(0);
        assertTrue(why == CloseReason.RESET || why == CloseReason.PEER_CLOSED, why.toString());
        assertEquals(1, clientEnd.closings().size());
    }
}
