package dev.seedlog.controller;

import dev.seedlog.env.RandomSource;
import dev.seedlog.machine.RefusedException;
import dev.seedlog.metadata.ClusterImage;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.IntList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Chooses brokers for new partitions. Leaders go around the racks, and within a rack around its brokers; the other
 * replicas of a partition go to the racks that follow, so that no rack gets a second replica before every rack has one.
 * Fenced brokers come last, and none of them leads. The beginnings are drawn, so that topics do not all start with one
 * broker; after as many partitions as there are live brokers the order is drawn again, so that followers spread too.
 */
final class ReplicaPlacer {

    private static final class Rack {
        private final BrokerRing live = new BrokerRing();
        private final BrokerRing fenced = new BrokerRing();

        int next(int round) {
            int broker = live.next(round);
            return broker >= 0 ? broker : fenced.next(round);
        }
    }

    private final RandomSource random;
    private final List<Rack> racks;
    private final int brokerCount;
    private final int liveCount;
    /** Counts on and on: a ring that missed rounds must not take a new one for one that it has seen. */
    private int round;
    private int sinceShuffle;
    private int firstRack;

    private ReplicaPlacer(RandomSource random, List<UsableBroker> brokers) {
        this.random = random;
        Map<String, Rack> byName = new TreeMap<>();
        int live = 0;
        for (UsableBroker broker : brokers) {
            Rack rack = byName.computeIfAbsent(broker.rack(), name -> new Rack());
            (broker.fenced() ? rack.fenced : rack.live).add(broker.id());
            live += broker.fenced() ? 0 : 1;
        }
        racks = new ArrayList<>(byName.values());
        brokerCount = brokers.size();
        liveCount = live;
    }

    /**
     * Places partitions.
     *
     * @return the brokers of each partition, the leader first
     * @throws RefusedException with INVALID_REPLICATION_FACTOR if there are not enough brokers
     */
    static List<IntList> place(ClusterImage cluster, int partitions, int replicationFactor, RandomSource random) {
        ReplicaPlacer placer = new ReplicaPlacer(random, UsableBroker.of(cluster));
        placer.requireEnoughBrokers(replicationFactor);
        placer.begin();
        List<IntList> placed = new ArrayList<>(partitions);
        for (int i = 0; i < partitions; i++) {
            placed.add(placer.next(replicationFactor));
        }
        return placed;
    }

    private void requireEnoughBrokers(int replicationFactor) {
        if (replicationFactor <= 0) {
            throw new RefusedException(ErrorCode.INVALID_REPLICATION_FACTOR,
                    "Replication factor " + replicationFactor + " is not positive.");
        }
        if (liveCount == 0) {
            throw new RefusedException(ErrorCode.INVALID_REPLICATION_FACTOR, "Unable to replicate the partition "
                    + replicationFactor + " time(s): all brokers are fenced.");
        }
        if (replicationFactor > brokerCount) {
            throw new RefusedException(ErrorCode.INVALID_REPLICATION_FACTOR, "Unable to replicate the partition "
                    + replicationFactor + " time(s): only " + brokerCount + " broker(s) are registered.");
        }
    }

    private void begin() {
        for (Rack rack : racks) {
            rack.live.begin(random);
            rack.fenced.begin(random);
        }
        firstRack = random.nextInt(racks.size());
    }

    private IntList next(int replicationFactor) {
        if (sinceShuffle == liveCount) {
            shuffle();
            sinceShuffle = 0;
        }
        int[] replicas = new int[replicationFactor];
        int leaderRack = firstRack;
        while (true) {
            replicas[0] = racks.get(leaderRack).live.next(round);
            if (replicas[0] >= 0) {
                break;
            }
            leaderRack = (leaderRack + 1) % racks.size();
        }
        // The leader's own rack is passed over once; if the leader came from a later rack, the first is not left out.
        boolean passedOver = false;
        int rack = firstRack;
        for (int placed = 1; placed < replicationFactor;) {
            if (rack == leaderRack && !passedOver) {
                passedOver = true;
            } else {
                int broker = racks.get(rack).next(round);
                if (broker >= 0) {
                    replicas[placed++] = broker;
                }
            }
            rack = (rack + 1) % racks.size();
        }
        round++;
        sinceShuffle++;
        firstRack = (firstRack + 1) % racks.size();
        return IntList.of(replicas);
    }

    private void shuffle() {
        Shuffle.shuffle(racks, random);
        for (Rack rack : racks) {
            rack.live.shuffle(random);
            rack.fenced.shuffle(random);
        }
    }
}
