package dev.seedlog.base.config;

import dev.seedlog.base.HostPort;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Makes listeners of listeners, advertised.listeners, controller.listener.names and listener.security.protocol.map. */
final class ListenerParser {

    private static final String WILDCARD = "0.0.0.0";

    private final Config config;
    private final Set<String> controllerNames = new LinkedHashSet<>();
    private final Map<String, SecurityProtocol> protocols = new LinkedHashMap<>();

    ListenerParser(Config config) {
        this.config = config;
        config.getList(BrokerConfigKeys.CONTROLLER_LISTENER_NAMES).forEach(name -> controllerNames.add(upper(name)));
        readProtocols();
    }

    /** The names of the quorum's listeners, in upper case and in order. */
    Set<String> controllerNames() {
        return controllerNames;
    }

    /** The listeners in the order of their configuration. */
    List<ListenerConfig> parse() {
        Map<String, HostPort> binds = endpoints(BrokerConfigKeys.LISTENERS, true);
        boolean explicit = config.isSet(BrokerConfigKeys.ADVERTISED_LISTENERS);
        Map<String, HostPort> advertised = explicit ? endpoints(BrokerConfigKeys.ADVERTISED_LISTENERS, false) : binds;
        for (Map.Entry<String, HostPort> entry : advertised.entrySet()) {
            if (!binds.containsKey(entry.getKey())) {
                throw invalid(BrokerConfigKeys.ADVERTISED_LISTENERS, entry.getKey() + " is not one of "
                        + BrokerConfigKeys.LISTENERS + " (" + String.join(", ", binds.keySet()) + ")");
            }
            if (entry.getValue().host().equals(WILDCARD)) {
                throw invalid(BrokerConfigKeys.ADVERTISED_LISTENERS, "nobody can connect to " + WILDCARD
                        + "; name an address of this machine");
            }
        }
        List<ListenerConfig> listeners = new ArrayList<>();
        binds.forEach((name, bind) -> {
            boolean controller = controllerNames.contains(name);
            // As in Kafka, a controller listener is found under its own address even if only others are advertised.
            HostPort shown = advertised.getOrDefault(name, controller ? bind : null);
            listeners.add(new ListenerConfig(name, bind, shown, protocolOf(name), controller));
        });
        return List.copyOf(listeners);
    }

    private Map<String, HostPort> endpoints(ConfigKey key, boolean distinctAddresses) {
        Map<String, HostPort> endpoints = new LinkedHashMap<>();
        Set<HostPort> seen = new LinkedHashSet<>();
        for (String item : config.getList(key)) {
            int colon = item.indexOf("://");
            if (colon <= 0) {
                throw invalid(key, "'" + item + "' is not NAME://HOST:PORT");
            }
            String name = upper(item.substring(0, colon));
            HostPort at;
            try {
                at = HostPort.parse(item.substring(colon + "://".length()));
            } catch (IllegalArgumentException e) {
                throw invalid(key, "in '" + item + "', " + e.getMessage());
            }
            if (endpoints.put(name, at) != null) {
                throw invalid(key, "the listener " + name + " is there twice");
            }
            if (distinctAddresses && at.port() != 0 && !seen.add(at)) {
                throw invalid(key, "two listeners have the address " + at);
            }
        }
        return endpoints;
    }

    private void readProtocols() {
        ConfigKey key = BrokerConfigKeys.LISTENER_SECURITY_PROTOCOL_MAP;
        for (String item : config.getString(key).split(",")) {
            String[] parts = item.strip().split(":");
            if (item.isBlank()) {
                continue;
            }
            if (parts.length != 2) {
                throw invalid(key, "'" + item + "' is not NAME:PROTOCOL");
            }
            try {
                protocols.put(upper(parts[0].strip()), SecurityProtocol.valueOf(upper(parts[1].strip())));
            } catch (IllegalArgumentException e) {
                throw invalid(key, "there is no protocol '" + parts[1] + "'");
            }
        }
        if (!config.isSet(key)) {
            controllerNames.forEach(name -> protocols.putIfAbsent(name, SecurityProtocol.PLAINTEXT));
        }
    }

    private SecurityProtocol protocolOf(String name) {
        SecurityProtocol protocol = protocols.get(name);
        if (protocol == null) {
            throw invalid(BrokerConfigKeys.LISTENERS, "listener " + name + " has no protocol in "
                    + BrokerConfigKeys.LISTENER_SECURITY_PROTOCOL_MAP);
        }
        if (protocol != SecurityProtocol.PLAINTEXT) {
            throw invalid(BrokerConfigKeys.LISTENERS, "listener " + name + " uses " + protocol
                    + ", which is not implemented yet");
        }
        return protocol;
    }

    private ConfigException invalid(ConfigKey key, String why) {
        return NodeConfig.invalid(config, key, why);
    }

    static String upper(String name) {
        return name.toUpperCase(Locale.ROOT);
    }
}
