package dev.seedlog.simworld;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.base.HostPort;
import dev.seedlog.env.CloseReason;
import dev.seedlog.env.Connection;
import dev.seedlog.env.ConnectionHandler;
import dev.seedlog.env.DiskFile;
import dev.seedlog.env.NodeProgram;
import dev.seedlog.env.OpenMode;
import dev.seedlog.env.Outbound;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.env.ShardMessage;
import dev.seedlog.env.ShardProgram;
import dev.seedlog.env.Timer;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Talks to other nodes and to its own shards, and writes all that it hears to its disk. */
final class Chatter implements ShardProgram {

    private static final int PORT = 4000;

    private final ShardEnv env;
    private final List<String> others;
    private final UnsafeBuffer scratch = new UnsafeBuffer(new byte[300]);
    private final Outbound message = new Outbound();
    private final Timer timer;
    private DiskFile file;
    private Connection connection;
    private boolean forcing;

    private record Word(long value) implements ShardMessage {
    }

    private Chatter(ShardEnv env, List<String> others) {
        this.env = env;
        this.others = others;
        this.timer = env.timers().create("talk", this::talk);
    }

    static NodeProgram program(List<SimNode> nodes) {
        List<SimNode> all = List.copyOf(nodes);
        return (env, control) -> new Chatter(env, all.stream().map(SimNode::host).toList());
    }

    @Override
    public void start() {
        file = env.disk().open("/data/heard-" + env.shards().self(), OpenMode.CREATE);
        env.network().listen(new HostPort("", PORT + env.shards().self()), Echo::new);
        timer.startIn(0);
    }

    @Override
    public void onMail(int fromShard, ShardMessage message) {
        if (((Word) message).value >= 0) {
            env.shards().reply(fromShard, new Word(-1));
        }
    }

    @Override
    public void endTurn() {
        if (!forcing && env.random().nextInt(20) == 0) {
            forcing = true;
            file.force((generation, end, failure) -> forcing = false);
        }
    }

    @Override
    public void stop() {
        timer.stop();
    }

    private void talk() {
        if (connection == null) {
            String host = others.get(env.random().nextInt(others.size()));
            connection = env.network().connect(new HostPort(host, PORT), new Asking());
        }
        int length = 1 + env.random().nextInt(300);
        scratch.setMemory(0, length, (byte) env.random().nextInt(256));
        connection.trySend(message.clear().add(scratch, 0, length));
        if (env.shards().count() > 1) {
            env.shards().trySend(1 - env.shards().self(), new Word(env.random().nextInt(100)));
        }
        timer.startIn(env.random().nextInt(5_000_000));
    }

    private void write(DirectBuffer buffer, int offset, int length) {
        file.write(file.size(), new BufferSlice[] {new BufferSlice(buffer, offset, length)}, 1);
        if (file.size() > 20_000) {
            file.truncate(env.random().nextInt(10_000));
        }
    }

    /** Answers with what it hears. */
    private final class Echo implements ConnectionHandler {
        private final Connection accepted;
        private final Outbound answer = new Outbound();

        private Echo(Connection accepted) {
            this.accepted = accepted;
        }

        @Override
        public void onBytes(DirectBuffer buffer, int offset, int length) {
            write(buffer, offset, length);
            accepted.trySend(answer.clear().add(buffer, offset, length));
        }

        @Override
        public void onClosed(CloseReason why) {
            env.probes().hit("closed." + why);
        }
    }

    /** Writes down the answers. */
    private final class Asking implements ConnectionHandler {

        @Override
        public void onBytes(DirectBuffer buffer, int offset, int length) {
            write(buffer, offset, length);
        }

        @Override
        public void onClosed(CloseReason why) {
            connection = null;
        }
    }
}
