package dev.seedlog.specs.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.seedlog.base.HostPort;
import dev.seedlog.base.Uuid;
import dev.seedlog.simworld.SimOptions;
import dev.seedlog.wire.ErrorCode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Voters come and go (KIP-853). */
class ChangingVotersTest {

    private static final long SECOND = SimCluster.SECOND;

    private final SimCluster cluster = new SimCluster(1, SimOptions.calm(), "controller", "controller", "controller",
            "broker").withChangingVoters();
    private final Voters voters = new Voters(cluster);
    private final HostPort broker = cluster.member(4).clients();

    private void start() {
        cluster.format(cluster.member(1), true);
        cluster.members.forEach(cluster::start);
        cluster.awaitReady();
        cluster.createTopic(cluster.member(4), "first");
    }

    private void add(int id) {
        cluster.world.runFor(SECOND);
        assertEquals(0, voters.add(broker, cluster.member(id), voters.directory(broker, id)));
    }

    @Test
    void thoseThatAreAddedVoteAndOneOfThemTakesOver() {
        start();
        add(2);
        add(3);
        assertEquals(List.of(1, 2, 3), voters.ids(broker));
        cluster.member(1).machine().powerCut();
        cluster.createTopic(cluster.member(4), "second");
        assertNotEquals(1, cluster.awaitLeader().id());
        cluster.start(cluster.member(1));
        cluster.awaitReady();
        cluster.awaitSeen("first");
        cluster.awaitSeen("second");
    }

    @Test
    void aLeaderThatIsRemovedGivesUpAndOthersGoOnWithoutIt() {
        start();
        add(2);
        add(3);
        assertEquals(0, voters.remove(broker, 1, voters.directory(broker, 1)));
        cluster.createTopic(cluster.member(4), "second");
        assertNotEquals(1, cluster.awaitLeader().id());
        assertEquals(List.of(2, 3), voters.ids(broker));
        cluster.member(1).machine().kill();
        cluster.createTopic(cluster.member(4), "third");
        cluster.awaitSeen("third");
    }

    @Test
    void aVoterThatLostItsDiskIsReplacedByItself() {
        start();
        add(2);
        add(3);
        Uuid lost = voters.directory(broker, 3);
        cluster.loseDisk(cluster.member(3));
        cluster.start(cluster.member(3));
        cluster.awaitReady();
        cluster.world.runFor(3 * SECOND);
        assertEquals(0, voters.remove(broker, 3, lost));
        Uuid found = voters.directory(broker, 3);
        assertNotEquals(lost, found);
        assertEquals(0, voters.add(broker, cluster.member(3), found));
        assertEquals(List.of(1, 2, 3), voters.ids(broker));
    }

    @Test
    void votersSurviveSnapshotsAndRestarts() {
        cluster.with("metadata.log.max.record.bytes.between.snapshots", "1000");
        start();
        add(2);
        add(3);
        for (int i = 0; i < 10; i++) {
            cluster.createTopic(cluster.member(4), "topic-" + i);
        }
        cluster.members.forEach(member -> member.machine().powerCut());
        cluster.members.forEach(cluster::start);
        cluster.awaitReady();
        assertEquals(List.of(1, 2, 3), voters.ids(broker));
        cluster.awaitSeen("topic-9");
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        start();
        Uuid second = voters.directory(broker, 2);
        Uuid nobodys = new Uuid(7, 7);
        assertEquals(ErrorCode.INVALID_REQUEST.code(), voters.remove(broker, 1, voters.directory(broker, 1)));
        assertEquals(ErrorCode.VOTER_NOT_FOUND.code(), voters.remove(broker, 2, second));
        assertEquals(ErrorCode.VOTER_NOT_FOUND.code(), voters.remove(broker, 1, nobodys));
        assertEquals(ErrorCode.REQUEST_TIMED_OUT.code(), voters.add(broker, cluster.member(2), nobodys));
        assertEquals(ErrorCode.INVALID_REQUEST.code(), voters.add(broker, cluster.member(2), Uuid.ZERO));
        add(2);
        assertEquals(ErrorCode.DUPLICATE_VOTER.code(), voters.add(broker, cluster.member(2), second));
        assertEquals(ErrorCode.NOT_LEADER_OR_FOLLOWER.code(),
                voters.add(cluster.member(3).controllers(), cluster.member(3), nobodys));
    }

    @Test
    void fixedVotersStayAsTheyAre() {
        SimCluster fixed = new SimCluster(2, SimOptions.calm(), "controller", "controller", "controller", "broker")
                .start().awaitReady();
        Voters ofFixed = new Voters(fixed);
        HostPort asked = fixed.member(4).clients();
        assertEquals(ErrorCode.UNSUPPORTED_VERSION.code(), ofFixed.remove(asked, 1, ofFixed.directory(asked, 1)));
    }
}
