package dev.seedlog.client;

import dev.seedlog.base.HostPort;
import dev.seedlog.base.Invariant;
import dev.seedlog.env.CloseReason;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.env.Timer;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.WireMessage;
import dev.seedlog.wire.WireReader;
import dev.seedlog.wire.frame.ChannelListener;
import dev.seedlog.wire.frame.FrameBuffers;
import dev.seedlog.wire.frame.RequestChannel;
import dev.seedlog.wire.frame.ResponseHandler;
import dev.seedlog.wire.message.ApiVersionsRequest;
import dev.seedlog.wire.message.ApiVersionsResponse;
import java.util.EnumMap;
import java.util.Map;

/**
 * The way to one broker. It connects, learns which versions are served, and when the connection ends makes another one
 * after a backoff, until it is stopped.
 */
public final class ClientChannel {

    private static final short API_VERSIONS_VERSION = 3;
    private static final String SOFTWARE_NAME = "seedlog";

    private final ShardEnv env;
    private final FrameBuffers buffers;
    private final HostPort to;
    private final ClientSettings settings;
    private final ChannelObserver observer;
    private final Timer retry;
    private final Backoff backoff;
    private final Map<Api, Short> versions = new EnumMap<>(Api.class);
    private ChannelState state = ChannelState.WAITING;
    private RequestChannel channel;
    private long connections;
    private boolean refusing;
    private long refusingSinceNanos;

    /** A channel that connects at once. */
    public ClientChannel(ShardEnv env, FrameBuffers buffers, HostPort to, ClientSettings settings,
                         ChannelObserver observer) {
        this.env = env;
        this.buffers = buffers;
        this.to = to;
        this.settings = settings;
        this.observer = observer;
        this.retry = env.timers().create("reconnect", this::connect);
        this.backoff = new Backoff(env.random().fork("backoff/" + to), settings);
        connect();
    }

    /** Whom it talks to. */
    public HostPort to() {
        return to;
    }

    /** Whether requests may be sent. */
    public boolean ready() {
        return state == ChannelState.READY;
    }

    /** How many connections it has made or tried to make; the number of the present one. */
    public long connections() {
        return connections;
    }

    /** The version in which requests of an API are sent on the present connection; -1 if the broker serves none. */
    public short version(Api api) {
        return versions.getOrDefault(api, (short) -1);
    }

    /**
     * Sends a request in the best version that both sides speak.
     *
     * @return false if nothing was sent
     */
    public boolean send(Api api, WireMessage request, ResponseHandler handler) {
        return send(api, request, 0, handler);
    }

    /** As above, for a request that the broker may hold back for {@code waitNanos} before it answers. */
    public boolean send(Api api, WireMessage request, long waitNanos, ResponseHandler handler) {
        return ready() && version(api) >= 0 && taken(
                channel.send(api, version(api), request, settings.requestTimeoutNanos() + waitNanos, handler));
    }

    /** Sends a request that will have no answer; false if nothing was sent. */
    public boolean sendUnanswered(Api api, WireMessage request) {
        return ready() && version(api) >= 0 && taken(channel.sendUnanswered(api, version(api), request));
    }

    /** Gives the present connection up; another one is made after the backoff. */
    public void reconnect() {
        if (channel != null) {
            channel.close(CloseReason.DONE);
        }
    }

    /** Closes it for good. */
    public void stop() {
        if (state != ChannelState.STOPPED) {
            become(ChannelState.STOPPED);
            retry.stop();
            reconnect();
        }
    }

    /** A peer that has not read for as long as it may take to answer is given up: nobody else would notice. */
    private boolean taken(boolean sent) {
        long now = env.clock().nanoTime();
        if (sent) {
            refusing = false;
        } else if (!refusing) {
            refusing = true;
            refusingSinceNanos = now;
        } else if (now - refusingSinceNanos > settings.requestTimeoutNanos()) {
            reconnect();
        }
        return sent;
    }

    private void connect() {
        become(ChannelState.CONNECTING);
        connections++;
        refusing = false;
        observer.onConnecting(this);
        channel = new RequestChannel(env, buffers, to, settings.clientId(), ClientSettings.LARGEST_RESPONSE_BYTES,
                new Ends());
    }

    private void askVersions() {
        become(ChannelState.ASKING_VERSIONS);
        observer.onConnected(this);
        ApiVersionsRequest request = ApiVersionsRequest.builder().clientSoftwareName(SOFTWARE_NAME)
                .clientSoftwareVersion("1").build();
        if (state == ChannelState.ASKING_VERSIONS) {
            channel.send(Api.API_VERSIONS, API_VERSIONS_VERSION, request, settings.requestTimeoutNanos(),
                    new Versions());
        }
    }

    private void learn(ApiVersionsResponse response) {
        if (ErrorCode.forCode(response.errorCode()) != ErrorCode.NONE) {
            reconnect();
            return;
        }
        versions.clear();
        for (ApiVersionsResponse.ApiVersion served : response.apiKeys()) {
            Api api = Api.forId(served.apiKey());
            if (api != null) {
                short best = (short) Math.min(served.maxVersion(), settings.highestVersion(api));
                if (best >= served.minVersion() && best >= api.lowestVersion()) {
                    versions.put(api, best);
                }
            }
        }
        backoff.succeeded();
        become(ChannelState.READY);
        observer.onReady(this);
    }

    private void become(ChannelState next) {
        Invariant.check(state.next().contains(next), "client-channel-state",
                "a channel went from " + state + " to " + next);
        state = next;
    }

    /** The beginning and the end of the present connection. */
    private final class Ends implements ChannelListener {
        @Override
        public void onConnected() {
            if (state == ChannelState.CONNECTING) {
                askVersions();
            }
        }

        @Override
        public void onClosed(CloseReason why) {
            channel = null;
            versions.clear();
            if (state != ChannelState.STOPPED) {
                become(ChannelState.WAITING);
                retry.startIn(backoff.next());
                observer.onLost(ClientChannel.this, why);
            }
        }
    }

    /** Hears which versions are served. */
    private final class Versions implements ResponseHandler {
        @Override
        public void onResponse(WireReader body, short version) {
            learn(ApiVersionsResponse.read(body, version));
        }

        @Override
        public void onLost(CloseReason why) {
            // The channel's end is heard as well.
        }
    }
}
