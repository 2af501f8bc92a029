package dev.seedlog.real;

import dev.seedlog.base.HostPort;
import dev.seedlog.env.CloseReason;
import dev.seedlog.env.Connection;
import dev.seedlog.env.ConnectionHandler;
import dev.seedlog.env.NodeControl;
import dev.seedlog.env.Outbound;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.env.ShardMessage;
import dev.seedlog.env.ShardProgram;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What a shard's loop costs: requests of 16 KiB over loopback, a reply of 100 bytes to each. Prints MB/s, the seconds
 * of processor time that the shard spent for each GB, and the bytes that it allocated for each request.
 *
 * <p>Arguments: connections, requests in flight on each, seconds.
 */
public final class LoopbackMeasurement {

    private static final int REQUEST_BYTES = 16 * 1024;
    private static final int REPLY_BYTES = 100;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double MEGA = 1e6;

    private LoopbackMeasurement() {
    }

    /** Runs the measurement. */
    public static void main(String[] arguments) throws Exception {
        int connections = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 4;
        int inFlight = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 8;
        int seconds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 5;
        BlockingQueue<HostPort> ready = new ArrayBlockingQueue<>(1);
        Meter meter = new Meter();
        RealNode node = RealNode.start(RealNodeOptions.named("measured"), (env, control) -> {
            meter.shardThread = Thread.currentThread().getId();
            return new Server(env, control, meter);
        }, new NodeListener() {
            @Override
            public void ready(HostPort bootstrap) {
                ready.add(bootstrap);
            }

            @Override
            public void fatal(int exitStatus, String why) {
                throw new IllegalStateException(why);
            }

            @Override
            public void stopped() {
                // The measurement is over.
            }
        });
        HostPort address = ready.take();
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            clients.add(new Thread(() -> drive(address, inFlight)));
        }
        clients.forEach(client -> client.setDaemon(true));
        clients.forEach(Thread::start);
        Thread.sleep(2000);
        for (int i = 0; i < seconds; i++) {
            meter.measureOneSecond();
        }
        node.stop();
        node.awaitEnd(5000);
    }

    private static void drive(HostPort address, int inFlight) {
        try (SocketChannel channel = SocketChannel.open(new InetSocketAddress(address.host(), address.port()))) {
            ByteBuffer requests = ByteBuffer.allocateDirect(REQUEST_BYTES * inFlight);
            ByteBuffer replies = ByteBuffer.allocateDirect(REPLY_BYTES * inFlight);
            while (true) {
                requests.clear();
                while (requests.hasRemaining()) {
                    channel.write(requests);
                }
                replies.clear();
                while (replies.hasRemaining()) {
                    if (channel.read(replies) < 0) {
                        return;
                    }
                }
            }
        } catch (IOException e) {
            // The node stopped.
        }
    }

    /** Counts requests by their bytes and answers each. */
    private static final class Server implements ShardProgram {
        private final ShardEnv env;
        private final NodeControl control;
        private final Meter meter;
        private final UnsafeBuffer reply = new UnsafeBuffer(ByteBuffer.allocateDirect(REPLY_BYTES));
        private final Outbound outbound = new Outbound();

        Server(ShardEnv env, NodeControl control, Meter meter) {
            this.env = env;
            this.control = control;
            this.meter = meter;
        }

        @Override
        public void start() {
            control.ready(env.network().listen(new HostPort("127.0.0.1", 0), this::serve).boundTo());
        }

        private ConnectionHandler serve(Connection connection) {
            return new ConnectionHandler() {
                private int partial;

                @Override
                public void onBytes(DirectBuffer buffer, int offset, int length) {
                    partial += length;
                    for (; partial >= REQUEST_BYTES; partial -= REQUEST_BYTES) {
                        meter.requests.lazySet(meter.requests.get() + 1);
                        connection.trySend(outbound.clear().add(reply, 0, REPLY_BYTES));
                    }
                }

                @Override
                public void onClosed(CloseReason why) {
                    // Nothing is kept for it.
                }
            };
        }

        @Override
        public void onMail(int fromShard, ShardMessage message) {
            throw new IllegalStateException("there is one shard");
        }

        @Override
        public void endTurn() {
            meter.turns.lazySet(meter.turns.get() + 1);
        }

        @Override
        public void stop() {
            control.stopped();
        }
    }

    /** Reads the counters and the shard's own costs. */
    private static final class Meter {
        private final AtomicLong requests = new AtomicLong();
        private final AtomicLong turns = new AtomicLong();
        private volatile long shardThread;

        private void measureOneSecond() throws InterruptedException {
            com.sun.management.ThreadMXBean threads =
                    (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
            com.sun.management.OperatingSystemMXBean system =
                    (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
            long begin = System.nanoTime();
            long cpu = threads.getThreadCpuTime(shardThread);
            long allCpu = system.getProcessCpuTime();
            long allocated = threads.getThreadAllocatedBytes(shardThread);
            long count = requests.get();
            long turnCount = turns.get();
            Thread.sleep(1000);
            long done = requests.get() - count;
            double megabytes = done * (double) REQUEST_BYTES / MEGA;
            double gigabytes = megabytes / 1000;
            System.out.printf(Locale.ROOT,
                    "%7.0f MB/s  shard %.2f CPU s/GB  all %.2f CPU s/GB  %.1f requests/turn  %.3f bytes/request%n",
                    megabytes / ((System.nanoTime() - begin) / NANOS_PER_SECOND),
                    (threads.getThreadCpuTime(shardThread) - cpu) / NANOS_PER_SECOND / gigabytes,
                    (system.getProcessCpuTime() - allCpu) / NANOS_PER_SECOND / gigabytes,
                    (double) done / Math.max(1, turns.get() - turnCount),
                    (threads.getThreadAllocatedBytes(shardThread) - allocated) / (double) done);
        }
    }
}
