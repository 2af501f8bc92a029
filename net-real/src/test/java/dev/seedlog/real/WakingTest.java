package dev.seedlog.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.base.HostPort;
import dev.seedlog.env.CloseReason;
import dev.seedlog.env.Connection;
import dev.seedlog.env.ConnectionHandler;
import dev.seedlog.env.DiskFile;
import dev.seedlog.env.NodeControl;
import dev.seedlog.env.OpenMode;
import dev.seedlog.env.Outbound;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.env.ShardMessage;
import dev.seedlog.env.Shards;
import dev.seedlog.env.contract.Files;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A shard sleeps until there is work, and whoever has work for it wakes it. No program here has a timer. */
class WakingTest {

    private static final long SETTLE_NANOS = 50_000_000;
    private static final long WATCH_NANOS = 200_000_000;
    private static final int TIMEOUT_MS = 10_000;

    private final RealTestWorld world = new RealTestWorld();
    private final RealTestNode node = (RealTestNode) world.node();
    private final List<QuietProgram> programs = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void closeWorld() {
        world.close();
    }

    private record Mail(Runnable answer) implements ShardMessage {
    }

    /** Answers each byte by way of another shard, or of a forced file. */
    private final class Answering extends QuietProgram {
        private final boolean byDisk;
        private Runnable answer;

        Answering(ShardEnv env, NodeControl control, boolean byDisk) {
            super(env, control);
            this.byDisk = byDisk;
            programs.add(this);
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
                    answer = () -> connection.trySend(new Outbound().add(new UnsafeBuffer(new byte[] {42}), 0, 1));
                    if (byDisk) {
                        DiskFile file = env.disk().open(node.scratchDirectory() + "/f", OpenMode.CREATE);
                        file.force((generation, end, failure) -> answer.run());
                        file.close();
                    } else {
                        assertTrue(env.shards().trySend(1, new Mail(answer)));
                    }
                }

                @Override
                public void onClosed(CloseReason why) {
                    // The test is over.
                }
            };
        }

        @Override
        public void onMail(int fromShard, ShardMessage message) {
            Shards shards = env.shards();
            if (shards.self() == 1) {
                shards.reply(fromShard, message);
            } else {
                ((Mail) message).answer().run();
            }
        }
    }

    private void answersEachByte() throws IOException {
        world.runUntil("it is ready", () -> node.bootstrap() != null);
        try (Socket socket = new Socket(node.host(), node.bootstrap().port())) {
            socket.setSoTimeout(TIMEOUT_MS);
            for (int i = 0; i < 20; i++) {
                // Long enough for the shards to fall asleep between two requests, most of the time.
                world.runFor(2_000_000);
                socket.getOutputStream().write(1);
                assertEquals(42, socket.getInputStream().read());
            }
        }
    }

    @Test
    void mailWakesItsReceiverAndTheReplyItsSender() throws IOException {
        node.start(2, (env, control) -> new Answering(env, control, false));
        answersEachByte();
    }

    @Test
    void aForcedFileWakesItsShard() throws IOException {
        node.start(1, (env, control) -> new Answering(env, control, true));
        answersEachByte();
    }

    @Test
    void aStopWakesSleepingShards() {
        node.start(3, (env, control) -> new Answering(env, control, false));
        world.runUntil("it is ready", () -> node.bootstrap() != null);
        world.runFor(SETTLE_NANOS);
        node.stop();
        world.runUntil("it ended", () -> !node.running());
        assertEquals(0, node.exitStatus());
    }

    @Test
    void aNodeWithoutWorkTakesNoTurns() {
        node.start(2, (env, control) -> new Answering(env, control, false));
        world.runUntil("it is ready", () -> node.bootstrap() != null && programs.size() == 2);
        world.runFor(SETTLE_NANOS);
        int before = programs.get(0).turns.get() + programs.get(1).turns.get();
        world.runFor(WATCH_NANOS);
        assertEquals(before, programs.get(0).turns.get() + programs.get(1).turns.get());
    }

    @Test
    void aSendThatFailsAtTheEndOfATurnIsHeardThoughNothingElseHappens() throws IOException {
        List<CloseReason> closings = Collections.synchronizedList(new ArrayList<>());
        node.start(1, (env, control) -> new QuietProgram(env, control) {
            @Override
            public void start() {
                control.ready(env.network().listen(new HostPort("127.0.0.1", 0), this::serve).boundTo());
            }

            private ConnectionHandler serve(Connection connection) {
                return new ConnectionHandler() {
                    @Override
                    public void onBytes(DirectBuffer buffer, int offset, int length) {
                        DiskFile file = env.disk().open(node.scratchDirectory() + "/f", OpenMode.CREATE);
                        Files.append(file, new byte[100]);
                        connection.trySend(new Outbound().add(file.region(0, 100)));
                        file.truncate(0);
                        file.close();
                    }

                    @Override
                    public void onClosed(CloseReason why) {
                        closings.add(why);
                    }
                };
            }
        });
        world.runUntil("it is ready", () -> node.bootstrap() != null);
        try (Socket socket = new Socket(node.host(), node.bootstrap().port())) {
            socket.getOutputStream().write(1);
            world.runUntil("it is heard", () -> !closings.isEmpty());
            assertEquals(List.of(CloseReason.REGION_TRUNCATED), closings);
        }
    }

    /** Hears the first bytes of a connection and then no more. */
    private final class Pausing extends QuietProgram {

        Pausing(ShardEnv env, NodeControl control) {
            super(env, control);
            programs.add(this);
        }

        @Override
        public void start() {
            control.ready(env.network().listen(new HostPort("127.0.0.1", 0), connection -> new ConnectionHandler() {
                @Override
                public void onBytes(DirectBuffer buffer, int offset, int length) {
                    connection.trySend(new Outbound().add(new UnsafeBuffer(new byte[] {42}), 0, 1));
                    connection.pauseReads();
                }

                @Override
                public void onClosed(CloseReason why) {
                    throw new IllegalStateException("nothing is heard while reads are paused");
                }
            }).boundTo());
        }
    }

    @Test
    void inputThatIsHeldBackTakesNoTurns() throws IOException {
        node.start(1, Pausing::new);
        world.runUntil("it is ready", () -> node.bootstrap() != null);
        try (Socket socket = new Socket(node.host(), node.bootstrap().port())) {
            socket.setSoTimeout(TIMEOUT_MS);
            socket.getOutputStream().write(1);
            assertEquals(42, socket.getInputStream().read());
            world.runFor(SETTLE_NANOS);
            int before = programs.get(0).turns.get();
            socket.getOutputStream().write(new byte[1000]);
            world.runFor(WATCH_NANOS);
            assertEquals(before, programs.get(0).turns.get());
        }
    }
}
