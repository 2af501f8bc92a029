package dev.seedlog.broker.quorum;

import dev.seedlog.base.HostPort;
import dev.seedlog.env.CloseReason;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.raft.RaftEffect;
import dev.seedlog.raft.RaftInput;
import dev.seedlog.raft.RaftRequest;
import dev.seedlog.raft.RaftResponse;
import dev.seedlog.raft.message.BeginQuorumEpochMessages;
import dev.seedlog.raft.message.EndQuorumEpochMessages;
import dev.seedlog.raft.message.FetchMessages;
import dev.seedlog.raft.message.FetchSnapshotMessages;
import dev.seedlog.raft.message.FetchedBatchReader;
import dev.seedlog.raft.message.VoteMessages;
import dev.seedlog.raft.message.VoterChangeMessages;
import dev.seedlog.record.BadBatchException;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.WireFormatException;
import dev.seedlog.wire.WireMessage;
import dev.seedlog.wire.WireReader;
import dev.seedlog.wire.frame.ChannelListener;
import dev.seedlog.wire.frame.RequestChannel;
import dev.seedlog.wire.frame.ResponseHandler;
import dev.seedlog.wire.message.BeginQuorumEpochResponse;
import dev.seedlog.wire.message.EndQuorumEpochResponse;
import dev.seedlog.wire.message.FetchResponse;
import dev.seedlog.wire.message.FetchSnapshotResponse;
import dev.seedlog.wire.message.UpdateRaftVoterResponse;
import dev.seedlog.wire.message.VoteResponse;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connections to the other replicas: one for each, made when something is to be sent. */
final class QuorumPeers {

    private static final Logger LOG = LoggerFactory.getLogger(QuorumPeers.class);
    private static final int LARGEST_RESPONSE_BYTES = 100 * 1024 * 1024;
    private static final long FIRST_RECONNECT_NANOS = 50_000_000L;
    private static final long LAST_RECONNECT_NANOS = 1_000_000_000L;

    private final ShardEnv env;
    private final QuorumSettings settings;
    private final QuorumTools tools;
    private final Consumer<RaftInput> kernel;
    private final FetchedBatchReader batches;
    private final Map<Integer, Peer> peers = new TreeMap<>();
    private final Consumer<String> onForeign;
    private boolean known;
    private boolean closed;

    /** {@code onForeign} hears that this node has come to another cluster than its own. */
    QuorumPeers(ShardEnv env, QuorumSettings settings, QuorumTools tools, Consumer<RaftInput> kernel,
                Consumer<String> onForeign) {
        this.onForeign = onForeign;
        this.env = env;
        this.settings = settings;
        this.tools = tools;
        this.kernel = kernel;
        this.batches = new FetchedBatchReader(tools.records());
    }

    /** Sends a request; the kernel hears of the response, or that there is none. */
    void send(RaftEffect.SendRequest send) {
        HostPort address = send.destination().addressOf(settings.listener());
        Peer peer = peers.computeIfAbsent(send.destinationId(), Peer::new);
        boolean sent = address != null && !closed && peer.connect(address) && peer.channel.send(api(send.request()),
                version(send.request()), message(send.request()), settings.timeouts().requestNanos(),
                new Answer(api(send.request()), send.correlationId(), address));
        if (!sent) {
            kernel.accept(new RaftInput.RequestFailed(send.correlationId()));
        }
    }

    /** Ends all connections. */
    void close() {
        closed = true;
        for (Peer peer : peers.values()) {
            if (peer.channel != null) {
                peer.channel.close(CloseReason.DONE);
            }
        }
    }

    private static Api api(RaftRequest request) {
        if (request instanceof RaftRequest.Vote) {
            return Api.VOTE;
        } else if (request instanceof RaftRequest.BeginQuorumEpoch) {
            return Api.BEGIN_QUORUM_EPOCH;
        } else if (request instanceof RaftRequest.EndQuorumEpoch) {
            return Api.END_QUORUM_EPOCH;
        } else if (request instanceof RaftRequest.Fetch) {
            return Api.FETCH;
        } else if (request instanceof RaftRequest.UpdateVoter) {
            return Api.UPDATE_RAFT_VOTER;
        }
        return Api.FETCH_SNAPSHOT;
    }

    private static short version(RaftRequest request) {
        return api(request).highestVersion();
    }

    private static WireMessage message(RaftRequest request) {
        if (request instanceof RaftRequest.Vote vote) {
            return VoteMessages.request(vote);
        } else if (request instanceof RaftRequest.BeginQuorumEpoch begin) {
            return BeginQuorumEpochMessages.request(begin);
        } else if (request instanceof RaftRequest.EndQuorumEpoch end) {
            return EndQuorumEpochMessages.request(end);
        } else if (request instanceof RaftRequest.Fetch fetch) {
            return FetchMessages.request(fetch, version(request));
        } else if (request instanceof RaftRequest.UpdateVoter update) {
            return VoterChangeMessages.request(update);
        }
        return FetchSnapshotMessages.request((RaftRequest.FetchSnapshot) request);
    }

    private Optional<RaftResponse> read(Api api, WireReader body, short version) {
        String listener = settings.listener();
        return switch (api) {
            case VOTE -> VoteMessages.received(VoteResponse.read(body, version), listener);
            case BEGIN_QUORUM_EPOCH ->
                    BeginQuorumEpochMessages.received(BeginQuorumEpochResponse.read(body, version), listener);
            case END_QUORUM_EPOCH ->
                    EndQuorumEpochMessages.received(EndQuorumEpochResponse.read(body, version), listener);
            case UPDATE_RAFT_VOTER -> Optional.of(
                    VoterChangeMessages.received(UpdateRaftVoterResponse.read(body, version), listener));
            case FETCH -> FetchMessages.received(FetchResponse.read(body, version), listener, version, batches);
            default -> FetchSnapshotMessages.received(FetchSnapshotResponse.read(body, version), listener);
        };
    }

    /** What becomes of one request. */
    private final class Answer implements ResponseHandler {
        private final Api api;
        private final long correlationId;
        private final HostPort from;

        private Answer(Api api, long correlationId, HostPort from) {
            this.from = from;
            this.api = api;
            this.correlationId = correlationId;
        }

        @Override
        public void onResponse(WireReader body, short version) {
            Optional<RaftResponse> response;
            try {
                response = read(api, body, version);
            } catch (BadBatchException | IllegalArgumentException e) {
                throw new WireFormatException(api + " response", body.position(), e.getMessage());
            }
            if (response.isEmpty()) {
                throw new WireFormatException(api + " response", body.position(), "answers what was not asked");
            }
            checkCluster(response.get());
            kernel.accept(new RaftInput.ResponseReceived(correlationId, response.get()));
        }

        /** A node that was one of its cluster goes on; one whom nobody has known yet is told of its mistake. */
        private void checkCluster(RaftResponse response) {
            if (response.error() != ErrorCode.INCONSISTENT_CLUSTER_ID) {
                known = true;
            } else if (known) {
                LOG.warn("{} belongs to another cluster than {}", from, settings.clusterId());
            } else {
                onForeign.accept("this node belongs to cluster " + settings.clusterId()
                        + ", and the controller at " + from + " to another");
            }
        }

        @Override
        public void onLost(CloseReason why) {
            kernel.accept(new RaftInput.RequestFailed(correlationId));
        }
    }

    /** One peer's connection, and how long to wait before the next one. */
    private final class Peer implements ChannelListener {
        private final int id;
        private HostPort address;
        private RequestChannel channel;
        private long backoffNanos;
        private long retryAtNanos = Long.MIN_VALUE;
        private boolean connected;
        /** Whether the last connection to this address that was made was ended from outside. */
        private boolean ended;

        private Peer(int id) {
            this.id = id;
        }

        /** Whether there is a connection that requests can be given to. */
        boolean connect(HostPort to) {
            if (channel != null && !channel.closed() && to.equals(address)) {
                return true;
            }
            if (!to.equals(address)) {
                retryAtNanos = Long.MIN_VALUE;
                backoffNanos = 0;
                ended = false;
            }
            if (env.clock().nanoTime() < retryAtNanos) {
                return false;
            }
            if (channel != null && !channel.closed()) {
                channel.close(CloseReason.DONE);
            }
            address = to;
            connected = false;
            channel = new RequestChannel(env, tools.frames(), to, "raft-client-" + settings.nodeId(),
                    LARGEST_RESPONSE_BYTES, this);
            return true;
        }

        @Override
        public void onConnected() {
            backoffNanos = 0;
            connected = true;
            ended = false;
        }

        @Override
        public void onClosed(CloseReason why) {
            LOG.debug("the connection to {} ended: {}", address, why);
            backoffNanos = Math.min(LAST_RECONNECT_NANOS, Math.max(FIRST_RECONNECT_NANOS, 2 * backoffNanos));
            retryAtNanos = env.clock().nanoTime() + backoffNanos;
            ended |= connected && (why == CloseReason.RESET || why == CloseReason.PEER_CLOSED);
            connected = false;
            if (ended && why == CloseReason.REFUSED) {
                env.probes().hit("quorum.peer.refuses");
                kernel.accept(new RaftInput.PeerRefuses(id));
            }
        }
    }
}
