package dev.seedlog.sim.mutant;

import dev.seedlog.raft.PlantedRaftBugs;

/**
 * Bugs that need several nodes to show, each with the story that shows it: a test of {@code HardStoriesTest}, which
 * goes as it is told where the bug is not.
 */
enum ClusterBug {
    /** A follower cuts its log to its own high watermark, not to where the leader's parts from it (KIP-101). */
    CUT_TO_HIGH_WATERMARK(Bug.in("replica.follow.LeaderFetchers", "follow/4",
            PlantedClusterBugs.CutToHighWatermark.class),
            "aFollowerThatDoesNotKnowYetWhatIsCommittedKeepsIt"),
    /** An epoch that a leader never heard of is taken for one that reaches to its log's end (KIP-279). */
    UNKNOWN_EPOCH_SHARED(Bug.in("log.PartitionLog", "endOffsetFor/1", PlantedClusterBugs.UnknownEpochShared.class),
            "recordsOfAnEpochThatTheNextLeaderNeverHeardOfAreThrownAway"),
    /** A leader counts the fetch of a follower whose log parts from its own. */
    DIVERGING_FETCH_COUNTED(Bug.in("broker.api.FetchRound", "find/3", PlantedClusterBugs.DivergingCounted.class),
            "aReplicaWhoseLogPartsFromTheLeadersIsNotInSync"),
    /** A leader acknowledges with fewer in sync than min.insync.replicas. */
    MIN_ISR_IGNORED(Bug.in("replica.PartitionLeader", "leastInSync/0", PlantedClusterBugs.One.class),
            "theLastReplicaAlonePromisesNothingWhereTwoAreWanted"),
    /** The controller obeys what a leader said of its ISR in an epoch that is over. */
    STALE_ISR_OBEYED(Bug.in("controller.IsrAlterer", "problem/4", PlantedClusterBugs.StaleObeyed.class),
            "whatALeaderSaidOfItsIsrBeforeItWasReplacedIsNotObeyed"),
    /** What a voter has of the metadata log counts before it is forced. */
    UNFORCED_METADATA_COUNTED(Bug.in("raft.LogTracker", "isForced/0", PlantedBugs.Always.class),
            "metadataThatAMajorityHasNotForcedIsNotCommitted"),
    /** A vote is given before it is forced. */
    UNFORCED_VOTE_GIVEN(Bug.in("raft.QuorumStateTracker", "isForced/0", PlantedBugs.Always.class),
            "nobodyIsElectedByVotesThatAreNotDurable"),
    /** A leader of the quorum goes on in its old epoch after a restart. */
    OLD_EPOCH_RESUMED(Bug.in("raft.RoleChanges", "initialize/0", PlantedRaftBugs.OldEpochResumed.class),
            "aControllerThatIsStartedAgainAtOnceLeadsInANewEpochOnly"),
    /** The leader of the quorum commits what is of an earlier epoch because a majority has it (Raft 5.4.2). */
    EARLIER_EPOCH_COUNTED(Bug.in("raft.Leading", "updateHighWatermark/1", PlantedRaftBugs.EarlierEpochCounted.class),
            "metadataOfAnEarlierEpochIsNotCommittedBecauseAMajorityHasIt"),
    /** Nobody is eligible to lead who left an ISR below its minimum (KIP-966). */
    NOBODY_ELIGIBLE(Bug.in("controller.PartitionChanger", "chooseEligible/0", PlantedBugs.Nothing.class),
            "whoLeftAnIsrBelowItsMinimumHasAllThatTheLastInSyncLosesWithItsDisk"),
    /** A broker that comes back without its disk stays in sync or eligible wherever it was. */
    LOST_DISK_OVERLOOKED(
            Bug.in("controller.LeadershipChanges", "uncleanShutdown/1", PlantedClusterBugs.NoRecords.class),
            "whoLeftAnIsrBelowItsMinimumHasAllThatTheLastInSyncLosesWithItsDisk"),
    /** Anybody is eligible to lead when nobody is in sync. */
    ANYBODY_ELIGIBLE(Bug.in("controller.PartitionChanger", "isClean/1", PlantedClusterBugs.AnybodyEligible.class),
            "whoLedLastLeadsAgainThoughItMayHaveLostSomethingIfOthersLackMore");

    private final Bug bug;
    private final String story;

    ClusterBug(Bug bug, String story) {
        this.bug = bug;
        this.story = story;
    }

    /** What is wrong. */
    Bug bug() {
        return bug;
    }

    /** What tells of it: a method of {@code HardStoriesTest}. */
    String story() {
        return story;
    }
}
