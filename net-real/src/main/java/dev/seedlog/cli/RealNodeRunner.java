package dev.seedlog.cli;

import dev.seedlog.base.HostPort;
import dev.seedlog.base.config.BrokerConfigKeys;
import dev.seedlog.base.config.Config;
import dev.seedlog.base.config.NodeConfig;
import dev.seedlog.broker.BrokerProgram;
import dev.seedlog.real.NodeListener;
import dev.seedlog.real.RealNode;
import dev.seedlog.real.RealNodeOptions;
import dev.seedlog.real.SocketSettings;
import dev.seedlog.record.CodecInstances;
import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;

/** Runs a node on this machine's sockets and files, until it stops or is told to. */
final class RealNodeRunner implements NodeRunner {

    private static final long STOP_TIMEOUT_MS = 60_000;
    private static final int SMALL_MACHINE_CORES = 4;

    private final PrintStream out;
    private final PrintStream err;

    RealNodeRunner(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public int run(NodeConfig config, boolean stopWhenReady) {
        Ending ending = new Ending(stopWhenReady);
        RealNode node = RealNode.start(options(config), new BrokerProgram(config, CodecInstances.fastest()), ending);
        ending.node(node);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stopAndHalt(node, ending), "stop"));
        ending.await();
        return awaitEnd(node) ? ending.status() : ExitStatus.FAILURE;
    }

    /** A signal ends the process with its own status; a node that stopped as told ends with that of a success. */
    private static void stopAndHalt(RealNode node, Ending ending) {
        node.stop();
        Runtime.getRuntime().halt(awaitEnd(node) ? ending.status() : ExitStatus.FAILURE);
    }

    private static boolean awaitEnd(RealNode node) {
        try {
            return node.awaitEnd(STOP_TIMEOUT_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static RealNodeOptions options(NodeConfig node) {
        Config config = node.config();
        return RealNodeOptions.named("node-" + node.nodeId())
                .withShards(node.shards().orElseGet(RealNodeRunner::shardsOfThisMachine))
                .withSockets(new SocketSettings(config.getInt(BrokerConfigKeys.SOCKET_SEND_BUFFER_BYTES),
                        config.getInt(BrokerConfigKeys.SOCKET_RECEIVE_BUFFER_BYTES),
                        config.getInt(BrokerConfigKeys.SOCKET_LISTEN_BACKLOG_SIZE)));
    }

    /** Half of the cores of a small machine; on a larger one all but two, which are left for forces and all else. */
    private static int shardsOfThisMachine() {
        int cores = Runtime.getRuntime().availableProcessors();
        return cores > SMALL_MACHINE_CORES ? cores - 2 : Math.max(1, cores / 2);
    }

    /** Says on standard output when the node is ready, on standard error why it failed, and waits for its end. */
    private final class Ending implements NodeListener {
        private final boolean stopWhenReady;
        private final CountDownLatch ended = new CountDownLatch(1);
        private final CountDownLatch known = new CountDownLatch(1);
        private volatile RealNode node;
        private volatile int status = ExitStatus.OK;

        private Ending(boolean stopWhenReady) {
            this.stopWhenReady = stopWhenReady;
        }

        void node(RealNode started) {
            node = started;
            known.countDown();
        }

        int status() {
            return status;
        }

        void await() {
            awaitUninterrupted(ended);
        }

        @Override
        public void ready(HostPort bootstrap) {
            out.println("ready " + bootstrap);
            out.flush();
            if (stopWhenReady) {
                RehearsedStop.begin(bootstrap, () -> {
                    awaitUninterrupted(known);
                    node.stop();
                });
            }
        }

        @Override
        public void fatal(int exitStatus, String why) {
            err.println("seedlog start: " + why);
            status = exitStatus;
            ended.countDown();
        }

        @Override
        public void stopped() {
            ended.countDown();
        }

        private void awaitUninterrupted(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
