package dev.seedlog.simworld;

import dev.seedlog.base.HostPort;
import dev.seedlog.env.Acceptor;
import dev.seedlog.env.Listener;
import java.util.ArrayList;
import java.util.List;

/** A place of a shard where connections are accepted, and the other shards that share in them. */
final class SimListener implements Listener {

    private final SimShard shard;
    private final HostPort address;
    private final Acceptor acceptor;
    private final SimListener first;
    private final List<SimListener> shares = new ArrayList<>();
    private int next;

    SimListener(SimShard shard, HostPort address, Acceptor acceptor) {
        this(shard, address, acceptor, null);
    }

    private SimListener(SimShard shard, HostPort address, Acceptor acceptor, SimListener first) {
        this.first = first;
        this.shard = shard;
        this.address = address;
        this.acceptor = acceptor;
    }

    SimShard shard() {
        return shard;
    }

    SimMachine machine() {
        return shard.process().machine();
    }

    Acceptor acceptor() {
        return acceptor;
    }

    /** A share of another shard in what comes here. */
    SimListener share(SimShard sharing, Acceptor sharingAcceptor) {
        SimListener share = new SimListener(sharing, address, sharingAcceptor, this);
        shares.add(share);
        return share;
    }

    /** Whose turn it is to accept. */
    SimListener next() {
        next = (next + 1) % (shares.size() + 1);
        return next == 0 ? this : shares.get(next - 1);
    }

    @Override
    public HostPort boundTo() {
        return address;
    }

    @Override
    public void close() {
        if (first == null) {
            shard.process().world().network().unbind(this);
        } else {
            first.shares.remove(this);
        }
    }
}
