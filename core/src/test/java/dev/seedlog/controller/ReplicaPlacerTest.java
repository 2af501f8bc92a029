package dev.seedlog.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.env.SeededRandom;
import dev.seedlog.machine.RefusedException;
import dev.seedlog.metadata.BrokerImage;
import dev.seedlog.metadata.ClusterImage;
import dev.seedlog.metadata.PersistentMap;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.IntList;
import dev.seedlog.wire.metadata.RegisterBrokerRecord;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ReplicaPlacerTest {

    private PersistentMap<Integer, BrokerImage> brokers = PersistentMap.empty();

    @Test
    void eachBrokerLeadsAsManyPartitionsAsAnyOther() {
        for (int id = 0; id < 6; id++) {
            add(id, "r" + id % 3, false);
        }
        int[] led = new int[6];
        place(60, 3).forEach(replicas -> led[replicas.getInt(0)]++);

        for (int count : led) {
            assertEquals(10, count);
        }
    }

    @Test
    void noRackGetsASecondReplicaBeforeEachHasOne() {
        for (int id = 0; id < 9; id++) {
            add(id, "r" + id % 3, false);
        }
        for (IntList replicas : place(100, 3)) {
            TreeSet<Integer> racks = new TreeSet<>();
            replicas.forEach(id -> racks.add(id % 3));
            assertEquals(3, racks.size(), replicas.toString());
        }
    }

    @Test
    void aFencedBrokerNeverLeads() {
        add(0, null, false);
        add(1, null, true);
        add(2, null, true);
        for (IntList replicas : place(20, 3)) {
            assertEquals(0, replicas.getInt(0));
            assertEquals(new TreeSet<>(List.of(0, 1, 2)), new TreeSet<>(replicas));
        }
    }

    @Test
    void followersOfALeaderAreNotAlwaysTheSame() {
        for (int id = 0; id < 5; id++) {
            add(id, null, false);
        }
        TreeSet<Integer> followers = new TreeSet<>();
        for (IntList replicas : place(100, 2)) {
            if (replicas.getInt(0) == 0) {
                followers.add(replicas.getInt(1));
            }
        }
        assertEquals(4, followers.size());
    }

    @Test
    void tooFewBrokersAreRefused() {
        assertEquals(ErrorCode.INVALID_REPLICATION_FACTOR, refused(1));
        add(0, null, true);
        assertEquals(ErrorCode.INVALID_REPLICATION_FACTOR, refused(1));
        add(1, null, false);
        assertEquals(ErrorCode.INVALID_REPLICATION_FACTOR, refused(3));
        assertEquals(ErrorCode.INVALID_REPLICATION_FACTOR, refused(0));
        assertEquals(2, place(1, 2).get(0).size());
    }

    @Property(tries = 300)
    void replicasOfAPartitionAreOnDifferentBrokersAndALiveOneLeads(@ForAll long seed,
            @ForAll @IntRange(min = 1, max = 12) int count, @ForAll @IntRange(min = 1, max = 4) int racks) {
        SeededRandom random = new SeededRandom(seed);
        brokers = PersistentMap.empty();
        for (int id = 0; id < count; id++) {
            add(id, "r" + random.nextInt(racks), id > 0 && random.nextInt(3) == 0);
        }
        int factor = 1 + random.nextInt(count);
        for (IntList replicas : place(40, factor)) {
            assertEquals(factor, new TreeSet<>(replicas).size(), replicas.toString());
            assertTrue(!brokers.get(replicas.getInt(0)).fenced(), replicas.toString());
        }
    }

    @Test
    void theSameSeedPlacesAlike() {
        for (int id = 0; id < 5; id++) {
            add(id, "r" + id % 2, false);
        }
        assertEquals(place(50, 3), place(50, 3));
    }

    private ErrorCode refused(int factor) {
        return assertThrows(RefusedException.class, () -> place(1, factor)).refusal().error();
    }

    private List<IntList> place(int partitions, int factor) {
        return ReplicaPlacer.place(new ClusterImage(brokers, PersistentMap.empty()), partitions, factor,
                new SeededRandom(7));
    }

    private void add(int id, String rack, boolean fenced) {
        brokers = brokers.with(id, new BrokerImage(
                RegisterBrokerRecord.builder().brokerId(id).rack(rack).fenced(fenced).build()));
    }
}
