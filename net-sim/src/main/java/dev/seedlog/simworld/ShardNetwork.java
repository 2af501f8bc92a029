package dev.seedlog.simworld;

import dev.seedlog.base.HostPort;
import dev.seedlog.env.Acceptor;
import dev.seedlog.env.Connection;
import dev.seedlog.env.ConnectionHandler;
import dev.seedlog.env.Listener;
import dev.seedlog.env.Network;
import dev.seedlog.env.NetworkException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The network as one shard has it. */
final class ShardNetwork implements Network {

    private static final byte POISON = (byte) 0xDB;
    private static final List<String> ANY_OR_LOOPBACK = List.of("", "0.0.0.0", "::", "localhost", "127.0.0.1", "::1");

    private final SimShard shard;
    private final List<SimConnection> leaving = new ArrayList<>();
    private final List<byte[]> delivered = new ArrayList<>();

    ShardNetwork(SimShard shard) {
        this.shard = shard;
    }

    @Override
    public Listener listen(HostPort at, Acceptor acceptor) {
        SimMachine machine = shard.process().machine();
        if (!isOwn(at.host())) {
            throw new NetworkException("cannot listen at " + at + ": not an address of " + machine.host(), null);
        }
        SimNetwork network = shard.process().world().network();
        HostPort address = at.port() == 0 ? new HostPort(at.host(), network.freePort(machine)) : at;
        SimListener listener = new SimListener(shard, address, acceptor);
        if (!network.bind(listener)) {
            throw new NetworkException("cannot listen at " + at + ": the address is in use", null);
        }
        return listener;
    }

    @Override
    public Listener share(HostPort at, Acceptor acceptor) {
        SimListener first = shard.process().world().network().listener(shard.process(), at.port());
        if (first == null) {
            throw new NetworkException("no shard of this node listens at " + at, null);
        }
        return first.share(shard, acceptor);
    }

    @Override
    public Connection connect(HostPort to, ConnectionHandler handler) {
        SimNetwork network = shard.process().world().network();
        SimMachine here = shard.process().machine();
        SimMachine target = isOwn(to.host()) ? here : network.machine(to.host());
        HostPort local = new HostPort(here.host(), network.freePort(here));
        SimConnection connection = SimConnection.opening(shard, handler, local, to, target);
        leaves(connection);
        return connection;
    }

    /** A connection has something to do when the turn is over. */
    void leaves(SimConnection connection) {
        leaving.add(connection);
        shard.hasOutput();
    }

    /** These bytes were lent to the program until the turn ends. */
    void lent(byte[] bytes) {
        delivered.add(bytes);
    }

    /** Takes the lent bytes back: a program that still looks at them sees rubbish. */
    void endTurn() {
        for (byte[] bytes : delivered) {
            Arrays.fill(bytes, POISON);
        }
        delivered.clear();
    }

    /** Whether nothing waits for the end of the turn. */
    boolean isIdle() {
        return leaving.isEmpty();
    }

    void release() {
        for (SimConnection connection : leaving) {
            connection.turnEnded();
        }
        leaving.clear();
    }

    private boolean isOwn(String host) {
        return host.equals(shard.process().machine().host()) || ANY_OR_LOOPBACK.contains(host);
    }
}
