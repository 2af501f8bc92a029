package dev.seedlog.broker.quorum;

import dev.seedlog.base.Uuid;
import dev.seedlog.broker.control.ControllerGateway;
import dev.seedlog.broker.control.NodeCalls;
import dev.seedlog.env.RandomSource;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.env.Timer;
import dev.seedlog.machine.Refusal;
import dev.seedlog.machine.Reply;
import dev.seedlog.metadata.ControllerImage;
import dev.seedlog.metadata.MetadataImage;
import dev.seedlog.metadata.SupportedFeatures;
import dev.seedlog.raft.Endpoints;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.ControllerRegistrationRequest;
import dev.seedlog.wire.message.ControllerRegistrationResponse;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This controller's registration with the active one (KIP-919): where it listens and what it supports. It is repeated
 * until the committed metadata says it of this process.
 */
public final class ControllerRegistration {

    private static final Logger LOG = LoggerFactory.getLogger(ControllerRegistration.class);
    private static final int TIMEOUT_MS = 30_000;
    private static final long FIRST_RETRY_NANOS = 100_000_000L;
    private static final long LAST_RETRY_NANOS = 60_000_000_000L;

    private final ControllerGateway active;
    private final ControllerRegistrationRequest request;
    private final Timer retry;
    private long retryNanos = FIRST_RETRY_NANOS;
    private boolean wanted;
    private boolean asking;
    private boolean stopped;

    /** A registration that waits for the first metadata. */
    public ControllerRegistration(ShardEnv env, ControllerGateway active, int nodeId, Endpoints endpoints) {
        this.active = active;
        this.retry = env.timers().create("controller registration", this::ask);
        RandomSource random = env.random().fork("controller incarnation");
        List<ControllerRegistrationRequest.Listener> listeners = new ArrayList<>();
        for (Endpoints.Endpoint endpoint : endpoints.all()) {
            listeners.add(ControllerRegistrationRequest.Listener.builder().name(endpoint.listener())
                    .host(endpoint.address().host()).port(endpoint.address().port()).build());
        }
        List<ControllerRegistrationRequest.Feature> features = new ArrayList<>();
        SupportedFeatures.CURRENT.ranges().forEach((name, range) -> features.add(
                ControllerRegistrationRequest.Feature.builder().name(name).minSupportedVersion(range.min())
                        .maxSupportedVersion(range.max()).build()));
        this.request = ControllerRegistrationRequest.builder().controllerId(nodeId)
                .incarnationId(new Uuid(random.nextLong(), random.nextLong())).listeners(listeners)
                .features(features).build();
    }

    /** New metadata is committed. */
    public void onMetadata(MetadataImage image) {
        ControllerImage registered = image.cluster().controllers().get(request.controllerId());
        wanted = image.metadataVersion().hasControllerRegistration()
                && (registered == null || !registered.incarnationId().equals(request.incarnationId()));
        if (wanted && !retry.armed()) {
            ask();
        }
    }

    private void ask() {
        if (!wanted || asking || stopped) {
            return;
        }
        asking = true;
        active.submit(NodeCalls.REGISTER_CONTROLLER, request, TIMEOUT_MS, new Answer());
    }

    /** Asks no more. */
    public void stop() {
        stopped = true;
        retry.stop();
    }

    private void failed(ErrorCode error) {
        if (!stopped) {
            LOG.debug("controller {} could not register: {}", request.controllerId(), error);
            retry.startIn(retryNanos);
            retryNanos = Math.min(2 * retryNanos, LAST_RETRY_NANOS);
        }
    }

    /** What the active controller says. The metadata says it too, once it is committed. */
    private final class Answer implements Reply<ControllerRegistrationResponse> {
        @Override
        public void answer(ControllerRegistrationResponse answer) {
            asking = false;
            if (answer.errorCode() == ErrorCode.NONE.code()) {
                retryNanos = FIRST_RETRY_NANOS;
                retry.startIn(LAST_RETRY_NANOS);
            } else {
                failed(ErrorCode.forCode(answer.errorCode()));
            }
        }

        @Override
        public void refuse(Refusal refusal) {
            asking = false;
            failed(refusal.error());
        }
    }
}
