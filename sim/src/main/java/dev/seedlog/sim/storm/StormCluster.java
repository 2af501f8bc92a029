package dev.seedlog.sim.storm;

import dev.seedlog.base.HostPort;
import dev.seedlog.cli.LocalCluster;
import dev.seedlog.cli.NodeJvm;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A cluster of processes behind a proxy. What is to be done to a process is done by a thread of its own, in order,
 * because it may take a while; what becomes of processes is asked for with {@link #nextEvent}.
 */
public final class StormCluster implements Closeable {

    /** How far above a node's own ports the proxy's are. */
    private static final int DETOUR = 2_000;
    private static final int LOWEST_PORT = 20_000;
    private static final int PORTS = 6_000;
    private static final int TRIES = 1_000;
    private static final long READY_SECONDS = 90;

    /**
     * What became of a node's process.
     *
     * @param ready whether it serves; else it ended
     * @param status with which it ended
     */
    record Event(int node, boolean ready, int status) {
    }

    /** What is done to a process or its disk. */
    @FunctionalInterface
    private interface Deed {
        void run() throws IOException, InterruptedException;
    }

    private final Parties parties;
    private final LocalCluster.Ports ports;
    private final LocalCluster processes;
    private final Proxy proxy;
    private final CountDownLatch firstReady;
    private final Queue<Event> events = new ConcurrentLinkedQueue<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final ExecutorService hands = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "hands");
        thread.setDaemon(true);
        return thread;
    });
    private SmallDisk disk;

    /**
     * A cluster that is not started.
     *
     * @param folder where all of it is kept
     * @param jvm how processes are run
     * @param overrides further configuration of all nodes, KEY=VALUE
     */
    public StormCluster(int nodes, Path folder, NodeJvm jvm, List<String> overrides) throws IOException {
        this.parties = new Parties(nodes);
        this.ports = freePorts(nodes);
        this.firstReady = new CountDownLatch(nodes);
        this.processes = new LocalCluster(ports, folder, jvm, overrides, new Ears());
        this.proxy = new Proxy(parties);
        for (int node = 1; node <= nodes; node++) {
            proxy.door(node, ports.broker(node) + DETOUR, ports.broker(node));
            proxy.door(node, ports.controller(node) + DETOUR, ports.controller(node));
        }
    }

    /** Not among those that the system hands out: somebody could get one while its node is down. */
    private static LocalCluster.Ports freePorts(int nodes) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            LocalCluster.Ports ports = new LocalCluster.Ports(nodes,
                    LOWEST_PORT + ThreadLocalRandom.current().nextInt(PORTS), DETOUR);
            boolean free = true;
            for (int node = 1; node <= nodes; node++) {
                free &= isFree(ports.broker(node)) && isFree(ports.controller(node))
                        && isFree(ports.broker(node) + DETOUR) && isFree(ports.controller(node) + DETOUR);
            }
            if (free) {
                return ports;
            }
        }
        throw new IOException("there are no free ports");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Gives a node a disk of its own that can be filled; before the start.
     *
     * @throws IOException if that must not be done here
     */
    public void giveSmallDisk(int node, long sizeBytes) throws IOException {
        disk = SmallDisk.mount(processes.folder(node).resolve("data"), sizeBytes);
    }

    /**
     * Starts all nodes and waits until they serve.
     *
     * @throws IOException if they do not
     */
    public void start() throws IOException, InterruptedException {
        proxy.start();
        processes.start();
        if (!firstReady.await(READY_SECONDS, TimeUnit.SECONDS)) {
            throw new IOException("the nodes do not serve within " + READY_SECONDS + " s; see node.log of each");
        }
        events.clear();
    }

    /** Where clients begin. */
    public List<HostPort> bootstrap() {
        List<HostPort> all = new ArrayList<>();
        for (int node = 1; node <= parties.nodes(); node++) {
            all.add(HostPort.parse(processes.address(node)));
        }
        return all;
    }

    Parties parties() {
        return parties;
    }

    Proxy proxy() {
        return proxy;
    }

    /** What became of a process since this was asked last; null if nothing did. */
    Event nextEvent() {
        return events.poll();
    }

    /**
     * Whether it can go on.
     *
     * @throws IllegalStateException if this process cannot do what it has to
     */
    void check() {
        Throwable why = failure.get() == null ? proxy.failure() : failure.get();
        if (why != null) {
            throw new IllegalStateException("the storm itself failed: " + why, why);
        }
    }

    private void ask(Deed deed) {
        hands.execute(() -> {
            try {
                deed.run();
            } catch (IOException | RuntimeException e) {
                failure.set(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    void startNode(int node) {
        ask(() -> processes.start(node));
    }

    void kill(int node) {
        ask(() -> processes.kill(node));
    }

    void stop(int node) {
        ask(() -> processes.process(node).destroy());
    }

    /** SIGSTOP. */
    void pause(int node) {
        ask(() -> signal(node, "-STOP"));
    }

    /** SIGCONT. */
    void resume(int node) {
        ask(() -> signal(node, "-CONT"));
    }

    /** A process may be gone meanwhile, which is nobody's fault. */
    private void signal(int node, String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", signal, String.valueOf(processes.process(node).pid()))
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
    }

    void fillDisk() {
        ask(() -> disk.fill());
    }

    void freeDisk() {
        ask(() -> disk.free());
    }

    /** The last lines that a node has logged. */
    String lastWords(int node, int lines) {
        try {
            List<String> all = Files.readAllLines(processes.folder(node).resolve("node.log"));
            return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
        } catch (IOException e) {
            return "its log cannot be read: " + e;
        }
    }

    /**
     * Stops all nodes, which are to be sound.
     *
     * @return which did not end well, in words; empty if all did
     */
    public List<String> stopAll() {
        processes.close();
        List<String> bad = new ArrayList<>();
        for (int node = 1; node <= parties.nodes(); node++) {
            if (processes.process(node).isAlive()) {
                bad.add("node " + node + " did not stop");
            }
        }
        return bad;
    }

    /** Kills what still runs, and gives everything back. What was on the small disk is lost. */
    @Override
    public void close() {
        hands.shutdownNow();
        for (int node = 1; node <= parties.nodes(); node++) {
            processes.kill(node);
        }
        proxy.close();
        if (disk != null) {
            try {
                disk.close();
            } catch (IOException e) {
                failure.compareAndSet(null, e);
            }
            disk = null;
        }
    }

    /** Hears of processes. */
    private final class Ears implements LocalCluster.Listener {
        @Override
        public void ready(int node, String address, long pid) {
            events.add(new Event(node, true, 0));
            firstReady.countDown();
        }

        @Override
        public void ended(int node, int status) {
            events.add(new Event(node, false, status));
        }
    }
}
