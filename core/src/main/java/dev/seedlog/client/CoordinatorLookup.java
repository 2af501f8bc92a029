package dev.seedlog.client;

import dev.seedlog.base.HostPort;
import dev.seedlog.env.CloseReason;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.env.Timer;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.WireReader;
import dev.seedlog.wire.frame.ResponseHandler;
import dev.seedlog.wire.message.FindCoordinatorRequest;
import dev.seedlog.wire.message.FindCoordinatorResponse;
import dev.seedlog.wire.message.FindCoordinatorResponse.Coordinator;
import java.util.List;

/** Finds the coordinator of a group, and the way to it. */
final class CoordinatorLookup {

    /** From this version on several groups are asked for at once. */
    private static final short FIRST_VERSION_OF_LISTS = 4;
    private static final byte GROUP = 0;

    private final ClusterClient cluster;
    private final String groupId;
    private final long retryBackoffNanos;
    private final Listener listener;
    private final Timer retry;
    private HostPort address;
    private boolean asking;

    /** Hears how the search goes. */
    interface Listener {

        /** There is something to do: the coordinator may be known now. */
        void onProgress();

        /** The broker refuses to say; asking again would not help. */
        void onRefused(ErrorCode error);
    }

    CoordinatorLookup(ShardEnv env, ClusterClient cluster, String groupId, long retryBackoffNanos, Listener listener) {
        this.cluster = cluster;
        this.groupId = groupId;
        this.retryBackoffNanos = retryBackoffNanos;
        this.listener = listener;
        this.retry = env.timers().create("find coordinator", listener::onProgress);
    }

    /** The channel to the coordinator, if it is ready; if not, null, and what is needed for it is under way. */
    ClientChannel channel() {
        if (address == null) {
            ask();
            return null;
        }
        return cluster.coordinatorChannel(address);
    }

    /** The coordinator is another one, or cannot be reached: it is asked for anew. */
    void wrong() {
        address = null;
    }

    void stop() {
        retry.stop();
    }

    private void ask() {
        ClientChannel channel = cluster.anyChannel();
        if (asking || retry.armed() || channel == null) {
            return;
        }
        FindCoordinatorRequest.Builder request = FindCoordinatorRequest.builder().keyType(GROUP);
        if (channel.version(Api.FIND_COORDINATOR) >= FIRST_VERSION_OF_LISTS) {
            request.coordinatorKeys(List.of(groupId));
        } else {
            request.key(groupId);
        }
        asking = channel.send(Api.FIND_COORDINATOR, request.build(), new Answer());
        if (!asking) {
            retry.startIn(retryBackoffNanos);
        }
    }

    private void take(ErrorCode error, String host, int port) {
        if (error == ErrorCode.NONE) {
            address = new HostPort(host, port);
            listener.onProgress();
        } else if (error.isRetriable()) {
            retry.startIn(retryBackoffNanos);
        } else {
            listener.onRefused(error);
        }
    }

    /** Hears who it is. */
    private final class Answer implements ResponseHandler {
        @Override
        public void onResponse(WireReader body, short version) {
            FindCoordinatorResponse response = FindCoordinatorResponse.read(body, version);
            asking = false;
            if (version < FIRST_VERSION_OF_LISTS) {
                take(ErrorCode.forCode(response.errorCode()), response.host(), response.port());
                return;
            }
            for (Coordinator found : response.coordinators()) {
                if (found.key().equals(groupId)) {
                    take(ErrorCode.forCode(found.errorCode()), found.host(), found.port());
                    return;
                }
            }
            retry.startIn(retryBackoffNanos);
        }

        @Override
        public void onLost(CloseReason why) {
            asking = false;
            retry.startIn(retryBackoffNanos);
        }
    }
}
