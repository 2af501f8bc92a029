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
 * @param node the node under test
 * @param clients the machines of its clients; more may come
 * @param episodes what is going on
 */
record FaultSite(SimWorld world, SimNode node, List<SimNode> clients, Episodes episodes) {

    static final long MILLI = 1_000_000;
    static final int PERMILLE = 1000;

    /** Each kind draws from a stream of its own, so that leaving one out does not change the others. */
    RandomSource random(FaultKind kind) {
        return world.random("faults/" + kind.id());
    }

    /** One client. */
    SimNode client(RandomSource random) {
        return clients.get(random.nextInt(clients.size()));
    }

    /** One client, some of them, or all. */
    List<SimNode> someClients(RandomSource random) {
        switch (random.nextInt(3)) {
            case 0 -> {
                return List.of(client(random));
            }
            case 1 -> {
                return List.copyOf(clients);
            }
            default -> {
                List<SimNode> some = new ArrayList<>();
                for (SimNode client : clients) {
                    if (random.nextInt(2) == 0) {
                        some.add(client);
                    }
                }
                return some.isEmpty() ? List.of(client(random)) : some;
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
