package dev.seedlog.sim.mutant;

/** Bugs for the checks that never stand alone: whatever is found by one of these is found by another one as well. */
enum CompanyBug {
    /** Segments that are not written any more are not forced. */
    SEALED_NOT_FORCED("unseen", VerdictOfSeed.ALL, Bug.in("log.LogForces", "onSealed/1", PlantedBugs.Nothing.class)),
    /** Clients build batches from back to front. */
    BACK_TO_FRONT("int-nonmonotonic-send", VerdictOfSeed.NONE,
            Bug.in("client.ProducerBatch", "values/0", PlantedClientBugs.BackToFront.class)),
    /** Now and then a producer is told that its batch is five offsets in front of where it is. */
    TOLD_FIVE_IN_FRONT("G0-realtime", VerdictOfSeed.NONE,
            Bug.in("replica.PartitionLeader", "append/3", PlantedBugs.FiveInFront.class)),
    /** An acknowledgement leaves though the records are not yet where the producer asked for them to be. */
    ACKNOWLEDGED_TOO_EARLY("unforced-ack", "power-cut", Mutant.ACKNOWLEDGED_TOO_EARLY.bug());

    private final String check;
    private final String faults;
    private final Bug bug;

    CompanyBug(String check, String faults, Bug bug) {
        this.check = check;
        this.faults = faults;
        this.bug = bug;
    }

    /** What is found, beside others. */
    String check() {
        return check;
    }

    /** The faults of these runs, as {@link VerdictOfSeed} has them. */
    String faults() {
        return faults;
    }

    Bug bug() {
        return bug;
    }
}
