package dev.seedlog.broker;

import dev.seedlog.base.Invariant;
import dev.seedlog.base.Nanos;
import dev.seedlog.base.config.BrokerConfigKeys;
import dev.seedlog.base.config.ConfigException;
import dev.seedlog.base.config.NodeConfig;
import dev.seedlog.broker.api.ApiVersionsHandler;
import dev.seedlog.broker.api.GroupApis;
import dev.seedlog.broker.config.BrokerConfigSchema;
import dev.seedlog.broker.connection.ApiDispatcher;
import dev.seedlog.broker.connection.ConnectionHost;
import dev.seedlog.broker.connection.ServedApis;
import dev.seedlog.broker.quorum.BrokerLifecycle;
import dev.seedlog.broker.quorum.MetadataBootstrap;
import dev.seedlog.broker.quorum.MetadataQuorum;
import dev.seedlog.broker.quorum.QuorumSettings;
import dev.seedlog.broker.quorum.QuorumTools;
import dev.seedlog.controller.Controller;
import dev.seedlog.controller.ControllerSettings;
import dev.seedlog.env.DiskException;
import dev.seedlog.env.NetworkException;
import dev.seedlog.env.NodeControl;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.env.ShardMessage;
import dev.seedlog.env.ShardProgram;
import dev.seedlog.log.CorruptFileException;
import dev.seedlog.log.LogDirectory;
import dev.seedlog.log.LogDirectoryOffline;
import dev.seedlog.metadata.BrokerImage;
import dev.seedlog.metadata.MetadataDelta;
import dev.seedlog.metadata.MetadataImage;
import dev.seedlog.metadata.MetadataRecord;
import dev.seedlog.metadata.SupportedFeatures;
import dev.seedlog.raft.Endpoints;
import dev.seedlog.record.CodecInstances;
import dev.seedlog.record.Codecs;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node on its one shard: it starts its parts one after the other ({@link BootStage}), ends each turn in the order that
 * their promises need, and stops them in the opposite order.
 */
final class BrokerShard implements ShardProgram, NodeDirectories.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerShard.class);
    private static final int CONFIGURATION = 2;
    private static final int FAILURE = 5;
    private static final long HAND_OVER_NANOS = Nanos.ofSeconds(5);

    private final NodeConfig config;
    private final ShardEnv env;
    private final NodeControl control;
    private final Codecs codecs;
    private final NodeDirectories directories;
    private final NodeListeners listeners;
    private final ServedApis controllerApis = new ServedApis();
    private BootStage stage = BootStage.NEW;
    private boolean failed;
    private MetadataQuorum quorum;
    private DataPlane data;
    private ConnectionHost controllers;
    private ConnectionHost clients;
    private BrokerLifecycle lifecycle;

    BrokerShard(NodeConfig config, CodecInstances instances, ShardEnv env, NodeControl control) {
        this.config = config;
        this.env = env;
        this.control = control;
        this.codecs = new Codecs(instances);
        this.directories = new NodeDirectories(env, config, this);
        this.listeners = new NodeListeners(config);
    }

    @Override
    public void start() {
        become(BootStage.OPENING_DIRECTORIES);
        guarded(() -> {
            MetadataBootstrap.requireFormatted(env.disk(), config);
            directories.open();
        });
    }

    @Override
    public void onAllOpen() {
        if (stage != BootStage.OPENING_DIRECTORIES || failed) {
            return;
        }
        become(BootStage.LOADING_METADATA);
        guarded(() -> {
            controllers = new ConnectionHost(env, NodeListeners.limits(config.config()), dispatcher(controllerApis));
            listeners.open(controllers, true);
            QuorumSettings settings = QuorumSettings.of(config, directories.clusterId(), controllerEndpoints());
            QuorumTools tools = QuorumTools.of(codecs, env.timers());
            MetadataBootstrap.prepare(env, directories.metadata(), settings, tools,
                    MetadataBootstrap.maySoleVoterFormat(config), first -> startQuorum(settings, tools, first),
                    this::fail);
        });
    }

    private void startQuorum(QuorumSettings settings, QuorumTools tools, List<MetadataRecord> firstRecords) {
        Controller controller = new Controller(controllerSettings(), new BrokerConfigSchema(config),
                env.random().fork("controller"), firstRecords, SupportedFeatures.CURRENT);
        quorum = new MetadataQuorum(env, directories.metadata(), settings, tools, controller,
                new MetadataQuorum.Listeners(this::onMetadata, () -> { }, this::fail));
        ControllerApis.register(controllerApis, quorum, env.clock());
        quorum.start();
    }

    /** Until the quorum is there, ApiVersions in an unknown version is all that it could answer, and it closes. */
    private ApiDispatcher dispatcher(ServedApis apis) {
        return new ApiDispatcher(apis, new ApiVersionsHandler(apis, () -> quorum.image(), () -> quorum.appliedOffset()));
    }

    private ControllerSettings controllerSettings() {
        long rebalanceNanos = config.config().getBoolean(BrokerConfigKeys.AUTO_LEADER_REBALANCE_ENABLE)
                ? Nanos.ofSeconds(config.config().getLong(BrokerConfigKeys.LEADER_IMBALANCE_CHECK_INTERVAL_SECONDS)) : 0;
        return new ControllerSettings(directories.clusterId(), config.config().getInt(BrokerConfigKeys.NUM_PARTITIONS),
                (short) config.config().getInt(BrokerConfigKeys.DEFAULT_REPLICATION_FACTOR),
                config.config().getInt(BrokerConfigKeys.MIN_INSYNC_REPLICAS),
                config.config().getBoolean(BrokerConfigKeys.DELETE_TOPIC_ENABLE),
                Nanos.ofMillis(config.config().getLong(BrokerConfigKeys.BROKER_SESSION_TIMEOUT_MS)), rebalanceNanos);
    }

    private void onMetadata(MetadataImage image, MetadataDelta delta) {
        switch (stage) {
            case LOADING_METADATA -> recoverLogs();
            case REGISTERING -> followIfRegistered();
            case UNFENCING, SERVING, STOPPING -> {
                data.onMetadata(image, delta);
                serveIfActive(image);
            }
            default -> { }
        }
    }

    private void recoverLogs() {
        become(BootStage.RECOVERING_LOGS);
        data = new DataPlane(env, config, directories.data(), quorum::image, codecs, () -> guarded(this::register));
        data.recovery().start();
    }

    private void register() {
        if (stage != BootStage.RECOVERING_LOGS) {
            return;
        }
        become(BootStage.REGISTERING);
        ServedApis apis = new ServedApis();
        ClientApis client = new ClientApis(config, env, quorum, directories.clusterId());
        client.registerData(apis, data.replicas());
        client.registerMetadata(apis, () -> lifecycle.brokerEpoch());
        GroupApis.register(apis, data.groups(), quorum::image, client.autoCreation());
        client.registerVersions(apis);
        clients = new ConnectionHost(env, NodeListeners.limits(config.config()), dispatcher(apis));
        listeners.open(clients, false);
        lifecycle = new BrokerLifecycle(env, config, quorum, directories.clusterId(), clientEndpoints(),
                directories.data(), this::followIfRegistered);
        lifecycle.start();
    }

    /** Nothing is led before the broker has seen its own registration: older epochs of it are over. */
    private void followIfRegistered() {
        BrokerImage self = quorum.image().cluster().broker(config.nodeId());
        if (stage == BootStage.REGISTERING && lifecycle.registered() && self != null
                && self.epoch() == lifecycle.brokerEpoch()) {
            become(BootStage.UNFENCING);
            data.start(quorum.image());
            lifecycle.caughtUp();
        }
    }

    private void serveIfActive(MetadataImage image) {
        if (stage == BootStage.UNFENCING && image.cluster().isActive(config.nodeId())) {
            become(BootStage.SERVING);
            control.ready(listeners.bootstrap());
        }
    }

    @Override
    public void onDirectoryOffline(LogDirectory directory, LogDirectoryOffline reason) {
        if (data != null) {
            data.replicas().directoryOffline(directory);
        }
        if (directory.path().equals(config.metadataLogDir())) {
            if (quorum != null) {
                quorum.directoryOffline(reason);
            }
            fail(reason.getMessage());
        } else if (directories.data().stream().noneMatch(each -> each.health().isOnline())) {
            fail("all log directories are offline; the last: " + reason.getMessage());
        } else if (lifecycle != null) {
            lifecycle.directoriesChanged();
        }
    }

    @Override
    public void onMail(int fromShard, ShardMessage message) {
        throw new IllegalStateException("a node has one shard, and nobody to mail it");
    }

    @Override
    public void endTurn() {
        if (data != null) {
            data.replicas().endTurn();
        }
        if (quorum != null) {
            quorum.endTurn();
        }
        if (controllers != null) {
            controllers.endTurn();
        }
        if (clients != null) {
            clients.endTurn();
        }
    }

    @Override
    public void stop() {
        if (stage.ordinal() >= BootStage.STOPPING.ordinal() || failed) {
            return;
        }
        boolean registered = lifecycle != null && lifecycle.registered();
        become(BootStage.STOPPING);
        if (registered) {
            lifecycle.shutDown(this::handOver);
        } else {
            handOver();
        }
    }

    private void handOver() {
        if (clients != null) {
            clients.close();
        }
        if (data != null) {
            data.maintenance().stop();
        }
        if (quorum == null) {
            closeDirectories();
        } else {
            quorum.shutdown(HAND_OVER_NANOS, this::closeDirectories);
        }
    }

    private void closeDirectories() {
        List<LogDirectory> open = new ArrayList<>();
        for (LogDirectory directory : directories.all()) {
            if (directory.stage() == LogDirectory.Stage.OPEN) {
                open.add(directory);
            }
        }
        if (controllers != null) {
            controllers.close();
        }
        Closing closing = new Closing(open.size());
        long epoch = lifecycle != null && lifecycle.registered() ? lifecycle.brokerEpoch() : -1;
        for (LogDirectory directory : open) {
            guarded(() -> directory.closeCleanly(epoch, closing::oneClosed));
        }
        closing.begin();
    }

    private Endpoints controllerEndpoints() {
        List<Endpoints.Endpoint> endpoints = new ArrayList<>();
        listeners.advertised().forEach((name, at) -> endpoints.add(new Endpoints.Endpoint(name, at)));
        return new Endpoints(endpoints);
    }

    private List<BrokerLifecycle.Endpoint> clientEndpoints() {
        List<BrokerLifecycle.Endpoint> endpoints = new ArrayList<>();
        listeners.advertised().forEach((name, at) -> {
            if (!config.controllerListenerNames().contains(name)) {
                endpoints.add(new BrokerLifecycle.Endpoint(name, at));
            }
        });
        return endpoints;
    }

    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (ConfigException | NetworkException | IllegalStateException e) {
            failed = true;
            control.fatal(CONFIGURATION, e.getMessage());
        } catch (CorruptFileException | DiskException | LogDirectoryOffline e) {
            fail(e.getMessage());
        }
    }

    private void fail(String why) {
        if (!failed) {
            failed = true;
            LOG.error("the node cannot go on: {}", why);
            control.fatal(FAILURE, why);
        }
    }

    private void become(BootStage next) {
        Invariant.check(stage.canBecome(next), "B-STAGE", "the node goes from " + stage + " to " + next);
        LOG.debug("{}", next);
        stage = next;
    }

    /** Counts the directories that are still open. */
    private final class Closing {
        private int open;
        private boolean begun;

        private Closing(int open) {
            this.open = open;
        }

        void oneClosed() {
            open--;
            endIfAllClosed();
        }

        void begin() {
            begun = true;
            endIfAllClosed();
        }

        private void endIfAllClosed() {
            if (begun && open == 0) {
                become(BootStage.STOPPED);
                codecs.close();
                control.stopped();
            }
        }
    }
}
