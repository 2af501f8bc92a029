package dev.seedlog.replica.follow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.env.SeededRandom;
import dev.seedlog.log.LogWorld;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Any history of leaders, each chosen among those that have what is committed, leaves equal logs behind. */
class FollowersConvergeTest {

    private static final int REPLICAS = 3;

    private final List<FollowedLog> replicas = new ArrayList<>();
    private SeededRandom random;
    private List<LogWorld.Read> committed;
    private long committedEnd;

    @Property(tries = 60)
    void whateverLeadersThereWereAllLogsAreEqualInTheEndAndNothingCommittedIsLost(@ForAll long seed) {
        random = new SeededRandom(seed);
        replicas.clear();
        committed = List.of();
        committedEnd = 0;
        for (int i = 0; i < REPLICAS; i++) {
            replicas.add(new FollowedLog());
        }
        int leaders = 2 + random.nextInt(6);
        FollowedLog leader = null;
        for (int epoch = 0; epoch < leaders; epoch++) {
            leader = elect(epoch);
            for (int steps = random.nextInt(6); steps > 0; steps--) {
                step(leader, epoch);
            }
        }
        for (FollowedLog replica : replicas) {
            if (replica != leader) {
                replica.follow(leaders - 1).catchUp(leader);
            }
            assertEquals(leader.batches(), replica.batches());
        }
        assertTrue(leader.batches().containsAll(committed), "what two of three had is there");
    }

    /** One that has all that is committed; the others hear of it sooner, later or never. */
    private FollowedLog elect(int epoch) {
        List<FollowedLog> able = new ArrayList<>();
        for (FollowedLog replica : replicas) {
            if (replica.log.logEndOffset() >= committedEnd && replica.batches().containsAll(committed)) {
                able.add(replica);
            }
        }
        return able.get(random.nextInt(able.size())).lead(epoch);
    }

    private void step(FollowedLog leader, int epoch) {
        if (random.nextInt(2) == 0) {
            leader.append(1 + random.nextInt(3));
            return;
        }
        FollowedLog follower = replicas.get(random.nextInt(REPLICAS));
        if (follower == leader) {
            return;
        }
        if (follower.following == null || follower.following.leaderEpoch() != epoch) {
            follower.follow(epoch);
        }
        follower.fetch(leader, 150);
        boolean has = leader.batches().equals(follower.batches());
        if (has && leader.log.leaderEpochs().epochOf(leader.log.logEndOffset() - 1) == epoch) {
            // Two of three have it, and it is of the leader's epoch.
            committed = leader.batches();
            committedEnd = leader.log.logEndOffset();
        }
    }
}
