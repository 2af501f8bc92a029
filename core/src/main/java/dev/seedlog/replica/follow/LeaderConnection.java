package dev.seedlog.replica.follow;

import dev.seedlog.base.HostPort;
import dev.seedlog.env.CloseReason;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.env.Timer;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.WireMessage;
import dev.seedlog.wire.frame.ChannelListener;
import dev.seedlog.wire.frame.FrameBuffers;
import dev.seedlog.wire.frame.RequestChannel;
import dev.seedlog.wire.frame.ResponseHandler;

/** A shard's connection to one leader, made when it is needed and made anew, after a while, when it has ended. */
final class LeaderConnection implements ChannelListener {

    private static final int LARGEST_RESPONSE_BYTES = 100 * 1024 * 1024;
    private static final long FIRST_RECONNECT_NANOS = 50_000_000L;
    private static final long LAST_RECONNECT_NANOS = 1_000_000_000L;

    private final ShardEnv env;
    private final FrameBuffers buffers;
    private final FollowerSettings settings;
    private final Timer retry;
    private HostPort address;
    private RequestChannel channel;
    private long backoffNanos;

    /** No connection yet. */
    LeaderConnection(ShardEnv env, FrameBuffers buffers, FollowerSettings settings) {
        this.env = env;
        this.buffers = buffers;
        this.settings = settings;
        // The turn that it fires in ends with another attempt.
        this.retry = env.timers().create("leader reconnect", () -> { });
    }

    /** Where the leader is, as its newest incarnation says: there is no reason to wait any more. */
    void leaderAt(HostPort to) {
        if (channel != null && !to.equals(address)) {
            close();
        }
        address = to;
        backoffNanos = 0;
        retry.stop();
    }

    /** Whether something may be sent now: the leader's address is known, and no attempt has failed a moment ago. */
    boolean isUsable() {
        return address != null && !retry.armed();
    }

    /** Sends nothing for a while. */
    void pause() {
        retry.startIn(settings.backoffNanos());
    }

    /** Sends, connecting first if there is no connection; false if nothing was sent. */
    boolean send(Api api, WireMessage request, long waitNanos, ResponseHandler handler) {
        if (!isUsable()) {
            return false;
        }
        if (channel == null) {
            channel = new RequestChannel(env, buffers, address, "broker-" + settings.brokerId() + "-fetcher",
                    LARGEST_RESPONSE_BYTES, this);
        }
        return channel.send(api, api.highestVersion(), request, settings.timeoutNanos() + waitNanos, handler);
    }

    /** Ends the connection; requests without an answer hear so. */
    void close() {
        if (channel != null) {
            channel.close(CloseReason.DONE);
        }
    }

    /** Ends it for good. */
    void stop() {
        address = null;
        close();
        retry.stop();
    }

    @Override
    public void onConnected() {
        backoffNanos = 0;
    }

    @Override
    public void onClosed(CloseReason why) {
        channel = null;
        if (address != null) {
            backoffNanos = Math.min(LAST_RECONNECT_NANOS, Math.max(FIRST_RECONNECT_NANOS, 2 * backoffNanos));
            retry.startIn(backoffNanos);
        }
    }
}
