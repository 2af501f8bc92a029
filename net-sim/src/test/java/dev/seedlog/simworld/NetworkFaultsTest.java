package dev.seedlog.simworld;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.env.CloseReason;
import dev.seedlog.env.Connection;
import dev.seedlog.env.contract.Peer;
import java.util.List;
import java.util.TreeSet;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NetworkFaultsTest {

    private final Stages.Stage stage = new Stages.Stage(5);
    private final SimWorld world = stage.world;
    private final Peer clientEnd = new Peer();
    private final Peer serverEnd = new Peer();
    private SimNode client;
    private SimNode server;
    private Connection connection;

    @BeforeEach
    void connect() {
        client = stage.node("client");
        server = stage.node("server");
        connection = stage.connected(client, server, clientEnd, serverEnd);
    }

    private void answer(int value) {
        stage.run(server, env -> serverEnd.connection().trySend(Stages.message(value)));
    }

    @Test
    void aBlockedDirectionHoldsWhatIsSentUntilItIsOpened() {
        world.network().block(client, server);
        stage.send(client, connection, 1, 2);
        answer(3);
        world.runFor(20 * Stages.SECOND);
        assertEquals(0, serverEnd.receivedBytes());
        assertEquals(1, clientEnd.receivedBytes(), "the other direction is open");
        stage.send(client, connection, 3);
        world.network().unblock(client, server);
        stage.send(client, connection, 4);
        world.runFor(Stages.SECOND);
        assertEquals("[1, 2, 3, 4]", java.util.Arrays.toString(serverEnd.received()));
        assertFalse(clientEnd.closed() || serverEnd.closed());
    }

    @Test
    void aPartitionIsTwoWayAndHeals() {
        world.network().partition(List.of(client), List.of(server));
        stage.send(client, connection, 1);
        answer(2);
        world.runFor(Stages.SECOND);
        assertEquals(0, serverEnd.receivedBytes() + clientEnd.receivedBytes());
        world.network().heal();
        world.runFor(Stages.SECOND);
        assertEquals(2, serverEnd.receivedBytes() + clientEnd.receivedBytes());
    }

    @Test
    void acrossAPartitionNoConnectionIsMade() {
        world.network().isolate(server);
        Peer late = new Peer();
        stage.connect(client, server, late);
        world.runFor(2 * Stages.SECOND);
        assertFalse(late.connected() || late.closed(), "it tries again");
        Peer tooLate = new Peer();
        world.network().heal();
        world.runFor(10 * Stages.SECOND);
        assertTrue(late.connected());
        world.network().isolate(client);
        stage.connect(client, server, tooLate);
        world.runFor(60 * Stages.SECOND);
        assertEquals(List.of(CloseReason.UNREACHABLE), tooLate.closings());
    }

    @Test
    void aResetIsHeardAtBothEnds() {
        world.network().reset(client, server);
        world.runFor(Stages.MILLI);
        assertEquals(List.of(CloseReason.RESET), clientEnd.closings());
        assertEquals(List.of(CloseReason.RESET), serverEnd.closings());
    }

    @Test
    void aSilencedConnectionLosesEverythingAndNobodyIsTold() {
        world.network().silence(client, server);
        stage.send(client, connection, 1);
        answer(2);
        world.runFor(60 * Stages.SECOND);
        assertEquals(0, serverEnd.receivedBytes() + clientEnd.receivedBytes());
        assertFalse(clientEnd.closed() || serverEnd.closed());
        Peer next = new Peer();
        stage.connect(client, server, next);
        world.runFor(Stages.SECOND);
        assertTrue(next.connected(), "new connections work");
    }

    @Test
    void aMachineMayRefuseConnections() {
        world.network().refuseConnects(server, true);
        Peer refused = new Peer();
        stage.connect(client, server, refused);
        world.runFor(Stages.SECOND);
        assertEquals(List.of(CloseReason.REFUSED), refused.closings());
    }

    @Test
    void aPowerCutIsNoticedByWhoSendsOnceTheMachineIsUpAgain() {
        server.powerCut();
        stage.send(client, connection, 1);
        world.runFor(60 * Stages.SECOND);
        assertFalse(clientEnd.closed(), "the machine is off");
        stage.start(server, 1);
        world.runFor(Stages.SECOND);
        assertEquals(List.of(CloseReason.RESET), clientEnd.closings());
    }

    @Test
    void whoSaysNothingNeverLearnsOfAPowerCut() {
        server.powerCut();
        stage.start(server, 1);
        world.runFor(60 * Stages.SECOND);
        assertFalse(clientEnd.closed());
        stage.send(client, connection, 1);
        world.runFor(Stages.SECOND);
        assertEquals(List.of(CloseReason.RESET), clientEnd.closings());
    }

    @Test
    void aPausedProcessLetsBytesQueueUpAndHoldsItsOwn() {
        server.pause();
        stage.send(client, connection, 1);
        stage.send(client, connection, 2);
        world.runFor(5 * Stages.SECOND);
        assertEquals(0, serverEnd.receivedBytes());
        assertTrue(server.paused());
        server.resume();
        world.runFor(Stages.MILLI);
        assertEquals(2, serverEnd.receivedBytes());
        assertFalse(clientEnd.closed());
    }

    @Test
    void aTurnThatIsDueWhenAPauseBeginsRunsBehindIt() {
        server.stop();
        server.pause();
        world.runFor(Stages.SECOND);
        assertTrue(server.running());
        server.resume();
        world.runFor(Stages.SECOND);
        assertFalse(server.running());
    }

    @Test
    void aPauseBetweenInputAndSendsDelaysTheSends() {
        boolean[] ran = new boolean[1];
        stage.submit(client, 0, env -> {
            connection.trySend(Stages.message(1));
            ran[0] = true;
        });
        assertTrue(world.runUntil(() -> ran[0], Stages.SECOND));
        client.pause();
        world.runFor(Stages.SECOND);
        assertEquals(0, serverEnd.receivedBytes());
        client.resume();
        world.runFor(Stages.SECOND);
        assertEquals(1, serverEnd.receivedBytes());
    }

    @Test
    void bytesOnTheirWayToAKilledProcessAreLostAndThoseFromItMayBe() {
        TreeSet<Integer> arrived = new TreeSet<>();
        for (int seed = 0; seed < 40; seed++) {
            Stages.Stage other = new Stages.Stage(seed);
            SimNode from = other.node("from");
            SimNode to = other.node("to");
            Peer fromEnd = new Peer();
            Peer toEnd = new Peer();
            Connection wire = other.connected(from, to, fromEnd, toEnd);
            other.send(from, wire, 1, 2, 3);
            from.kill();
            assertTrue(other.world.runUntil(toEnd::closed, Stages.SECOND));
            arrived.add(toEnd.receivedBytes());
        }
        assertEquals(new TreeSet<>(List.of(0, 3)), arrived);
    }

    @Test
    void lentBytesAreRubbishAfterTheTurn() {
        DirectBuffer[] kept = new DirectBuffer[1];
        Peer greedy = new Peer() {
            @Override
            public void onBytes(DirectBuffer buffer, int offset, int length) {
                kept[0] = buffer;
                super.onBytes(buffer, offset, length);
            }
        };
        stage.run(server, env -> env.network()
                .listen(new dev.seedlog.base.HostPort("server", 7), greedy::accepted));
        stage.run(client, env -> env.network().connect(new dev.seedlog.base.HostPort("server", 7), clientEnd)
                .trySend(Stages.message(1)));
        assertTrue(world.runUntil(() -> greedy.receivedBytes() == 1, Stages.SECOND));
        assertEquals(1, greedy.received()[0]);
        assertEquals((byte) 0xDB, kept[0].getByte(0));
    }
}
