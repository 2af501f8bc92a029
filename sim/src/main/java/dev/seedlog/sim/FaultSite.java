package dev.seedlog.sim;

import dev.seedlog.env.RandomSource;
import dev.seedlog.simworld.SimNode;
import dev.seedlog.simworld.SimWorld;
import java.util.ArrayList;
import java.util.List;

/**
 * Where faults are done: what all kinds of them need.
 *
 * @param world the world
 * @param nodes the nodes under test
 * @param clients the machines of its clients; more may come
 * @param episodes what is going on
 */
record FaultSite(SimWorld world, List<SimNode> nodes, List<SimNode> clients, Episodes episodes) {

    static final long MILLI = 1_000_000;
    static final int PERMILLE = 1000;

    /** Each kind draws from a stream of its own, so that leaving one out does not change the others. */
    RandomSource random(FaultKind kind) {
        return world.random("faults/" + kind.id());
    }

    /** One of the nodes under test. */
    SimNode node(RandomSource random) {
        return one(nodes, random);
    }

    /** One of several; nothing is drawn if there is no choice. */
    static <T> T one(List<T> several, RandomSource random) {
        return several.size() == 1 ? several.get(0) : several.get(random.nextInt(several.size()));
    }

    /** A client, or another one of the nodes under test. */
    SimNode peer(SimNode node, RandomSource random) {
        List<SimNode> peers = peers(node);
        return peers.get(random.nextInt(peers.size()));
    }

    /** All clients, and the other nodes under test. */
    private List<SimNode> peers(SimNode node) {
        if (nodes.size() == 1) {
            return clients;
        }
        List<SimNode> peers = new ArrayList<>(nodes);
        peers.remove(node);
        peers.addAll(clients);
        return peers;
    }

    /** One client. */
    SimNode client(RandomSource random) {
        return clients.get(random.nextInt(clients.size()));
    }

    /** One of those that a node talks with, some of them, or all. */
    List<SimNode> somePeers(SimNode node, RandomSource random) {
        switch (random.nextInt(3)) {
            case 0 -> {
                return List.of(peer(node, random));
            }
            case 1 -> {
                return List.copyOf(peers(node));
            }
            default -> {
                List<SimNode> some = new ArrayList<>();
                for (SimNode peer : peers(node)) {
                    if (random.nextInt(2) == 0) {
                        some.add(peer);
                    }
                }
                return some.isEmpty() ? List.of(peer(node, random)) : some;
            }
        }
    }

    /** A time of at least a millisecond: mostly short ones, some as long as {@code mostMs}. */
    static long duration(RandomSource random, int mostMs) {
        int bound = switch (random.nextInt(4)) {
            case 0 -> mostMs;
            case 1 -> Math.max(1, mostMs / 4);
            default -> Math.max(1, mostMs / 20);
        };
        return MILLI * (1 + random.nextInt(bound));
    }
}
