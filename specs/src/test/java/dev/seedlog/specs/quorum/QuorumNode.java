package dev.seedlog.specs.quorum;

import dev.seedlog.base.HostPort;
import dev.seedlog.base.Uuid;
import dev.seedlog.broker.connection.ApiDispatcher;
import dev.seedlog.broker.connection.ConnectionHost;
import dev.seedlog.broker.connection.ConnectionLimits;
import dev.seedlog.broker.connection.ServedApis;
import dev.seedlog.broker.quorum.BrokerLifecycle;
import dev.seedlog.broker.quorum.BrokerRegistration;
import dev.seedlog.broker.quorum.BrokerTiming;
import dev.seedlog.broker.quorum.Formatting;
import dev.seedlog.broker.quorum.MetadataBootstrap;
import dev.seedlog.broker.quorum.MetadataQuorum;
import dev.seedlog.broker.quorum.QuorumHandlers;
import dev.seedlog.broker.quorum.QuorumSettings;
import dev.seedlog.broker.quorum.QuorumTools;
import dev.seedlog.broker.quorum.SnapshotPolicy;
import dev.seedlog.controller.Controller;
import dev.seedlog.controller.ControllerSettings;
import dev.seedlog.env.CloseReason;
import dev.seedlog.env.NodeControl;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.env.ShardMessage;
import dev.seedlog.env.ShardProgram;
import dev.seedlog.env.Timer;
import dev.seedlog.log.DirectoryIdentity;
import dev.seedlog.log.LogConfig;
import dev.seedlog.log.LogDirectory;
import dev.seedlog.log.LogDirectoryListener;
import dev.seedlog.log.LogDirectoryOffline;
import dev.seedlog.machine.Refusal;
import dev.seedlog.machine.Reply;
import dev.seedlog.metadata.ClusterFeatures;
import dev.seedlog.metadata.ConfigResource;
import dev.seedlog.metadata.MetadataImage;
import dev.seedlog.metadata.MetadataRecord;
import dev.seedlog.metadata.SupportedFeatures;
import dev.seedlog.raft.Endpoints;
import dev.seedlog.raft.RaftTimeouts;
import dev.seedlog.raft.ReplicaKey;
import dev.seedlog.raft.Voter;
import dev.seedlog.raft.VoterSet;
import dev.seedlog.record.CodecInstances;
import dev.seedlog.record.Codecs;
import dev.seedlog.wire.message.BrokerRegistrationRequest;
import dev.seedlog.wire.message.IncrementalAlterConfigsRequest;
import dev.seedlog.wire.message.IncrementalAlterConfigsRequest.AlterConfigsResource;
import dev.seedlog.wire.message.IncrementalAlterConfigsRequest.AlterableConfig;
import dev.seedlog.wire.message.IncrementalAlterConfigsResponse;
import java.util.ArrayDeque;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Assertions;

/** One life of a node that is nothing but a controller: what a broker makes of the quorum, in small. */
final class QuorumNode implements ShardProgram, LogDirectoryListener, BrokerLifecycle.Listener {

    static final String DIRECTORY = "/data";
    static final String LISTENER = "CONTROLLER";
    static final int PORT = 9093;
    private static final long WORK_INTERVAL_NANOS = 500_000;

    /** What a node is told, whatever life it is in. */
    record Setup(int id, VoterSet staticVoters, SnapshotPolicy snapshots) {

        static Setup alone(SnapshotPolicy snapshots) {
            return new Setup(1, VoterSet.EMPTY, snapshots);
        }

        static Setup oneOf(int id, String... hosts) {
            Voter[] voters = new Voter[hosts.length];
            for (int i = 0; i < hosts.length; i++) {
                voters[i] = Voter.of(ReplicaKey.of(i + 1), Endpoints.of(LISTENER, new HostPort(hosts[i], PORT)));
            }
            return new Setup(id, new VoterSet(List.of(voters)), SnapshotPolicy.DEFAULT);
        }
    }

    private final ShardEnv env;
    private final NodeControl control;
    private final Setup setup;
    private final String host;
    private final LogDirectory directory;
    private final Timer work;
    private final ArrayDeque<Runnable> wanted = new ArrayDeque<>();
    private ConnectionHost connections;
    private BrokerLifecycle lifecycle;
    MetadataQuorum quorum;
    MetadataImage image = MetadataImage.EMPTY;

    QuorumNode(ShardEnv env, NodeControl control, Setup setup, String host) {
        this.env = env;
        this.control = control;
        this.setup = setup;
        this.host = host;
        this.directory = new LogDirectory(env, DIRECTORY, 100, this);
        this.work = env.timers().create("test work", this::work);
    }

    @Override
    public void start() {
        work.startIn(WORK_INTERVAL_NANOS);
        directory.open(new DirectoryIdentity("cluster", setup.id(),
                new Uuid(env.random().nextLong(), env.random().nextLong())));
    }

    @Override
    public void onOpen(LogDirectory opened) {
        QuorumSettings settings = new QuorumSettings("cluster", setup.id(),
                Endpoints.of(LISTENER, new HostPort(host, PORT)), LISTENER,
                new QuorumSettings.Contacts(setup.staticVoters(), List.of()),
                RaftTimeouts.DEFAULT, LogConfig.DEFAULT.withCleanupPolicy(false, false), setup.snapshots());
        QuorumTools tools = QuorumTools.of(new Codecs(CodecInstances.pureJava()), env.timers());
        MetadataBootstrap.prepare(env, directory, settings, tools, Formatting.VOTER,
                ClusterFeatures.LATEST, records -> begin(settings, tools, records), why -> control.fatal(5, why));
    }

    private void begin(QuorumSettings settings, QuorumTools tools, List<MetadataRecord> bootstrap) {
        Controller controller = new Controller(new ControllerSettings("cluster", 1, (short) 1, 1, true,
                9_000_000_000L, 0), new AnyKeys(), env.random().fork("controller"), bootstrap,
                SupportedFeatures.CURRENT);
        quorum = new MetadataQuorum(env, directory, settings, tools, controller, new MetadataQuorum.Listeners(
                (changed, delta) -> image = changed, this::register, why -> control.fatal(5, why)));
        ServedApis apis = new ServedApis();
        new QuorumHandlers(quorum.driver(), env.probes()).register(apis);
        connections = new ConnectionHost(env, new ConnectionLimits(10_000_000, 100, 100, -1),
                new ApiDispatcher(apis, exchange -> exchange.disconnect(CloseReason.PROTOCOL_ERROR)));
        connections.listen(LISTENER, new HostPort(host, PORT));
        quorum.start();
    }

    /** A broker beside its own controller registers with it. */
    private void register() {
        if (setup.staticVoters().size() == 0) {
            BrokerRegistration registration = new BrokerRegistration(setup.id(), "cluster", List.of(
                    BrokerRegistrationRequest.Listener.builder().name("PLAINTEXT").host(host).port(9092).build()), null,
                    List.of(directory.directoryId()), BrokerRegistration.previousEpoch(List.of(directory),
                            image.cluster().broker(setup.id())));
            lifecycle = new BrokerLifecycle(env, quorum.controller(), quorum::appliedOffset, registration,
                    BrokerTiming.DEFAULT, this);
            lifecycle.start();
            lifecycle.readyToUnfence();
        }
    }

    /** Whether clients are sent to this broker. */
    boolean serves() {
        return lifecycle != null && lifecycle.stage() == BrokerLifecycle.Stage.RUNNING;
    }

    @Override
    public void onUnfenced() {
        Assertions.assertFalse(image.cluster().broker(setup.id()).fenced(), "it hears of it before it has read it");
    }

    @Override
    public void onShutdownReady() {
        quorum.shutdown(1_000_000_000L, () -> {
            connections.close();
            directory.closeCleanly(lifecycle == null ? -1 : lifecycle.brokerEpoch(), control::stopped);
        });
    }

    @Override
    public void onFatal(String why) {
        control.fatal(5, why);
    }

    /** Whether the controller decides here. */
    boolean active() {
        return quorum != null && quorum.controllerHost().isActive();
    }

    private void work() {
        while (!wanted.isEmpty()) {
            wanted.poll().run();
        }
        work.startIn(WORK_INTERVAL_NANOS);
    }

    /** Has the controller set a key, in one of the next turns; {@code acknowledged} takes it when that is committed. */
    void set(String key, String value, TreeMap<String, String> acknowledged) {
        wanted.add(() -> submit(key, value, acknowledged));
    }

    private void submit(String key, String value, TreeMap<String, String> acknowledged) {
        AlterableConfig config = AlterableConfig.builder().name(key).configOperation((byte) 0).value(value).build();
        IncrementalAlterConfigsRequest request = IncrementalAlterConfigsRequest.builder().resources(List.of(
                AlterConfigsResource.builder().resourceType(ConfigResource.BROKER).resourceName("")
                        .configs(List.of(config)).build())).build();
        quorum.controllerHost().submit(controller -> controller.incrementalAlterConfigs(request), 30_000,
                new Reply<IncrementalAlterConfigsResponse>() {
                    @Override
                    public void answer(IncrementalAlterConfigsResponse answer) {
                        if (answer.responses().get(0).errorCode() == 0) {
                            acknowledged.put(key, value);
                        }
                    }

                    @Override
                    public void refuse(Refusal refusal) {
                        // Nobody was promised anything.
                    }
                });
    }

    /** Has it write a snapshot, in one of the next turns. */
    void snapshot() {
        wanted.add(() -> quorum.writeSnapshot());
    }

    /** What the committed metadata says of a key. */
    String get(String key) {
        return image.configs().value(ConfigResource.ALL_BROKERS, key);
    }

    @Override
    public void onOffline(LogDirectory failed, LogDirectoryOffline reason) {
        control.fatal(5, reason.getMessage());
    }

    @Override
    public void onMail(int fromShard, ShardMessage message) {
        throw new AssertionError("there is one shard");
    }

    @Override
    public void endTurn() {
        if (quorum != null) {
            quorum.endTurn();
            connections.endTurn();
        }
    }

    @Override
    public void stop() {
        if (lifecycle == null) {
            onShutdownReady();
        } else {
            lifecycle.beginShutdown();
        }
    }
}
