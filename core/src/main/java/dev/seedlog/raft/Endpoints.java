package dev.seedlog.raft;

import dev.seedlog.base.HostPort;
import java.util.List;

/**
 * Where a replica listens: one address for each listener name. The driver picks the one of its own controller
 * listener; the kernel only carries them.
 */
public record Endpoints(List<Endpoint> all) {

    /** An address that is not known. */
    public static final Endpoints NONE = new Endpoints(List.of());

    /** One listener of a replica. */
    public record Endpoint(String listener, HostPort address) {
    }

    /** Copies the list. */
    public Endpoints {
        all = List.copyOf(all);
    }

    /** A single listener. */
    public static Endpoints of(String listener, HostPort address) {
        return new Endpoints(List.of(new Endpoint(listener, address)));
    }

    /** The address of a listener; if there is none of that name, that of the first; null if there is none at all. */
    public HostPort addressOf(String listener) {
        for (Endpoint endpoint : all) {
            if (endpoint.listener().equals(listener)) {
                return endpoint.address();
            }
        }
        return all.isEmpty() ? null : all.get(0).address();
    }

    /** Whether no address is known. */
    public boolean isEmpty() {
        return all.isEmpty();
    }

    /** How many listeners are known. */
    public int size() {
        return all.size();
    }
}
