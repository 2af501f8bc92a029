package dev.seedlog.broker;

import dev.seedlog.base.HostPort;
import dev.seedlog.base.config.BrokerConfigKeys;
import dev.seedlog.base.config.Config;
import dev.seedlog.base.config.ListenerConfig;
import dev.seedlog.base.config.NodeConfig;
import dev.seedlog.base.config.ProcessRole;
import dev.seedlog.broker.connection.ConnectionHost;
import dev.seedlog.broker.connection.ConnectionLimits;
import java.util.LinkedHashMap;
import java.util.Map;

/** The addresses of a node: where its listeners are bound, and where others are told to connect. */
final class NodeListeners {

    private static final String ANY_ADDRESS = "0.0.0.0";
    private static final String LOCALHOST = "localhost";

    private final NodeConfig config;
    private final Map<String, HostPort> advertised = new LinkedHashMap<>();
    private final Map<String, HostPort> ofClients = new LinkedHashMap<>();

    NodeListeners(NodeConfig config) {
        this.config = config;
    }

    /** What clients may take of the node. */
    static ConnectionLimits limits(Config config) {
        return new ConnectionLimits(config.getInt(BrokerConfigKeys.SOCKET_REQUEST_MAX_BYTES),
                config.getInt(BrokerConfigKeys.MAX_CONNECTIONS),
                config.getInt(BrokerConfigKeys.MAX_CONNECTIONS_PER_IP),
                config.getLong(BrokerConfigKeys.CONNECTIONS_MAX_IDLE_MS));
    }

    /**
     * Opens the listeners of one kind.
     *
     * @throws dev.seedlog.env.NetworkException if an address cannot be had
     */
    void open(ConnectionHost host, boolean controller) {
        for (ListenerConfig listener : config.listeners()) {
            if (listener.controller() == controller) {
                HostPort wanted = listener.bind();
                HostPort bound = host.listen(listener.name(),
                        new HostPort(wanted.host().isEmpty() ? ANY_ADDRESS : wanted.host(), wanted.port()));
                if (!controller) {
                    ofClients.put(listener.name(), bound);
                }
                advertised.put(listener.name(), advertised(listener, bound));
            }
        }
    }

    /** Where others connect to the listeners that are open, by the listeners' names. */
    Map<String, HostPort> advertised() {
        return advertised;
    }

    /** Where the listeners that are open for clients are bound, by their names. */
    Map<String, HostPort> ofClients() {
        return ofClients;
    }

    /** The address that a client is started with: the first that serves clients; of a mere controller, its own. */
    HostPort bootstrap() {
        boolean controller = !config.has(ProcessRole.BROKER);
        for (ListenerConfig listener : config.listeners()) {
            if (listener.controller() == controller && advertised.containsKey(listener.name())) {
                return advertised.get(listener.name());
            }
        }
        throw new IllegalStateException("no listener is open");
    }

    private static HostPort advertised(ListenerConfig listener, HostPort bound) {
        HostPort named = listener.advertised() == null ? listener.bind() : listener.advertised();
        String host = named.host().isEmpty() || named.host().equals(ANY_ADDRESS) ? LOCALHOST : named.host();
        return new HostPort(host, named.port() == 0 ? bound.port() : named.port());
    }
}
