package dev.seedlog.broker.control;

import dev.seedlog.base.Nanos;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.wire.frame.FrameBuffers;

/**
 * A node's ways to the active controller. What is asked on one waits for what was asked before it, so those that must
 * not wait have their own: a topic that takes long to create does not end a broker's session.
 */
public final class ControllerChannels {

    private static final long FRAME_BYTES = 8L * 1024 * 1024;
    /** A controller that cannot commit for so long has given up its epoch long before. */
    private static final long ATTEMPT_NANOS = Nanos.ofSeconds(10);
    /** Several attempts fit in a session. */
    private static final int ATTEMPTS_PER_SESSION = 4;

    private final FrameBuffers buffers;
    private final ControllerChannel lifecycle;
    private final ControllerChannel requests;
    private final ControllerChannel partitions;

    /**
     * Channels that connect when there is something to ask.
     *
     * @param local the controller on this node; null if there is none
     * @param sessionTimeoutMs {@code broker.session.timeout.ms}
     */
    public ControllerChannels(ShardEnv env, int nodeId, ControllerLocation location, ControllerGateway local,
                              long sessionTimeoutMs) {
        this.buffers = new FrameBuffers(FRAME_BYTES, env.timers());
        long sessionNanos = Nanos.ofMillis(sessionTimeoutMs);
        this.lifecycle = new ControllerChannel(env, buffers, "node-" + nodeId + "-lifecycle", location, local,
                Math.min(ATTEMPT_NANOS, Math.max(1, sessionNanos / ATTEMPTS_PER_SESSION)));
        this.requests = new ControllerChannel(env, buffers, "node-" + nodeId + "-requests", location, local,
                ATTEMPT_NANOS);
        this.partitions = new ControllerChannel(env, buffers, "node-" + nodeId + "-partitions", location, local,
                ATTEMPT_NANOS);
    }

    /** For registrations and heartbeats. */
    public ControllerGateway lifecycle() {
        return lifecycle;
    }

    /** Has something done whenever the connection that heartbeats go by was ended from outside. */
    public void whenLifecycleLost(Runnable action) {
        lifecycle.whenLost(action);
    }

    /** For what clients ask, and topics that are created because of them. */
    public ControllerGateway requests() {
        return requests;
    }

    /** For what this broker needs for the partitions that it leads. */
    public ControllerGateway partitions() {
        return partitions;
    }

    /** Another node may be the controller now. */
    public void locationChanged() {
        lifecycle.locationChanged();
        requests.locationChanged();
        partitions.locationChanged();
    }

    /** The turn is over: received memory is given back. */
    public void endTurn() {
        buffers.endTurn();
    }

    /** Asks nothing more. */
    public void close() {
        lifecycle.close();
        requests.close();
        partitions.close();
    }
}
