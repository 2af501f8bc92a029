package dev.seedlog.broker.quorum;

import dev.seedlog.base.HostPort;
import dev.seedlog.base.config.BrokerConfigKeys;
import dev.seedlog.base.config.Config;
import dev.seedlog.base.config.NodeConfig;
import dev.seedlog.base.config.QuorumVoter;
import dev.seedlog.log.LogConfig;
import dev.seedlog.raft.Endpoints;
import dev.seedlog.raft.RaftTimeouts;
import dev.seedlog.raft.ReplicaKey;
import dev.seedlog.raft.Voter;
import dev.seedlog.raft.VoterSet;
import java.util.ArrayList;
import java.util.List;

/**
 * What a node's configuration says of its part in the quorum.
 *
 * @param clusterId the cluster's id
 * @param nodeId this node
 * @param endpoints where this node's controller listeners are reached; none for a mere broker
 * @param listener the name of the listener by which the members of the quorum reach each other
 * @param contacts who votes, or whom to ask for those who do
 * @param timeouts how long the kernel waits
 * @param log the metadata log's segments
 * @param snapshots when snapshots are written, and how long they and the log are kept
 */
public record QuorumSettings(String clusterId, int nodeId, Endpoints endpoints, String listener, Contacts contacts,
                             RaftTimeouts timeouts, LogConfig log, SnapshotPolicy snapshots) {

    private static final long NANOS_PER_MS = 1_000_000L;
    /** Kafka waits half as long; an idle quorum has twice the requests then, and nothing is found out earlier. */
    private static final int FETCH_MAX_WAIT_MS = 1_000;

    /**
     * Who is known of the quorum before its log is.
     *
     * @param staticVoters the voters of {@code controller.quorum.voters}; empty if voters may change
     * @param bootstrapServers whom to ask for the leader while no voter is known
     *     ({@code controller.quorum.bootstrap.servers})
     */
    public record Contacts(VoterSet staticVoters, List<Endpoints> bootstrapServers) {

        /** Copies the list. */
        public Contacts {
            bootstrapServers = List.copyOf(bootstrapServers);
        }
    }

    /** The voters of {@code controller.quorum.voters}; empty if voters may change. */
    public VoterSet staticVoters() {
        return contacts.staticVoters();
    }

    /**
     * Reads a node's configuration.
     *
     * @param endpoints where this node's controller listeners are reached, with the ports that they were bound to
     */
    public static QuorumSettings of(NodeConfig node, String clusterId, Endpoints endpoints) {
        Config config = node.config();
        String listener = node.controllerListenerNames().get(0);
        List<Voter> voters = new ArrayList<>();
        for (QuorumVoter voter : node.voters()) {
            voters.add(Voter.of(ReplicaKey.of(voter.id()), Endpoints.of(listener, voter.endpoint())));
        }
        int fetchTimeoutMs = config.getInt(BrokerConfigKeys.CONTROLLER_QUORUM_FETCH_TIMEOUT_MS);
        int requestTimeoutMs = config.getInt(BrokerConfigKeys.CONTROLLER_QUORUM_REQUEST_TIMEOUT_MS);
        RaftTimeouts timeouts = new RaftTimeouts(
                positiveNanos(config.getInt(BrokerConfigKeys.CONTROLLER_QUORUM_ELECTION_TIMEOUT_MS)),
                positiveNanos(fetchTimeoutMs),
                config.getInt(BrokerConfigKeys.CONTROLLER_QUORUM_ELECTION_BACKOFF_MAX_MS) * NANOS_PER_MS,
                positiveNanos(requestTimeoutMs),
                positiveNanos(config.getInt(BrokerConfigKeys.CONTROLLER_QUORUM_RETRY_BACKOFF_MS)),
                // An answer has as long again for its way.
                Math.min(FETCH_MAX_WAIT_MS, Math.min(fetchTimeoutMs, requestTimeoutMs) / 2),
                config.getInt(BrokerConfigKeys.CONTROLLER_QUORUM_FETCH_MAX_BYTES));
        LogConfig log = LogConfig.DEFAULT
                .withSegmentBytes(config.getInt(BrokerConfigKeys.METADATA_LOG_SEGMENT_BYTES))
                .withSegmentMs(config.getLong(BrokerConfigKeys.METADATA_LOG_SEGMENT_MS))
                .withRetention(-1, -1)
                .withCleanupPolicy(false, false);
        return new QuorumSettings(clusterId, node.nodeId(), endpoints, listener,
                new Contacts(new VoterSet(voters), bootstrapServers(node, endpoints, listener)), timeouts, log,
                SnapshotPolicy.of(config));
    }

    /** This node itself is no help to it. */
    private static List<Endpoints> bootstrapServers(NodeConfig node, Endpoints own, String listener) {
        List<Endpoints> servers = new ArrayList<>();
        for (HostPort at : node.bootstrapControllers()) {
            if (own.all().stream().noneMatch(endpoint -> endpoint.address().equals(at))) {
                servers.add(Endpoints.of(listener, at));
            }
        }
        return servers;
    }

    private static long positiveNanos(long milliseconds) {
        return Math.max(1, milliseconds) * NANOS_PER_MS;
    }
}
