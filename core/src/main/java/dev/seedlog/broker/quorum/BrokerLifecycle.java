package dev.seedlog.broker.quorum;

import dev.seedlog.base.Invariant;
import dev.seedlog.base.Uuid;
import dev.seedlog.broker.control.ControllerGateway;
import dev.seedlog.broker.control.NodeCalls;
import dev.seedlog.env.RandomSource;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.env.Timer;
import dev.seedlog.machine.Refusal;
import dev.seedlog.machine.Reply;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.BrokerHeartbeatRequest;
import dev.seedlog.wire.message.BrokerHeartbeatResponse;
import dev.seedlog.wire.message.BrokerRegistrationRequest;
import dev.seedlog.wire.message.BrokerRegistrationResponse;
import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This broker as the controller sees it (KIP-631): it registers, says again and again that it is alive and how far it
 * has read the metadata, and asks before it stops.
 */
public final class BrokerLifecycle {

    /** What the broker is. Each stage leads to the next one; SHUTTING_DOWN is reached from all. */
    public enum Stage {
        /** Nothing was said yet. */
        NEW,
        /** It registers. */
        REGISTERING,
        /** It is registered and fenced: nobody is sent to it. */
        FENCED,
        /** It serves clients; the controller may still fence it for a while. */
        RUNNING,
        /** It hands over what it leads. */
        SHUTTING_DOWN,
        /** It may stop; nothing is said any more. */
        STOPPED
    }

    /** Hears what comes of it. */
    public interface Listener {

        /** The controller sends clients here now; once. */
        void onUnfenced();

        /** The broker may stop: nobody relies on it; once. */
        void onShutdownReady();

        /** The controller does not accept this broker. */
        void onFatal(String why);
    }

    private static final Logger LOG = LoggerFactory.getLogger(BrokerLifecycle.class);
    private static final long NANOS_PER_MS = 1_000_000L;
    private static final long FIRST_RETRY_MS = 10;
    private static final long UNFENCE_INTERVAL_MS = 100;
    private static final long SHUTDOWN_INTERVAL_MS = 50;

    private final ShardEnv env;
    private final ControllerGateway controller;
    private final LongSupplier appliedOffset;
    private final BrokerTiming timing;
    private final Listener listener;
    private final Timer timer;
    private final Timer registrationTimeout;
    private final Uuid incarnationId;
    private final int brokerId;
    private BrokerRegistrationRequest registration;
    private Stage stage = Stage.NEW;
    private long brokerEpoch = -1;
    private boolean ready;
    private boolean awaiting;
    private boolean urgent;
    private long retryMs = FIRST_RETRY_MS;
    private List<Uuid> offlineDirectories = List.of();

    /**
     * A broker that has not registered.
     *
     * @param appliedOffset the offset of the last metadata record that this broker has followed
     */
    public BrokerLifecycle(ShardEnv env, ControllerGateway controller, LongSupplier appliedOffset,
                           BrokerRegistration registration, BrokerTiming timing, Listener listener) {
        this.env = env;
        this.controller = controller;
        this.appliedOffset = appliedOffset;
        this.timing = timing;
        this.listener = listener;
        this.timer = env.timers().create("broker heartbeat", this::communicate);
        this.registrationTimeout = env.timers().create("broker registration", this::onRegistrationTimeout);
        RandomSource random = env.random().fork("broker incarnation");
        this.incarnationId = new Uuid(random.nextLong(), random.nextLong());
        this.brokerId = registration.brokerId();
        this.registration = registration.request(incarnationId);
    }

    /** Registers; heartbeats follow. */
    public void start() {
        become(Stage.REGISTERING);
        registrationTimeout.startIn(timing.registrationTimeoutMs() * NANOS_PER_MS);
        communicate();
    }

    /** The broker has all it needs to serve clients: it asks to be unfenced from now on. */
    public void readyToUnfence() {
        ready = true;
        speakNow();
    }

    /**
     * The controller, this one or the next, may take this broker for dead, because a connection ended that heartbeats
     * came by: it hears at once that it is alive.
     */
    public void speakUp() {
        if (stage == Stage.FENCED || stage == Stage.RUNNING) {
            speakNow();
        }
    }

    /** Log directories went offline: the controller takes away what this broker leads there. */
    public void directoriesOffline(List<Uuid> offline) {
        offlineDirectories = List.copyOf(offline);
        speakNow();
    }

    /** Asks to stop; {@link Listener#onShutdownReady()} follows when others have taken over. */
    public void beginShutdown() {
        if (stage == Stage.SHUTTING_DOWN || stage == Stage.STOPPED) {
            return;
        }
        boolean registered = stage == Stage.FENCED || stage == Stage.RUNNING;
        registrationTimeout.stop();
        become(Stage.SHUTTING_DOWN);
        if (registered) {
            speakNow();
        } else {
            shutdownReady();
        }
    }

    /** Says nothing more, as when the node dies. */
    public void stop() {
        timer.stop();
        registrationTimeout.stop();
        stage = Stage.STOPPED;
    }

    /** What the broker is. */
    public Stage stage() {
        return stage;
    }

    /** The epoch that the controller gave this process; -1 before it did. */
    public long brokerEpoch() {
        return brokerEpoch;
    }

    /** What tells this process from others of the same broker. */
    public Uuid incarnationId() {
        return incarnationId;
    }

    private void speakNow() {
        if (awaiting) {
            urgent = true;
        } else if (stage != Stage.NEW && stage != Stage.STOPPED) {
            timer.startIn(0);
        }
    }

    private void communicate() {
        if (stage == Stage.STOPPED || awaiting) {
            return;
        }
        awaiting = true;
        urgent = false;
        if (stage == Stage.REGISTERING) {
            BrokerRegistrationRequest request = registration;
            controller.submit(NodeCalls.REGISTER_BROKER, request, timing.sessionTimeoutMs() / 2,
                    new Answer<BrokerRegistrationResponse>() {
                        @Override
                        void take(BrokerRegistrationResponse response) {
                            onRegistration(response);
                        }
                    });
        } else {
            BrokerHeartbeatRequest request = BrokerHeartbeatRequest.builder().brokerId(brokerId)
                    .brokerEpoch(brokerEpoch).currentMetadataOffset(appliedOffset.getAsLong()).wantFence(!ready)
                    .wantShutDown(stage == Stage.SHUTTING_DOWN).offlineLogDirs(offlineDirectories).build();
            controller.submit(NodeCalls.HEARTBEAT, request, timing.sessionTimeoutMs() / 2,
                    new Answer<BrokerHeartbeatResponse>() {
                        @Override
                        void take(BrokerHeartbeatResponse response) {
                            onHeartbeat(response);
                        }
                    });
        }
    }

    private void onRegistration(BrokerRegistrationResponse response) {
        if (response.errorCode() != ErrorCode.NONE.code()) {
            retry(ErrorCode.forCode(response.errorCode()).toString());
            return;
        }
        registrationTimeout.stop();
        retryMs = FIRST_RETRY_MS;
        brokerEpoch = response.brokerEpoch();
        registration = null;
        become(Stage.FENCED);
        timer.startIn(0);
    }

    private void onHeartbeat(BrokerHeartbeatResponse response) {
        if (response.errorCode() != ErrorCode.NONE.code()) {
            retry(ErrorCode.forCode(response.errorCode()).toString());
            return;
        }
        retryMs = FIRST_RETRY_MS;
        if (stage == Stage.SHUTTING_DOWN) {
            if (response.shouldShutDown()) {
                shutdownReady();
            } else {
                timer.startIn(Math.min(SHUTDOWN_INTERVAL_MS, timing.heartbeatIntervalMs()) * NANOS_PER_MS);
            }
            return;
        }
        boolean unfenced = stage == Stage.FENCED && ready && !response.isFenced();
        if (unfenced) {
            become(Stage.RUNNING);
        }
        // Until it serves, each step that is possible is taken soon; then the interval is what the controller expects.
        boolean soon = urgent || stage == Stage.FENCED && ready;
        timer.startIn(urgent ? 0 : (soon ? Math.min(UNFENCE_INTERVAL_MS, timing.heartbeatIntervalMs())
                : timing.heartbeatIntervalMs()) * NANOS_PER_MS);
        if (stage == Stage.RUNNING && !urgent && env.faults().at("broker.heartbeat.late")) {
            timer.startIn(2 * timing.sessionTimeoutMs() * NANOS_PER_MS);
        }
        if (unfenced) {
            listener.onUnfenced();
        }
    }

    private void shutdownReady() {
        stop();
        listener.onShutdownReady();
    }

    private void retry(String why) {
        LOG.debug("broker {} will ask the controller again in {} ms: {}", brokerId, retryMs, why);
        timer.startIn(retryMs * NANOS_PER_MS);
        retryMs = Math.min(2 * retryMs, Math.max(FIRST_RETRY_MS, timing.heartbeatIntervalMs()));
    }

    private void onRegistrationTimeout() {
        stop();
        listener.onFatal("broker " + brokerId + " could not register with the controller within "
                + timing.registrationTimeoutMs() + " ms (initial.broker.registration.timeout.ms)");
    }

    private void become(Stage next) {
        Invariant.check(next.ordinal() > stage.ordinal(), "broker-lifecycle-stage", stage + " leads on only");
        stage = next;
    }

    /** Takes one answer, unless the broker has stopped meanwhile. */
    private abstract class Answer<A> implements Reply<A> {

        abstract void take(A answer);

        @Override
        public final void answer(A answer) {
            awaiting = false;
            if (stage != Stage.STOPPED) {
                take(answer);
            }
        }

        @Override
        public final void refuse(Refusal refusal) {
            awaiting = false;
            if (stage != Stage.STOPPED) {
                retry(refusal.error() + (refusal.message() == null ? "" : ", " + refusal.message()));
            }
        }
    }
}
