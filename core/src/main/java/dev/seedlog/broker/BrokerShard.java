package dev.seedlog.broker;

import dev.seedlog.base.Invariant;
import dev.seedlog.base.Nanos;
import dev.seedlog.base.Uuid;
import dev.seedlog.base.config.BrokerConfigKeys;
import dev.seedlog.base.config.ConfigException;
import dev.seedlog.base.config.NodeConfig;
import dev.seedlog.base.config.ProcessRole;
import dev.seedlog.broker.api.ApiVersionsHandler;
import dev.seedlog.broker.api.ClusterFacts;
import dev.seedlog.broker.api.GroupApis;
import dev.seedlog.broker.config.BrokerConfigSchema;
import dev.seedlog.broker.config.EffectiveBrokerConfigs;
import dev.seedlog.broker.connection.ApiDispatcher;
import dev.seedlog.broker.connection.ConnectionCounts;
import dev.seedlog.broker.connection.ConnectionHost;
import dev.seedlog.broker.connection.ServedApis;
import dev.seedlog.broker.control.BrokerWatches;
import dev.seedlog.broker.control.ClusterIdLookup;
import dev.seedlog.broker.control.ControllerChannels;
import dev.seedlog.broker.quorum.BrokerLifecycle;
import dev.seedlog.broker.quorum.BrokerRegistration;
import dev.seedlog.broker.quorum.BrokerTiming;
import dev.seedlog.broker.quorum.ControllerRegistration;
import dev.seedlog.broker.quorum.Formatting;
import dev.seedlog.broker.quorum.MetadataBootstrap;
import dev.seedlog.broker.quorum.MetadataPreflight;
import dev.seedlog.broker.quorum.MetadataQuorum;
import dev.seedlog.broker.quorum.QuorumObserver;
import dev.seedlog.broker.quorum.QuorumSettings;
import dev.seedlog.broker.quorum.QuorumTools;
import dev.seedlog.broker.shard.ShardPost;
import dev.seedlog.controller.Controller;
import dev.seedlog.controller.ControllerSettings;
import dev.seedlog.env.DiskException;
import dev.seedlog.env.NetworkException;
import dev.seedlog.env.NodeControl;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.env.ShardMessage;
import dev.seedlog.env.ShardProgram;
import dev.seedlog.env.Timer;
import dev.seedlog.log.CorruptFileException;
import dev.seedlog.log.LogDirectory;
import dev.seedlog.log.LogDirectoryOffline;
import dev.seedlog.machine.Refusal;
import dev.seedlog.machine.Reply;
import dev.seedlog.metadata.BrokerImage;
import dev.seedlog.metadata.ClusterFeatures;
import dev.seedlog.metadata.MetadataDelta;
import dev.seedlog.metadata.MetadataImage;
import dev.seedlog.metadata.MetadataRecord;
import dev.seedlog.metadata.MetadataReplayException;
import dev.seedlog.metadata.SupportedFeatures;
import dev.seedlog.metadata.UnsupportedFeatureException;
import dev.seedlog.raft.Endpoints;
import dev.seedlog.record.CodecInstances;
import dev.seedlog.record.Codecs;
import dev.seedlog.wire.message.BrokerRegistrationRequest;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first shard of a node: it has the directories, the metadata and whatever else there is once in a node, beside
 * what every shard has. What a node is not, by its roles, is null here. It starts its parts one after the other
 * ({@link BootStage}), ends each turn in the order that their promises need, and stops them in the opposite order.
 */
final class BrokerShard implements ShardProgram, NodeDirectories.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerShard.class);
    private static final int CONFIGURATION = 2;
    private static final int FAILURE = 5;
    private static final long NO_EPOCH = -1;
    private static final short PLAINTEXT = 0;
    private static final long LAST_WORDS_NANOS = Nanos.ofSeconds(1);
    private static final long HAND_OVER_NANOS = Nanos.ofSeconds(5);

    private final NodeConfig config;
    private final EffectiveBrokerConfigs brokerConfigs;
    private final QuorumObserver observer;
    private final ShardEnv env;
    private final NodeControl control;
    private final Codecs codecs;
    private final NodeDirectories directories;
    private final NodeListeners listeners;
    private final ServedApis controllerApis = new ServedApis();
    private final Timer handOverLimit;
    private final Timer lastWordsLimit;
    private final ShardPost post;
    private final ConnectionCounts counts;
    private final OtherShards others;
    private final ReplicaGateway replicaGateway;
    private BootStage stage = BootStage.NEW;
    private boolean failed;
    private boolean following;
    private String failing;
    private boolean handedOver;
    private ClusterIdLookup joining;
    private MetadataQuorum quorum;
    private ControllerChannels channels;
    private ControllerRegistration registration;
    private BrokerWatches watches;
    private DataPlane data;
    private ConnectionHost controllers;
    private ShardServing serving;
    private BrokerLifecycle lifecycle;

    BrokerShard(NodeConfig config, CodecInstances instances, QuorumObserver observer, ShardEnv env,
                NodeControl control) {
        this.observer = observer;
        this.config = config;
        this.brokerConfigs = new EffectiveBrokerConfigs(config);
        this.env = env;
        this.control = control;
        this.codecs = new Codecs(instances);
        this.directories = new NodeDirectories(env, config, this);
        this.listeners = new NodeListeners(config);
        this.post = new ShardPost(env.shards(), this::onMessage);
        this.counts = new ConnectionCounts(NodeListeners.limits(config.config()));
        this.others = new OtherShards(post, directories, counts);
        this.replicaGateway = new ReplicaGateway(() -> channels.partitions(), post);
        this.lastWordsLimit = env.timers().create("last words", this::endInFailure);
        this.handOverLimit = env.timers().create("controlled shutdown", this::handOver);
    }

    @Override
    public void start() {
        guarded(() -> {
            MetadataBootstrap.requireFormatted(env.disk(), config);
            boolean belongs = directories.identify();
            MetadataPreflight.check(env.disk(), QuorumTools.of(codecs, env.timers()).records(), config);
            if (belongs) {
                openDirectories();
            } else if (MetadataBootstrap.maySoleVoterFormat(config)) {
                directories.found();
                openDirectories();
            } else {
                become(BootStage.JOINING);
                joining = new ClusterIdLookup(env, MetadataBootstrap.otherControllers(config), config.nodeId(),
                        this::join);
                joining.start();
            }
        });
    }

    private void join(String clusterId) {
        if (stage == BootStage.JOINING) {
            directories.join(clusterId);
            guarded(this::openDirectories);
        }
    }

    private void openDirectories() {
        become(BootStage.OPENING_DIRECTORIES);
        directories.open();
    }

    @Override
    public void onAllOpen() {
        if (stage != BootStage.OPENING_DIRECTORIES || failed) {
            return;
        }
        become(BootStage.LOADING_METADATA);
        guarded(() -> {
            QuorumTools tools = QuorumTools.of(codecs, env.timers(), observer);
            if (!config.has(ProcessRole.CONTROLLER)) {
                startQuorum(QuorumSettings.of(config, directories.clusterId(), Endpoints.NONE), tools, null);
                return;
            }
            controllers = new ConnectionHost(env, NodeListeners.limits(config.config()), dispatcher(controllerApis));
            controllers.hold();
            listeners.open(controllers, true);
            QuorumSettings settings = QuorumSettings.of(config, directories.clusterId(), controllerEndpoints());
            MetadataBootstrap.prepare(env, directories.metadata(), settings, tools,
                    MetadataBootstrap.maySoleVoterFormat(config) ? Formatting.VOTER : Formatting.NONE,
                    ClusterFeatures.LATEST,
                    first -> startController(settings, tools, first), this::fail);
        });
    }

    private void startController(QuorumSettings settings, QuorumTools tools, List<MetadataRecord> firstRecords) {
        Controller controller = new Controller(controllerSettings(), new BrokerConfigSchema(config),
                env.random().fork("controller"), firstRecords, SupportedFeatures.CURRENT);
        watches = new BrokerWatches(env, config.nodeId(), config.interBrokerListenerName(), this::onBrokerGone);
        startQuorum(settings, tools, controller);
        quorum.whenLeaderChanges(watches::leadershipChanged);
        ControllerApis.register(controllerApis, quorum, watches,
                new ClusterFacts(directories.clusterId(), config.nodeId()), quorum.driver().clock(),
                env.probes());
        controllers.serve();
        registration = new ControllerRegistration(env, channels.lifecycle(), config.nodeId(), settings.endpoints());
    }

    /** Only an active controller does anything about it. */
    private void onBrokerGone(int brokerId, long epoch, long sinceNanos) {
        quorum.controllerHost().submit(active -> active.fenceEarly(brokerId, epoch, sinceNanos),
                config.config().getInt(BrokerConfigKeys.BROKER_SESSION_TIMEOUT_MS), new Reply<Boolean>() {
                    @Override
                    public void answer(Boolean fenced) {
                        if (fenced) {
                            LOG.info("broker {} was fenced before its session ended: its process is gone", brokerId);
                            env.probes().hit("controller.fenced.early");
                        }
                    }

                    @Override
                    public void refuse(Refusal refusal) {
                        // The watch says it again.
                    }
                });
    }

    private void startQuorum(QuorumSettings settings, QuorumTools tools, Controller controller) {
        quorum = new MetadataQuorum(env, directories.metadata(), settings, tools, controller,
                new MetadataQuorum.Listeners(this::onMetadata, () -> { }, this::fail));
        channels = new ControllerChannels(env, config.nodeId(), quorum, quorum.controller(),
                config.config().getInt(BrokerConfigKeys.BROKER_SESSION_TIMEOUT_MS));
        quorum.whenLeaderChanges(channels::locationChanged);
        quorum.start();
    }

    /** Until the quorum is there, ApiVersions in an unknown version is all that it could answer, and it closes. */
    private ApiDispatcher dispatcher(ServedApis apis) {
        return new ApiDispatcher(apis,
                new ApiVersionsHandler(apis, () -> quorum.image(), () -> quorum.appliedOffset()));
    }

    private ControllerSettings controllerSettings() {
        long rebalanceNanos = config.config().getBoolean(BrokerConfigKeys.AUTO_LEADER_REBALANCE_ENABLE)
                ? Nanos.ofSeconds(config.config().getLong(BrokerConfigKeys.LEADER_IMBALANCE_CHECK_INTERVAL_SECONDS))
                : 0;
        return new ControllerSettings(directories.clusterId(), config.config().getInt(BrokerConfigKeys.NUM_PARTITIONS),
                (short) config.config().getInt(BrokerConfigKeys.DEFAULT_REPLICATION_FACTOR),
                config.config().getInt(BrokerConfigKeys.MIN_INSYNC_REPLICAS),
                config.config().getBoolean(BrokerConfigKeys.DELETE_TOPIC_ENABLE),
                Nanos.ofMillis(config.config().getLong(BrokerConfigKeys.BROKER_SESSION_TIMEOUT_MS)), rebalanceNanos);
    }

    private void onMetadata(MetadataImage image, MetadataDelta delta) {
        if (registration != null) {
            registration.onMetadata(image);
            watches.onMetadata(image.cluster());
        }
        switch (stage) {
            case LOADING_METADATA -> metadataLoaded();
            case REGISTERING -> followIfRegistered();
            case UNFENCING, SERVING, STOPPING -> {
                // A node that is stopped while it comes up follows nothing.
                if (following) {
                    data.onMetadata(image, delta);
                    others.onMetadata(image, delta, quorum.appliedOffset());
                    if (stage == BootStage.SERVING && !image.cluster().isActive(config.nodeId())) {
                        env.probes().hit("broker.fenced");
                    }
                    counts.limits(NodeListeners.limits(brokerConfigs.of(image.configs())));
                    serveIfActive(image);
                }
            }
            default -> { }
        }
    }

    private void metadataLoaded() {
        if (config.has(ProcessRole.BROKER)) {
            recoverLogs();
        } else {
            become(BootStage.SERVING);
            control.ready(listeners.bootstrap());
        }
    }

    private void recoverLogs() {
        become(BootStage.RECOVERING_LOGS);
        StepsLeft loading = new StepsLeft(2, () -> guarded(this::register));
        data = new DataPlane(env, config, directories.data(), quorum::image, codecs, replicaGateway,
                loading::oneDone);
        others.load(quorum.image(), quorum.appliedOffset(), loading::oneDone);
        data.recovery().start(data.owners());
    }

    private void register() {
        if (stage != BootStage.RECOVERING_LOGS) {
            return;
        }
        become(BootStage.REGISTERING);
        serving = new ShardServing(env, config, data, quorum::image, quorum::appliedOffset, post);
        ClientApis client = new ClientApis(config, quorum, channels, directories.clusterId());
        client.registerMetadata(serving.here(), () -> lifecycle.brokerEpoch());
        GroupApis.registerFinding(serving.here(), data.groups(), quorum::image, client.autoCreation());
        serving.begin(counts, others.gate());
        listeners.open(serving.clients(), false);
        BrokerRegistration asked = registration();
        lifecycle = new BrokerLifecycle(env, channels.lifecycle(), quorum::appliedOffset, asked,
                BrokerTiming.of(config.config()), new Lifecycle());
        asked.beginRun(directories.data(), registered(), lifecycle.incarnationId(),
                config.config().getBoolean(BrokerConfigKeys.SEEDLOG_FSYNC_ACKS), () -> {
                    if (stage == BootStage.REGISTERING) {
                        channels.whenLifecycleLost(lifecycle::speakUp);
                        quorum.whenLeaderChanges(lifecycle::speakUp);
                        lifecycle.start();
                    }
                });
    }

    /** Nothing is led before the broker has seen its own registration: older epochs of it are over. */
    private void followIfRegistered() {
        BrokerImage self = registered();
        if (self != null && self.incarnationId().equals(lifecycle.incarnationId())) {
            become(BootStage.UNFENCING);
            data.start(quorum.image());
            counts.limits(NodeListeners.limits(brokerConfigs.of(quorum.image().configs())));
            following = true;
            others.follow(quorum.image(), quorum.appliedOffset(), listeners.ofClients(), serving.here().offers(),
                    lifecycle::readyToUnfence);
        }
    }

    private void serveIfActive(MetadataImage image) {
        if (stage == BootStage.UNFENCING && image.cluster().isActive(config.nodeId())) {
            become(BootStage.SERVING);
            serving.clients().serve();
            others.serve();
            control.ready(listeners.bootstrap());
        }
    }

    @Override
    public void onDirectoryOffline(LogDirectory directory, LogDirectoryOffline reason) {
        if (data != null) {
            data.replicas().directoryOffline(directory);
        }
        others.directoryOffline(directory.path(), reason);
        if (directory.path().equals(config.metadataLogDir())) {
            if (quorum != null) {
                quorum.directoryOffline(reason);
            }
            fail(reason.getMessage());
        } else if (directories.data().stream().noneMatch(each -> each.health().isOnline())) {
            fail("all log directories are offline; the last: " + reason.getMessage());
        } else if (lifecycle != null) {
            lifecycle.directoriesOffline(offlineDirectories());
        }
    }

    @Override
    public void onMail(int fromShard, ShardMessage message) {
        post.onMail(fromShard, message);
    }

    private void onMessage(int from, ShardMessage message) {
        if (message instanceof ControlMail.AskController asked) {
            replicaGateway.onMail(from, asked);
        } else if (message instanceof ControlMail mail) {
            others.onMail(from, mail);
        } else {
            Invariant.check(serving != null && serving.onMessage(from, message), "broker-shard-mail",
                    "a shard that is not ready is asked nothing");
        }
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
        if (channels != null) {
            channels.endTurn();
        }
        if (joining != null) {
            joining.endTurn();
        }
        if (serving != null) {
            serving.endTurn();
        }
        post.endTurn();
        if (serving != null) {
            serving.mailLeft();
        }
    }

    @Override
    public void stop() {
        if (stage.ordinal() >= BootStage.STOPPING.ordinal() || failed) {
            return;
        }
        become(BootStage.STOPPING);
        if (lifecycle == null) {
            handOver();
        } else {
            // A controller that does not answer must not keep the node from stopping.
            handOverLimit.startIn(Nanos.ofMillis(config.config().getLong(BrokerConfigKeys.BROKER_SESSION_TIMEOUT_MS)));
            lifecycle.beginShutdown();
        }
    }

    private void handOver() {
        if (handedOver) {
            return;
        }
        handedOver = true;
        handOverLimit.stop();
        if (joining != null) {
            joining.stop();
        }
        if (lifecycle != null) {
            lifecycle.stop();
        }
        if (registration != null) {
            registration.stop();
            watches.stop();
        }
        if (channels != null) {
            channels.close();
        }
        if (serving != null) {
            serving.close();
        }
        if (data != null) {
            data.stop();
        }
        StepsLeft closing = new StepsLeft(2, this::closeDirectories);
        others.close(closing::oneDone);
        if (quorum == null) {
            closing.oneDone();
        } else {
            quorum.shutdown(HAND_OVER_NANOS, closing::oneDone);
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
        long epoch = lifecycle == null ? NO_EPOCH : lifecycle.brokerEpoch();
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

    private BrokerRegistration registration() {
        List<BrokerRegistrationRequest.Listener> endpoints = new ArrayList<>();
        listeners.advertised().forEach((name, at) -> {
            if (!config.controllerListenerNames().contains(name)) {
                endpoints.add(BrokerRegistrationRequest.Listener.builder().name(name).host(at.host()).port(at.port())
                        .securityProtocol(PLAINTEXT).build());
            }
        });
        return new BrokerRegistration(config.nodeId(), directories.clusterId(), endpoints,
                config.config().getString(BrokerConfigKeys.BROKER_RACK), data.replicas().directories().onlineIds(),
                BrokerRegistration.previousEpoch(directories.data(), registered()));
    }

    /** This broker as the metadata knows it; null if it is not registered. */
    private BrokerImage registered() {
        return quorum.image().cluster().broker(config.nodeId());
    }

    private List<Uuid> offlineDirectories() {
        List<Uuid> offline = new ArrayList<>();
        for (LogDirectory directory : directories.data()) {
            if (!directory.health().isOnline()) {
                offline.add(directory.directoryId());
            }
        }
        return offline;
    }

    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (ConfigException | NetworkException | IllegalStateException | UnsupportedFeatureException
                | MetadataReplayException e) {
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
            failing = why;
            if (channels != null) {
                // Who waits for a decision hears that none will be made here, before the node is gone.
                channels.close();
            }
            lastWordsLimit.startIn(LAST_WORDS_NANOS);
            others.sayLastWords(this::endInFailure);
        }
    }

    private void endInFailure() {
        lastWordsLimit.stop();
        control.fatal(FAILURE, failing);
    }

    private void become(BootStage next) {
        Invariant.check(stage.canBecome(next), "broker-boot-stage", "the node goes from " + stage + " to " + next);
        LOG.debug("{}", next);
        stage = next;
    }

    /** What the controller says of this broker. */
    private final class Lifecycle implements BrokerLifecycle.Listener {
        @Override
        public void onUnfenced() {
            LOG.debug("unfenced");
        }

        @Override
        public void onShutdownReady() {
            handOver();
        }

        @Override
        public void onFatal(String why) {
            fail(why);
        }
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
