package dev.seedlog.simworld;

import dev.seedlog.base.HostPort;
import dev.seedlog.env.Acceptor;
import dev.seedlog.env.Listener;

/** A place of a shard where connections are accepted. */
final class SimListener implements Listener {

    private final SimShard shard;
    private final HostPort address;
    private final Acceptor acceptor;

    SimListener(SimShard shard, HostPort address, Acceptor acceptor) {
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

    @Override
    public HostPort boundTo() {
        return address;
    }

    @Override
    public void close() {
        shard.process().world().network().unbind(this);
    }
}
