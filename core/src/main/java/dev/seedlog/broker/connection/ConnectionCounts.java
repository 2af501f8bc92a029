package dev.seedlog.broker.connection;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** The clients of a node, counted on one shard for all. */
public final class ConnectionCounts implements Admission {

    private ConnectionLimits limits;
    private final Map<String, Integer> perAddress = new LinkedHashMap<>();
    private int all;

    /** No clients yet. */
    public ConnectionCounts(ConnectionLimits limits) {
        this.limits = limits;
    }

    /** Other limits, for the clients that come from now on. */
    public void limits(ConnectionLimits changed) {
        limits = changed;
    }

    /** Whether a client of this address is taken. */
    public boolean admit(String address) {
        int ofAddress = perAddress.getOrDefault(address, 0);
        if (all >= limits.mostConnections() || ofAddress >= limits.mostConnectionsPerAddress()) {
            return false;
        }
        all++;
        perAddress.put(address, ofAddress + 1);
        return true;
    }

    @Override
    public Verdict ask(String address, Consumer<Boolean> later) {
        return admit(address) ? Verdict.TAKEN : Verdict.REFUSED;
    }

    @Override
    public void left(String address) {
        all--;
        perAddress.computeIfPresent(address, (host, count) -> count > 1 ? count - 1 : null);
    }
}
