package dev.seedlog.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.base.HostPort;
import dev.seedlog.base.Invariant;
import dev.seedlog.env.CloseReason;
import dev.seedlog.env.Connection;
import dev.seedlog.env.ConnectionHandler;
import dev.seedlog.env.NodeControl;
import dev.seedlog.env.Outbound;
import dev.seedlog.env.ShardEnv;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.util.function.BiConsumer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a node ends that cannot go on. */
class EndingTest {

    private static final int TIMEOUT_MS = 10_000;
    private static final int SEND_LIMIT_BYTES = 16 * 1024 * 1024;

    private final RealTestWorld world = new RealTestWorld();
    private final RealTestNode node = ((RealTestNode) world.node()).failing();

    @AfterEach
    void closeWorld() {
        world.close();
    }

    /** Shard 0 does what it is told with each connection that sends something; the others sleep. */
    private static final class OnBytes extends QuietProgram {
        private final BiConsumer<NodeControl, Connection> reaction;

        OnBytes(ShardEnv env, NodeControl control, BiConsumer<NodeControl, Connection> reaction) {
            super(env, control);
            this.reaction = reaction;
        }

        @Override
        public void start() {
            if (env.shards().self() == 0) {
                control.ready(env.network().listen(new HostPort("127.0.0.1", 0), this::serve).boundTo());
            }
        }

        private ConnectionHandler serve(Connection connection) {
            return new ConnectionHandler() {
                @Override
                public void onBytes(DirectBuffer buffer, int offset, int length) {
                    connection.trySend(new Outbound().add(new UnsafeBuffer(new byte[] {42}), 0, 1));
                    reaction.accept(control, connection);
                }

                @Override
                public void onClosed(CloseReason why) {
                    // It does not matter here.
                }
            };
        }
    }

    private Socket sendByte(int shards, BiConsumer<NodeControl, Connection> reaction) throws IOException {
        RealNodeOptions options =
                RealNodeOptions.named("test-0").withShards(shards).withSendLimitBytes(SEND_LIMIT_BYTES);
        node.start(options, (env, control) -> new OnBytes(env, control, reaction));
        world.runUntil("it is ready", () -> node.bootstrap() != null);
        Socket socket = new Socket(node.host(), node.bootstrap().port());
        socket.setSoTimeout(TIMEOUT_MS);
        socket.getOutputStream().write(1);
        return socket;
    }

    @Test
    void anExceptionOnOneShardEndsTheWholeNodeWithoutSendingWhatThatTurnQueued() throws IOException {
        try (Socket socket = sendByte(3, (control, connection) -> {
            throw new IllegalArgumentException("out of its mind");
        })) {
            world.runUntil("it ended", () -> !node.running());
            assertEquals(5, node.exitStatus());
            assertTrue(node.fatalReason().contains("out of its mind"), node.fatalReason());
            assertEquals(-1, socket.getInputStream().read());
        }
        assertThrows(ConnectException.class, () -> new Socket(node.host(), node.bootstrap().port()).close());
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            assertTrue(!thread.getName().matches("test-\\d+-shard-[12]"), thread.getName());
        }
    }

    @Test
    void aBrokenInvariantEndsTheNode() throws IOException {
        sendByte(1, (control, connection) -> Invariant.check(false, "test-id", "water runs uphill")).close();
        world.runUntil("it ended", () -> !node.running());
        assertEquals(5, node.exitStatus());
        assertTrue(node.fatalReason().contains("test-id"), node.fatalReason());
    }

    @Test
    void aNodeThatGivesUpSendsWhatItAnsweredFirst() throws IOException {
        try (Socket socket = sendByte(2, (control, connection) -> {
            connection.closeAfterSends(CloseReason.SHUTDOWN);
            control.fatal(5, "the log directory is offline");
        })) {
            assertEquals(42, socket.getInputStream().read());
            assertEquals(-1, socket.getInputStream().read());
            socket.close();
            world.runUntil("it ended", () -> !node.running());
            assertEquals("the log directory is offline", node.fatalReason());
        }
    }

    @Test
    void aCleanStopStillSendsWhatWasQueuedOnClosedConnections() throws IOException {
        int size = 8 * 1024 * 1024;
        Socket socket = sendByte(1, (control, connection) -> {
            connection.trySend(new Outbound().add(new UnsafeBuffer(new byte[size]), 0, size));
            connection.closeAfterSends(CloseReason.SHUTDOWN);
            control.stopped();
        });
        try (socket) {
            assertEquals(42, socket.getInputStream().read());
            assertEquals(size, socket.getInputStream().readAllBytes().length);
        }
        world.runUntil("it ended", () -> !node.running());
    }

    @Test
    void aProgramThatCannotBeCreatedEndsTheNode() {
        node.start(2, (env, control) -> {
            if (env.shards().self() == 1) {
                throw new IllegalStateException("no such configuration");
            }
            return new QuietProgram(env, control);
        });
        world.runUntil("it ended", () -> !node.running());
        assertEquals(5, node.exitStatus());
        assertTrue(node.fatalReason().contains("no such configuration"), node.fatalReason());
    }
}
