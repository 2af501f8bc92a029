package dev.seedlog.sim;

import dev.seedlog.env.RandomSource;
import dev.seedlog.simworld.SimNetwork;
import dev.seedlog.simworld.SimNode;
import java.util.List;

/** What goes wrong between a node and those that it talks with: clients, and other nodes. */
final class NetworkFaults {

    private static final int LONGEST_CLOG_MS = 4_000;
    private static final int LONGEST_PARTITION_MS = 20_000;
    private static final int LONGEST_REFUSAL_MS = 5_000;
    private static final int LONGEST_SLOW_MS = 10_000;
    private static final int MOST_LATENCY_FACTOR = 100;
    private static final int MOST_BANDWIDTH_DIVISOR = 50;

    private final FaultSite site;

    NetworkFaults(FaultSite site) {
        this.site = site;
    }

    void clog(RandomSource random) {
        SimNode node = site.node(random);
        SimNode peer = site.peer(node, random);
        long nanos = FaultSite.duration(random, LONGEST_CLOG_MS);
        if (random.nextInt(2) == 0) {
            network().clog(peer, node, nanos);
        } else {
            network().clog(node, peer, nanos);
        }
        site.episodes().begin(FaultKind.CLOG, nanos, () -> { });
    }

    void partition(RandomSource random) {
        SimNode node = site.node(random);
        long nanos = FaultSite.duration(random, LONGEST_PARTITION_MS);
        network().partitionFor(List.of(node), site.somePeers(node, random), nanos);
        site.episodes().begin(FaultKind.PARTITION, nanos, () -> { });
    }

    void partitionOneWay(RandomSource random) {
        List<SimNode> node = List.of(site.node(random));
        long nanos = FaultSite.duration(random, LONGEST_PARTITION_MS);
        List<SimNode> peers = site.somePeers(node.get(0), random);
        boolean fromNode = random.nextInt(2) == 0;
        network().partitionOneWay(fromNode ? node : peers, fromNode ? peers : node, nanos);
        site.episodes().begin(FaultKind.ONE_WAY_PARTITION, nanos, () -> { });
    }

    void reset(RandomSource random) {
        SimNode node = site.node(random);
        Episodes.Episode episode = site.episodes().begin(FaultKind.RESET, () -> { });
        site.somePeers(node, random).forEach(peer -> network().reset(peer, node));
        episode.end();
    }

    void halfOpen(RandomSource random) {
        SimNode node = site.node(random);
        site.somePeers(node, random).forEach(peer -> network().silence(peer, node));
        // What is sent from now on into one of those connections shows that it was hit.
        site.episodes().begin(FaultKind.HALF_OPEN, FaultSite.duration(random, LONGEST_SLOW_MS), () -> { });
    }

    void refuse(RandomSource random) {
        SimNode node = site.node(random);
        network().refuseConnects(node, true);
        site.episodes().begin(FaultKind.REFUSE, FaultSite.duration(random, LONGEST_REFUSAL_MS),
                () -> network().refuseConnects(node, false));
        if (random.nextInt(2) == 0) {
            // So that somebody tries to connect.
            site.somePeers(node, random).forEach(peer -> network().reset(peer, node));
        }
    }

    void slow(RandomSource random) {
        SimNode node = site.node(random);
        long nanos = FaultSite.duration(random, LONGEST_SLOW_MS);
        long latencyFactor = 1 + random.nextInt(MOST_LATENCY_FACTOR);
        long bandwidthDivisor = random.nextInt(2) == 0 ? 1 : 1 + random.nextInt(MOST_BANDWIDTH_DIVISOR);
        int directions = random.nextInt(3);
        for (SimNode peer : site.somePeers(node, random)) {
            if (directions != 0) {
                network().degrade(peer, node, latencyFactor, bandwidthDivisor, nanos);
            }
            if (directions != 1) {
                network().degrade(node, peer, latencyFactor, bandwidthDivisor, nanos);
            }
        }
        site.episodes().begin(FaultKind.SLOW_LINK, nanos, () -> { });
    }

    private SimNetwork network() {
        return site.world().network();
    }
}
