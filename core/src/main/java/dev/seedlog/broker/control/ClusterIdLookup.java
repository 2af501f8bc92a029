package dev.seedlog.broker.control;

import dev.seedlog.base.HostPort;
import dev.seedlog.env.CloseReason;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.env.Timer;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.WireReader;
import dev.seedlog.wire.frame.ChannelListener;
import dev.seedlog.wire.frame.FrameBuffers;
import dev.seedlog.wire.frame.RequestChannel;
import dev.seedlog.wire.frame.ResponseHandler;
import dev.seedlog.wire.message.DescribeClusterRequest;
import dev.seedlog.wire.message.DescribeClusterResponse;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks controllers, one after the other, for their cluster's id (DescribeCluster on a controller's listener, KIP-919):
 * a node that belongs to no cluster yet joins the one that its configuration leads to. It asks until it is answered.
 */
public final class ClusterIdLookup {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterIdLookup.class);
    private static final byte CONTROLLERS = 2;
    private static final int LARGEST_RESPONSE_BYTES = 1024 * 1024;
    private static final long FRAME_BYTES = 1024 * 1024;
    private static final long NANOS_PER_MS = 1_000_000L;
    private static final long ATTEMPT_NANOS = 2_000 * NANOS_PER_MS;
    private static final long FIRST_RETRY_NANOS = 20 * NANOS_PER_MS;
    private static final long LAST_RETRY_NANOS = 1_000 * NANOS_PER_MS;

    private final ShardEnv env;
    private final FrameBuffers buffers;
    private final List<HostPort> servers;
    private final String clientId;
    private final Consumer<String> onFound;
    private final Timer retry;
    private long retryNanos = FIRST_RETRY_NANOS;
    private int next;
    private RequestChannel channel;
    private boolean ended;

    /**
     * A look-up that has not begun.
     *
     * @param servers where controllers may be; at least one
     * @param onFound takes the id, once, in a later turn
     */
    public ClusterIdLookup(ShardEnv env, List<HostPort> servers, int nodeId, Consumer<String> onFound) {
        this.env = env;
        this.buffers = new FrameBuffers(FRAME_BYTES, env.timers());
        this.servers = List.copyOf(servers);
        this.clientId = "node-" + nodeId + "-joining";
        this.onFound = onFound;
        this.retry = env.timers().create("cluster id", this::ask);
    }

    /** Begins. */
    public void start() {
        LOG.info("{} asks {} which cluster that is", clientId, servers);
        ask();
    }

    /** Gives up. */
    public void stop() {
        ended = true;
        retry.stop();
        if (channel != null) {
            channel.close(CloseReason.DONE);
        }
    }

    /** The turn is over: received memory is given back. */
    public void endTurn() {
        buffers.endTurn();
    }

    private void ask() {
        HostPort to = servers.get(next++ % servers.size());
        channel = new RequestChannel(env, buffers, to, clientId, LARGEST_RESPONSE_BYTES, new Ends());
        DescribeClusterRequest request = DescribeClusterRequest.builder().endpointType(CONTROLLERS).build();
        if (!channel.send(Api.DESCRIBE_CLUSTER, Api.DESCRIBE_CLUSTER.highestVersion(), request, ATTEMPT_NANOS,
                new Answer())) {
            channel.close(CloseReason.DONE);
            askLater();
        }
    }

    private void askLater() {
        if (!ended && !retry.armed()) {
            retry.startIn(retryNanos);
            retryNanos = Math.min(2 * retryNanos, LAST_RETRY_NANOS);
        }
    }

    /** The end of a connection, whose answer may have come. */
    private final class Ends implements ChannelListener {
        @Override
        public void onConnected() {
            // What is asked is on its way already.
        }

        @Override
        public void onClosed(CloseReason why) {
            askLater();
        }
    }

    /** Takes the answer. */
    private final class Answer implements ResponseHandler {
        @Override
        public void onResponse(WireReader body, short version) {
            DescribeClusterResponse answer = DescribeClusterResponse.read(body, version);
            body.requireEnd(Api.DESCRIBE_CLUSTER.toString());
            if (ended) {
                return;
            }
            if (answer.errorCode() != ErrorCode.NONE.code() || answer.endpointType() != CONTROLLERS) {
                LOG.warn("{} was answered by no controller: {}", clientId, ErrorCode.forCode(answer.errorCode()));
                channel.close(CloseReason.DONE);
                return;
            }
            stop();
            onFound.accept(answer.clusterId());
        }

        @Override
        public void onLost(CloseReason why) {
            LOG.debug("{} was not answered: {}", clientId, why);
        }
    }
}
