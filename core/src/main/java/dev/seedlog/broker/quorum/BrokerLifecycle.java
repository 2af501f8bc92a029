package dev.seedlog.broker.quorum;

import dev.seedlog.base.HostPort;
import dev.seedlog.base.Nanos;
import dev.seedlog.base.Uuid;
import dev.seedlog.base.config.BrokerConfigKeys;
import dev.seedlog.base.config.NodeConfig;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.env.Timer;
import dev.seedlog.log.LogDirectory;
import dev.seedlog.machine.Refusal;
import dev.seedlog.machine.Reply;
import dev.seedlog.metadata.SupportedFeatures;
import dev.seedlog.wire.message.BrokerHeartbeatRequest;
import dev.seedlog.wire.message.BrokerHeartbeatResponse;
import dev.seedlog.wire.message.BrokerRegistrationRequest;
import dev.seedlog.wire.message.BrokerRegistrationResponse;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A broker as the controller sees it (KIP-631): it registers, says by heartbeats that it lives, is unfenced once it has
 * caught up with its own registration, and asks to be relieved of its partitions before it stops.
 */
public final class BrokerLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerLifecycle.class);
    private static final long RETRY_NANOS = Nanos.ofMillis(100);
    private static final int REQUEST_TIMEOUT_MS = 4_500;
    private static final short PLAINTEXT = 0;
    private static final long NO_EPOCH = -1;

    /** What the broker does. Each stage leads to the next; from any of them to SHUTTING_DOWN. */
    private enum Stage {
        /** Nothing yet. */
        NEW,
        /** It asks to be registered. */
        REGISTERING,
        /** It is registered, and fenced: it serves nothing yet. */
        CATCHING_UP,
        /** It asks to be unfenced, or is. */
        SERVING,
        /** It asks to be relieved of its partitions. */
        SHUTTING_DOWN,
        /** It has been. */
        SHUT_DOWN
    }

    /**
     * Where a listener is reached.
     *
     * @param listener its name
     * @param address where others connect
     */
    public record Endpoint(String listener, HostPort address) {
    }

    private final MetadataQuorum quorum;
    private final NodeConfig config;
    private final String clusterId;
    private final List<Endpoint> endpoints;
    private final List<LogDirectory> directories;
    private final Runnable onRegistered;
    private final Uuid incarnationId;
    private final Timer next;
    private final Timer shutdownLimit;
    private final long intervalNanos;
    private Stage stage = Stage.NEW;
    private long epoch = NO_EPOCH;
    private boolean asking;
    private Runnable onShutDown;

    /**
     * A broker that is not registered yet.
     *
     * @param endpoints where clients reach it
     * @param directories its log directories
     * @param onRegistered called once, when it has an epoch
     */
    public BrokerLifecycle(ShardEnv env, NodeConfig config, MetadataQuorum quorum, String clusterId,
                           List<Endpoint> endpoints, List<LogDirectory> directories, Runnable onRegistered) {
        this.quorum = quorum;
        this.config = config;
        this.clusterId = clusterId;
        this.endpoints = List.copyOf(endpoints);
        this.directories = List.copyOf(directories);
        this.onRegistered = onRegistered;
        var random = env.random().fork("incarnation");
        this.incarnationId = new Uuid(random.nextLong(), random.nextLong());
        this.next = env.timers().create("broker heartbeat", this::advance);
        this.shutdownLimit = env.timers().create("controlled shutdown", this::shutDownAnyway);
        this.intervalNanos = Nanos.ofMillis(config.config().getLong(BrokerConfigKeys.BROKER_HEARTBEAT_INTERVAL_MS));
    }

    /** Asks to be registered, until it is. */
    public void start() {
        stage = Stage.REGISTERING;
        advance();
    }

    /** Whether the broker has an epoch. */
    public boolean registered() {
        return epoch != NO_EPOCH;
    }

    /** The epoch of its registration; -1 before. */
    public long brokerEpoch() {
        return epoch;
    }

    /** The broker follows the metadata since its registration: it may be unfenced. */
    public void caughtUp() {
        stage = Stage.SERVING;
        next.startIn(0);
    }

    /** A directory went offline, which the controller should know at once. */
    public void directoriesChanged() {
        if (stage == Stage.SERVING) {
            next.startIn(0);
        }
    }

    /** Asks to be relieved; {@code done} is called when that is so, or has taken as long as a session lasts. */
    public void shutDown(Runnable done) {
        stage = Stage.SHUTTING_DOWN;
        onShutDown = done;
        shutdownLimit.startIn(Nanos.ofMillis(config.config().getLong(BrokerConfigKeys.BROKER_SESSION_TIMEOUT_MS)));
        next.startIn(0);
    }

    private void advance() {
        if (asking) {
            return;
        }
        switch (stage) {
            case REGISTERING -> register();
            case CATCHING_UP, SERVING, SHUTTING_DOWN -> heartbeat();
            default -> { }
        }
    }

    private void register() {
        List<BrokerRegistrationRequest.Listener> listeners = new ArrayList<>();
        for (Endpoint endpoint : endpoints) {
            listeners.add(BrokerRegistrationRequest.Listener.builder().name(endpoint.listener())
                    .host(endpoint.address().host()).port(endpoint.address().port()).securityProtocol(PLAINTEXT)
                    .build());
        }
        List<BrokerRegistrationRequest.Feature> features = new ArrayList<>();
        SupportedFeatures.CURRENT.ranges().forEach((name, range) -> features.add(
                BrokerRegistrationRequest.Feature.builder().name(name).minSupportedVersion(range.min())
                        .maxSupportedVersion(range.max()).build()));
        BrokerRegistrationRequest request = BrokerRegistrationRequest.builder().brokerId(config.nodeId())
                .clusterId(clusterId).incarnationId(incarnationId).listeners(listeners).features(features)
                .rack(config.config().getString(BrokerConfigKeys.BROKER_RACK)).logDirs(onlineDirectories())
                .previousBrokerEpoch(previousEpoch()).build();
        asking = true;
        quorum.controller().submit(active -> active.registerBroker(request), REQUEST_TIMEOUT_MS,
                new Reply<BrokerRegistrationResponse>() {
                    @Override
                    public void answer(BrokerRegistrationResponse answer) {
                        asking = false;
                        if (answer.errorCode() != 0) {
                            LOG.info("not registered yet: error {}", answer.errorCode());
                            next.startIn(RETRY_NANOS);
                            return;
                        }
                        epoch = answer.brokerEpoch();
                        if (stage == Stage.REGISTERING) {
                            stage = Stage.CATCHING_UP;
                            onRegistered.run();
                        }
                        next.startIn(0);
                    }

                    @Override
                    public void refuse(Refusal refusal) {
                        asking = false;
                        LOG.debug("not registered yet: {}", refusal);
                        next.startIn(RETRY_NANOS);
                    }
                });
    }

    private void heartbeat() {
        BrokerHeartbeatRequest request = BrokerHeartbeatRequest.builder().brokerId(config.nodeId()).brokerEpoch(epoch)
                .currentMetadataOffset(quorum.appliedOffset()).wantFence(stage == Stage.CATCHING_UP)
                .wantShutDown(stage == Stage.SHUTTING_DOWN).offlineLogDirs(offlineDirectories()).build();
        asking = true;
        quorum.controller().submit(active -> active.heartbeat(request), REQUEST_TIMEOUT_MS,
                new Reply<BrokerHeartbeatResponse>() {
                    @Override
                    public void answer(BrokerHeartbeatResponse answer) {
                        asking = false;
                        if (stage == Stage.SHUTTING_DOWN && (answer.shouldShutDown() || answer.errorCode() != 0)) {
                            shutDownAnyway();
                        } else {
                            boolean hurry = stage == Stage.SERVING && answer.isFenced() || stage == Stage.SHUTTING_DOWN;
                            next.startIn(hurry ? RETRY_NANOS : intervalNanos);
                        }
                    }

                    @Override
                    public void refuse(Refusal refusal) {
                        asking = false;
                        next.startIn(RETRY_NANOS);
                    }
                });
    }

    private void shutDownAnyway() {
        if (stage == Stage.SHUTTING_DOWN) {
            stage = Stage.SHUT_DOWN;
            next.stop();
            shutdownLimit.stop();
            onShutDown.run();
        }
    }

    /** The epoch with which the node stopped cleanly, by which the controller knows that nothing was lost (KIP-966). */
    private long previousEpoch() {
        for (LogDirectory directory : directories) {
            if (!directory.stoppedCleanly()) {
                return NO_EPOCH;
            }
        }
        return directories.get(0).stoppedAtBrokerEpoch();
    }

    private List<Uuid> onlineDirectories() {
        List<Uuid> ids = new ArrayList<>();
        for (LogDirectory directory : directories) {
            if (directory.health().isOnline()) {
                ids.add(directory.directoryId());
            }
        }
        return ids;
    }

    private List<Uuid> offlineDirectories() {
        List<Uuid> ids = new ArrayList<>();
        for (LogDirectory directory : directories) {
            if (!directory.health().isOnline() && directory.directoryId() != null) {
                ids.add(directory.directoryId());
            }
        }
        return ids;
    }
}
