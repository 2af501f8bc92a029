package dev.seedlog.base.config;

import dev.seedlog.base.HostPort;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A node's configuration, as a whole: what single keys say, and what they mean together. Numbers and switches are read
 * from {@link #config()} by key.
 */
public final class NodeConfig {

    /** The {@code replica.selector.class} by which consumers read from a replica in their own rack (KIP-392). */
    public static final String RACK_AWARE_SELECTOR = "org.apache.kafka.common.replica.RackAwareReplicaSelector";

    private final Config config;
    private final int nodeId;
    private final Set<ProcessRole> roles;
    private final List<ListenerConfig> listeners;
    private final List<String> controllerListenerNames;
    private final String interBrokerListenerName;
    private final List<QuorumVoter> voters;
    private final List<String> logDirs;
    private final TopicConfig topicDefaults;

    private NodeConfig(Config config) {
        this.config = config;
        this.nodeId = readNodeId(config);
        this.roles = readRoles(config);
        ListenerParser parser = new ListenerParser(config);
        this.listeners = parser.parse();
        this.controllerListenerNames = List.copyOf(parser.controllerNames());
        this.interBrokerListenerName = readInterBrokerListener();
        this.voters = readVoters();
        this.logDirs = config.getList(config.isSet(BrokerConfigKeys.LOG_DIRS) ? BrokerConfigKeys.LOG_DIRS
                : BrokerConfigKeys.LOG_DIR);
        this.topicDefaults = TopicConfig.defaultsOf(config);
    }

    /**
     * Checks how the keys fit together.
     *
     * @throws ConfigException naming the key, its value and its source
     */
    public static NodeConfig of(Config config) {
        NodeConfig node = new NodeConfig(config);
        node.checkListeners();
        node.checkQuorum();
        node.checkLimits();
        node.checkProtection();
        node.checkSelector();
        return node;
    }

    /** The single values. */
    public Config config() {
        return config;
    }

    /** The node's number in its cluster. */
    public int nodeId() {
        return nodeId;
    }

    /** What it does; never empty. */
    public Set<ProcessRole> roles() {
        return roles;
    }

    /** Whether it has a role. */
    public boolean has(ProcessRole role) {
        return roles.contains(role);
    }

    /** All listeners, in the order of the configuration. */
    public List<ListenerConfig> listeners() {
        return listeners;
    }

    /** The names of the quorum's listeners; a broker reaches controllers by the first. */
    public List<String> controllerListenerNames() {
        return controllerListenerNames;
    }

    /** The name of the listener by which brokers reach each other; null for a mere controller. */
    public String interBrokerListenerName() {
        return interBrokerListenerName;
    }

    /** The fixed voters; empty if voters may change, and for a controller that is its own sole voter. */
    public List<QuorumVoter> voters() {
        return voters;
    }

    /** Where the quorum is found if voters may change. */
    public List<HostPort> bootstrapControllers() {
        return config.getList(BrokerConfigKeys.CONTROLLER_QUORUM_BOOTSTRAP_SERVERS).stream().map(text -> {
            try {
                return HostPort.parse(text);
            } catch (IllegalArgumentException e) {
                throw invalid(config, BrokerConfigKeys.CONTROLLER_QUORUM_BOOTSTRAP_SERVERS, e.getMessage());
            }
        }).toList();
    }

    /** The data directories; at least one. */
    public List<String> logDirs() {
        return logDirs;
    }

    /** Whether the data directories were named by the configuration, rather than being the default. */
    public boolean namesLogDirs() {
        return config.isSet(BrokerConfigKeys.LOG_DIRS) || config.isSet(BrokerConfigKeys.LOG_DIR);
    }

    /** The directory of the metadata log. */
    public String metadataLogDir() {
        String own = config.getString(BrokerConfigKeys.METADATA_LOG_DIR);
        return own == null ? logDirs.get(0) : own;
    }

    /** How many shards the configuration asks for; empty if the number of cores decides. */
    public Optional<Integer> shards() {
        return config.isSet(BrokerConfigKeys.SEEDLOG_SHARDS)
                ? Optional.of(config.getInt(BrokerConfigKeys.SEEDLOG_SHARDS)) : Optional.empty();
    }

    /** How many files of logs one of so many shards keeps open in each directory. */
    public int mostOpenFiles(int shardCount) {
        return Math.max(1, config.getInt(BrokerConfigKeys.SEEDLOG_LOG_OPEN_FILES) / (shardCount * logDirs.size()));
    }

    /** What a topic without settings of its own has here. */
    public TopicConfig topicDefaults() {
        return topicDefaults;
    }

    private static int readNodeId(Config config) {
        int brokerId = config.getInt(BrokerConfigKeys.BROKER_ID);
        if (!config.isSet(BrokerConfigKeys.NODE_ID) && brokerId >= 0) {
            return brokerId;
        }
        int nodeId = config.getInt(BrokerConfigKeys.NODE_ID);
        if (config.isSet(BrokerConfigKeys.BROKER_ID) && brokerId != nodeId) {
            throw invalid(config, BrokerConfigKeys.BROKER_ID, "it differs from " + BrokerConfigKeys.NODE_ID + "="
                    + nodeId);
        }
        return nodeId;
    }

    private static Set<ProcessRole> readRoles(Config config) {
        Set<ProcessRole> roles = EnumSet.noneOf(ProcessRole.class);
        config.getList(BrokerConfigKeys.PROCESS_ROLES)
                .forEach(role -> roles.add(ProcessRole.valueOf(role.toUpperCase(Locale.ROOT))));
        if (roles.isEmpty()) {
            throw new ConfigException("Missing required configuration " + BrokerConfigKeys.PROCESS_ROLES
                    + ", which has no default: broker, controller, or both");
        }
        return Collections.unmodifiableSet(roles);
    }

    private String readInterBrokerListener() {
        if (!has(ProcessRole.BROKER)) {
            return null;
        }
        String name = config.getString(BrokerConfigKeys.INTER_BROKER_LISTENER_NAME);
        if (name != null) {
            return ListenerParser.upper(name);
        }
        return listeners.stream().filter(listener -> !listener.controller()).map(ListenerConfig::name)
                .filter(SecurityProtocol.PLAINTEXT.name()::equals).findFirst()
                .or(() -> listeners.stream().filter(listener -> !listener.controller()).map(ListenerConfig::name)
                        .findFirst())
                .orElse(null);
    }

    private List<QuorumVoter> readVoters() {
        List<QuorumVoter> read = new ArrayList<>();
        for (String item : config.getList(BrokerConfigKeys.CONTROLLER_QUORUM_VOTERS)) {
            QuorumVoter voter = QuorumVoter.parse(item);
            if (read.stream().anyMatch(other -> other.id() == voter.id())) {
                throw invalid(config, BrokerConfigKeys.CONTROLLER_QUORUM_VOTERS, "voter " + voter.id()
                        + " is there twice");
            }
            read.add(voter);
        }
        return List.copyOf(read);
    }

    private void checkListeners() {
        boolean anyController = listeners.stream().anyMatch(ListenerConfig::controller);
        boolean anyOther = listeners.stream().anyMatch(listener -> !listener.controller());
        if (controllerListenerNames.isEmpty()) {
            throw new ConfigException("Missing required configuration " + BrokerConfigKeys.CONTROLLER_LISTENER_NAMES
                    + ", which has no default");
        }
        if (has(ProcessRole.CONTROLLER)
                && !listeners.stream().map(ListenerConfig::name).toList().containsAll(controllerListenerNames)) {
            throw invalid(config, BrokerConfigKeys.LISTENERS, "a controller needs a listener for each of "
                    + BrokerConfigKeys.CONTROLLER_LISTENER_NAMES + "=" + String.join(",", controllerListenerNames));
        }
        if (!has(ProcessRole.CONTROLLER) && anyController) {
            throw invalid(config, BrokerConfigKeys.LISTENERS, "a node that is no controller must not listen as "
                    + String.join(" or ", controllerListenerNames));
        }
        if (!has(ProcessRole.BROKER) && anyOther) {
            throw invalid(config, BrokerConfigKeys.LISTENERS, "a node that is no broker must listen only as "
                    + String.join(" or ", controllerListenerNames));
        }
        boolean interBrokerListens = listeners.stream().anyMatch(listener -> !listener.controller()
                && listener.advertised() != null && listener.name().equals(interBrokerListenerName));
        if (has(ProcessRole.BROKER) && !interBrokerListens) {
            throw invalid(config, anyOther ? BrokerConfigKeys.INTER_BROKER_LISTENER_NAME : BrokerConfigKeys.LISTENERS,
                    "a broker needs an advertised listener that is none of "
                            + BrokerConfigKeys.CONTROLLER_LISTENER_NAMES + ", for clients and other brokers");
        }
    }

    private void checkQuorum() {
        boolean votes = voters.stream().anyMatch(voter -> voter.id() == nodeId);
        if (!voters.isEmpty() && votes != has(ProcessRole.CONTROLLER)) {
            throw invalid(config, BrokerConfigKeys.CONTROLLER_QUORUM_VOTERS, "node " + nodeId
                    + (votes ? " is a voter but no controller" : " is a controller but no voter"));
        }
        if (voters.isEmpty() && bootstrapControllers().isEmpty() && !has(ProcessRole.CONTROLLER)) {
            throw new ConfigException("Missing required configuration "
                    + BrokerConfigKeys.CONTROLLER_QUORUM_BOOTSTRAP_SERVERS + " or "
                    + BrokerConfigKeys.CONTROLLER_QUORUM_VOTERS + ": a broker must know where the controllers are");
        }
    }

    private void checkLimits() {
        long queued = config.getLong(BrokerConfigKeys.QUEUED_MAX_REQUEST_BYTES);
        int largest = config.getInt(BrokerConfigKeys.SOCKET_REQUEST_MAX_BYTES);
        if (queued > 0 && queued < largest) {
            throw invalid(config, BrokerConfigKeys.QUEUED_MAX_REQUEST_BYTES, "it must be at least "
                    + BrokerConfigKeys.SOCKET_REQUEST_MAX_BYTES + "=" + largest);
        }
        if (config.getLong(BrokerConfigKeys.GROUP_MIN_SESSION_TIMEOUT_MS)
                > config.getLong(BrokerConfigKeys.GROUP_MAX_SESSION_TIMEOUT_MS)) {
            throw invalid(config, BrokerConfigKeys.GROUP_MIN_SESSION_TIMEOUT_MS, "it must not exceed "
                    + BrokerConfigKeys.GROUP_MAX_SESSION_TIMEOUT_MS);
        }
    }

    /** What protects a cluster is not passed over with a warning: a node that ignored it would let everybody in. */
    private void checkProtection() {
        ConfigKey authorizer = ConfigDefinition.BROKER.key("authorizer.class.name");
        if (config.isSet(authorizer) && !config.getString(authorizer).isEmpty()) {
            throw invalid(config, authorizer, "authorization is not available, and the node would serve everybody");
        }
    }

    /** There is no class to load: of Kafka's selectors one is known by its name, and none is the leader. */
    private void checkSelector() {
        String selector = config.getString(BrokerConfigKeys.REPLICA_SELECTOR_CLASS);
        if (selector != null && !selector.equals(RACK_AWARE_SELECTOR)) {
            throw invalid(config, BrokerConfigKeys.REPLICA_SELECTOR_CLASS, "only " + RACK_AWARE_SELECTOR
                    + " is available");
        }
    }

    /** The exception for a value that is right by itself and wrong among the others. */
    static ConfigException invalid(Config config, ConfigKey key, String why) {
        Optional<ConfigEntry> entry = config.entry(key);
        String source = entry.map(written -> written.source() + ": ").orElse("");
        String value = entry.map(ConfigEntry::value).orElse(String.valueOf(key.defaultText()));
        return new ConfigException(source + "Invalid value '" + value + "' for configuration " + key.name() + ": "
                + why);
    }
}
