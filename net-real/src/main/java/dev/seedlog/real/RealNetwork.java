package dev.seedlog.real;

import dev.seedlog.base.HostPort;
import dev.seedlog.env.Acceptor;
import dev.seedlog.env.Connection;
import dev.seedlog.env.ConnectionHandler;
import dev.seedlog.env.Listener;
import dev.seedlog.env.Network;
import dev.seedlog.env.NetworkException;
import dev.seedlog.env.Timers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** One shard's sockets. */
final class RealNetwork implements Network {

    private static final int DISCARD_BYTES = 16 * 1024;

    private final Selector selector;
    private final Timers timers;
    private final SocketSettings sockets;
    private final int sendLimitBytes;
    private final HostNames names;
    private final SharedListeners listeners;
    private final Inbox inbox;
    private final ReceiveSlab slab;
    private final SendArena arena = new SendArena();
    private final NioViews views = new NioViews();

    private final Consumer<SelectionKey> collect = this::collect;
    private SelectionKey[] ready = new SelectionKey[64];
    private int readyCount;

    /** Connections whose handler is to hear something in the next network phase. */
    private final ArrayDeque<RealConnection> notices = new ArrayDeque<>();
    /** Readers that the slab had no room for: the first of the next turn. */
    private ArrayDeque<RealConnection> starved = new ArrayDeque<>();
    private ArrayDeque<RealConnection> starvedBefore = new ArrayDeque<>();
    private List<RealConnection> toFlush = new ArrayList<>();
    private List<RealConnection> flushing = new ArrayList<>();
    private ByteBuffer discarded;
    private boolean inInput;
    private long turn;
    private long lastId;
    private int closing;

    RealNetwork(Selector selector, Timers timers, RealNodeOptions options, NodeServices services, Inbox inbox) {
        this.selector = selector;
        this.timers = timers;
        this.sockets = options.sockets();
        this.sendLimitBytes = options.sendLimitBytes();
        this.names = services.names();
        this.listeners = services.listeners();
        this.inbox = inbox;
        this.slab = new ReceiveSlab(options.receiveSlabBytes());
    }

    @Override
    public Listener listen(HostPort at, Acceptor acceptor) {
        ServerSocketChannel channel = null;
        try {
            channel = ServerSocketChannel.open();
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            if (sockets.receiveBufferBytes() > 0) {
                // Before the port is bound: the window's scale is agreed on when a connection is made.
                channel.setOption(StandardSocketOptions.SO_RCVBUF, sockets.receiveBufferBytes());
            }
            channel.bind(addressToListenAt(at), sockets.backlog());
            int port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
            RealListener listener = new RealListener(this, channel, new HostPort(at.host(), port), acceptor);
            listeners.add(listener);
            return listener;
        } catch (IOException e) {
            NetworkException failure = NetworkErrors.ofListen(at, e);
            if (channel != null) {
                try {
                    channel.close();
                } catch (IOException again) {
                    failure.addSuppressed(again);
                }
            }
            throw failure;
        }
    }

    private static InetSocketAddress addressToListenAt(HostPort at) throws IOException {
        if (at.host().isEmpty()) {
            return new InetSocketAddress(at.port());
        }
        InetAddress[] addresses = HostNames.lookUp(at.host());
        return new InetSocketAddress(addresses[0], at.port());
    }

    @Override
    public Listener share(HostPort at, Acceptor acceptor) {
        RealListener first = listeners.find(at);
        if (first == null) {
            throw new NetworkException("no shard of this node listens at " + at, null);
        }
        RealListenerShare share = new RealListenerShare(this, first, listeners, acceptor);
        first.add(share);
        return share;
    }

    @Override
    public Connection connect(HostPort to, ConnectionHandler handler) {
        RealConnection connection = new RealConnection(this, ++lastId, to, handler);
        flushLater(connection);
        return connection;
    }

    void accepted(SocketChannel channel, Acceptor acceptor) {
        RealConnection connection;
        try {
            prepare(channel);
            connection = new RealConnection(this, ++lastId, channel);
        } catch (IOException e) {
            // It was reset before it was served.
            closeQuietly(channel);
            return;
        }
        ConnectionHandler handler = acceptor.accept(connection);
        connection.serveBy(handler);
    }

    void prepare(SocketChannel channel) throws IOException {
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        if (sockets.sendBufferBytes() > 0) {
            channel.setOption(StandardSocketOptions.SO_SNDBUF, sockets.sendBufferBytes());
        }
        if (sockets.receiveBufferBytes() > 0) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, sockets.receiveBufferBytes());
        }
    }

    static void closeQuietly(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }

    SelectionKey register(SelectableChannel channel, int ops, Selectable owner) throws IOException {
        return channel.register(selector, ops, owner);
    }

    /** Waits until a socket is ready, the shard is woken, or the time is over; 0 does not wait. */
    void select(long timeoutMs) throws IOException {
        if (timeoutMs == 0) {
            selector.selectNow(collect);
        } else {
            selector.select(collect, timeoutMs);
        }
    }

    private void collect(SelectionKey key) {
        if (readyCount == ready.length) {
            ready = Arrays.copyOf(ready, 2 * readyCount);
        }
        ready[readyCount++] = key;
    }

    /** The network phase. */
    void input() {
        inInput = true;
        turn++;
        slab.reset();
        inbox.run();
        for (int left = notices.size(); left > 0; left--) {
            notices.poll().deliverNotices();
        }
        ArrayDeque<RealConnection> first = starved;
        starved = starvedBefore;
        starvedBefore = first;
        for (RealConnection reader = first.poll(); reader != null; reader = first.poll()) {
            reader.readStarved();
        }
        for (int i = 0; i < readyCount; i++) {
            SelectionKey key = ready[i];
            ready[i] = null;
            if (key.isValid()) {
                ((Selectable) key.attachment()).onReady(key.readyOps());
            }
        }
        readyCount = 0;
        inInput = false;
    }

    /** Whether there is work that no selection reports. */
    boolean hasWork() {
        return !notices.isEmpty() || !inbox.isEmpty();
    }

    /** The turn is over: what was queued is sent. */
    void release() {
        List<RealConnection> now = toFlush;
        toFlush = flushing;
        flushing = now;
        for (int i = 0; i < now.size(); i++) {
            now.get(i).flush();
        }
        now.clear();
    }

    /** Whether connections that were closed still have something to send. */
    boolean isClosing() {
        return closing > 0;
    }

    /** Closes everything at once. */
    void abandon() throws IOException {
        for (SelectionKey key : selector.keys()) {
            ((Selectable) key.attachment()).abandon();
        }
        selector.close();
    }

    void flushLater(RealConnection connection) {
        toFlush.add(connection);
    }

    /** Leaves something to run on this shard in its next network phase; from any thread. */
    void post(Runnable input) {
        inbox.post(input);
    }

    SharedListeners listeners() {
        return listeners;
    }

    void noticeLater(RealConnection connection) {
        notices.add(connection);
    }

    void readNextTurn(RealConnection connection) {
        starved.add(connection);
    }

    void closingBegins() {
        closing++;
    }

    void closingEnds() {
        closing--;
    }

    boolean inInput() {
        return inInput;
    }

    long turn() {
        return turn;
    }

    ReceiveSlab slab() {
        return slab;
    }

    SendArena arena() {
        return arena;
    }

    NioViews views() {
        return views;
    }

    Timers timers() {
        return timers;
    }

    int sendLimitBytes() {
        return sendLimitBytes;
    }

    void lookUp(String host, Consumer<InetAddress[]> found) {
        names.lookUp(host, inbox, found);
    }

    /** A place for bytes that nobody wants. */
    ByteBuffer discarded() {
        if (discarded == null) {
            discarded = ByteBuffer.allocateDirect(DISCARD_BYTES);
        }
        return discarded.clear();
    }

    /** Makes the selector forget closed channels now, which frees their ports; what it finds ready waits. */
    void letGo() {
        try {
            if (selector.isOpen()) {
                selector.selectNow(collect);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
