package dev.seedlog.sim.storm;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntPredicate;

/**
 * What stands between nodes, and between them and clients: it passes on bytes, later, not at all, or up to a point. All
 * of it happens on one thread; what is asked of it, from any thread, takes effect soon and in order.
 */
final class Proxy implements Closeable {

    private static final int BUFFER_BYTES = 1 << 16;
    private static final int BACKLOG = 200;
    private static final long MILLI = 1_000_000;
    private static final long IDLE_MILLIS = 1_000;

    /** Where connections to a node are accepted. */
    private final class Door {
        private final int node;
        private final InetSocketAddress at;
        private final InetSocketAddress target;
        private ServerSocketChannel channel;

        private Door(int node, int port, int targetPort) {
            this.node = node;
            this.at = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            this.target = new InetSocketAddress(InetAddress.getLoopbackAddress(), targetPort);
        }

        private void open() throws IOException {
            if (channel == null) {
                ServerSocketChannel opened = ServerSocketChannel.open();
                opened.setOption(StandardSocketOptions.SO_REUSEADDR, true);
                opened.configureBlocking(false);
                opened.bind(at, BACKLOG);
                opened.register(selector, SelectionKey.OP_ACCEPT, this);
                channel = opened;
            }
        }

        private void shut() throws IOException {
            if (channel != null) {
                channel.close();
                channel = null;
                // Only a selection lets go of the port.
                selector.selectNow();
            }
        }

        private void accept() throws IOException {
            for (SocketChannel near = channel == null ? null : channel.accept(); near != null;
                    near = channel.accept()) {
                near.configureBlocking(false);
                passages.add(new Passage(parties, node, target, near, selector));
            }
        }
    }

    /** Something that is asked of it. */
    @FunctionalInterface
    private interface Command {
        void run() throws IOException;
    }

    private final Parties parties;
    private final Link[][] links;
    private final Selector selector;
    private final List<Door> doors = new ArrayList<>();
    private final List<Passage> passages = new ArrayList<>();
    private final Queue<Command> commands = new ConcurrentLinkedQueue<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final Thread thread = new Thread(this::run, "proxy");
    private volatile boolean closed;

    /** A proxy without doors, in front of so many nodes. */
    Proxy(Parties parties) throws IOException {
        this.parties = parties;
        this.selector = Selector.open();
        this.links = new Link[parties.count()][parties.nodes() + 1];
        for (Link[] each : links) {
            Arrays.fill(each, Link.CLEAR);
        }
    }

    /** Before it is started: where connections to a node are accepted, and where that one is. */
    void door(int node, int port, int targetPort) throws IOException {
        Door door = new Door(node, port, targetPort);
        door.open();
        doors.add(door);
    }

    /** Begins to work. */
    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    /** Why it does not work any more; null if it does. */
    Throwable failure() {
        return failure.get();
    }

    private void ask(Command command) {
        commands.add(command);
        selector.wakeup();
    }

    /** Whether connections to a node are refused. */
    void refuse(int node, boolean refused) {
        ask(() -> {
            for (Door door : doors) {
                if (door.node == node && refused) {
                    door.shut();
                } else if (door.node == node) {
                    door.open();
                }
            }
        });
    }

    /** How connections that a party opens to a node fare from now on. */
    void link(int party, int node, Link link) {
        ask(() -> links[party][node] = link);
    }

    /** Breaks connections of some parties to a node, when so many more bytes have passed; at once if none may. */
    void cut(IntPredicate whose, int node, int bytes) {
        ask(() -> passages.stream().filter(each -> each.node() == node && whose.test(each.party())).forEach(each -> {
            if (bytes == 0) {
                each.reset();
            } else {
                each.cutAfter(bytes);
            }
        }));
    }

    /** Has the connections of some parties to a node lose everything. */
    void deafen(IntPredicate whose, int node) {
        ask(() -> passages.stream().filter(each -> each.node() == node && whose.test(each.party()))
                .forEach(Passage::deafen));
    }

    /** Breaks those connections to a node that lose everything. */
    void endDeafness(int node) {
        ask(() -> passages.stream().filter(each -> each.node() == node && each.deaf()).forEach(Passage::reset));
    }

    private void run() {
        try {
            while (!closed) {
                selector.select(waitMillis());
                for (Command command = commands.poll(); command != null; command = commands.poll()) {
                    command.run();
                }
                for (SelectionKey key : selector.selectedKeys()) {
                    if (key.attachment() instanceof Door door) {
                        door.accept();
                    }
                }
                long now = System.nanoTime();
                passages.forEach(each -> each.advance(buffer, link(each), now));
                passages.removeIf(Passage::over);
                selector.selectedKeys().clear();
            }
        } catch (IOException | RuntimeException e) {
            failure.set(e);
        } finally {
            release();
        }
    }

    /** Until it is known whose it is, nothing is wrong with a connection. */
    private Link link(Passage passage) {
        return passage.party() == Parties.ALL ? Link.CLEAR : links[passage.party()][passage.node()];
    }

    private long waitMillis() {
        long due = Long.MAX_VALUE;
        long now = System.nanoTime();
        for (Passage each : passages) {
            long next = each.dueNanos(link(each));
            if (next != Long.MAX_VALUE) {
                due = Math.min(due, Math.max(0, next - now));
            }
        }
        // No wait at all would be a wait without end.
        return due == Long.MAX_VALUE ? IDLE_MILLIS : Math.max(1, Math.min(IDLE_MILLIS, due / MILLI));
    }

    private void release() {
        passages.forEach(Passage::reset);
        try {
            for (Door door : doors) {
                door.shut();
            }
            selector.close();
        } catch (IOException e) {
            failure.compareAndSet(null, e);
        }
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
    }
}
