package dev.seedlog.sim.mutant;

/** Bugs that one check alone finds, in some runs at least: whatever they do, everything else looks right. */
enum CheckBug {
    /** Readers are shown what is not committed yet. */
    READ_BEYOND_HIGH_WATERMARK("above-high-watermark", VerdictOfSeed.NONE,
            Bug.in("log.PartitionLog", "readWarm/4", PlantedBugs.NoBound.class)),
    /** A producer is told now and then that its batch is too large, when it is in the log already. */
    REFUSED_AFTER_ALL("G1a", VerdictOfSeed.NONE,
            Bug.in("replica.PartitionLeader", "append/3", PlantedBugs.RefusedAfterAll.class)),
    /** A reader is now and then shown a record twice. */
    READ_TWICE("nonmonotonic-poll", VerdictOfSeed.NONE,
            Bug.in("client.FetchDecoder", "decode/3", PlantedBugs.OneBack.class)),
    /** A reader at the end is now and then told that it is outside. */
    TAIL_UNKNOWN("offset-out-of-range", VerdictOfSeed.NONE,
            Bug.in("replica.ServedPartition", "read/4", PlantedBugs.TailUnknown.class)),
    /** A segment that cannot be read is taken to lack the offset. */
    UNREADABLE_SKIPPED("int-poll-skip", "read-error", LoneBug.UNREADABLE_SKIPPED.bug()),
    /** A frame is handed on with its last pieces missing, if they are very small. */
    TINY_PIECE_ENDS_FRAME("inconsistent-offsets", "chunks", LoneBug.TINY_PIECE_ENDS_FRAME.bug()),
    /** The retry of a batch that is in the log already is refused. */
    DUPLICATE_REFUSED("duplicate", "partition", LoneBug.DUPLICATE_REFUSED.bug()),
    /** What is to be kept for ever is kept for seconds. */
    KEPT_FOR_SECONDS("lost-write", VerdictOfSeed.NONE,
            Bug.in("log.LogConfig", "retentionMs/0", PlantedBugs.KeptForSeconds.class)),
    /** After a clean stop a log is taken to end one record earlier than it does. */
    LAST_RECORD_FORGOTTEN("node-failed", "clean-restart", LoneBug.LAST_RECORD_FORGOTTEN.bug()),
    /** A client gives a broker up after some connections. */
    TIRED_OF_CONNECTING("no-progress", "refuse", LoneBug.TIRED_OF_CONNECTING.bug()),
    /** A producer whose clock is ahead by an hour is refused, whatever is configured. */
    AHEAD_BY_AN_HOUR_REFUSED("refused", "clock-back", LoneBug.AHEAD_BY_AN_HOUR_REFUSED.bug()),
    /** A request for which the queue is full gets an error after which no client tries again. */
    FULL_QUEUE_FATAL("admin-refused", "rare-paths", LoneBug.FULL_QUEUE_FATAL.bug()),
    /** What is set for a topic is acknowledged and forgotten. */
    SETTING_FORGOTTEN("nonlinearizable", VerdictOfSeed.NONE,
            Bug.in("controller.ConfigAlterer", "withClearedElr/0", PlantedBugs.NoneOfThem.class)),
    /** A member goes on one record behind what was committed. */
    COMMIT_ONE_MORE("uncommitted-offset", VerdictOfSeed.NONE,
            Bug.in("group.CommittedOffset", "offset/0", PlantedBugs.OneMore.class)),
    /** Anybody may commit offsets for a group, whether he is a member of it or not. */
    STRANGERS_COMMIT("nonmonotonic-commit", "client-pause", LoneBug.STRANGERS_COMMIT.bug()),
    /** Of two members of a group one is given what the other one has, too. */
    ONE_OF_TWO_GETS_ALL("group-overlap", VerdictOfSeed.NONE,
            Bug.in("client.RangeAssignor", "assign/2", PlantedClientBugs.LastOfTwoGetsAll.class)),
    /** Now and then a commit is acknowledged and forgotten. */
    SOME_COMMITS_FORGOTTEN("lost-commit", VerdictOfSeed.NONE,
            Bug.in("group.OffsetStore", "apply/2", PlantedBugs.SomeCommitsForgotten.class)),
    /** After three generations a group begins with the first one again. */
    GENERATIONS_COME_ROUND("nonmonotonic-generation", VerdictOfSeed.NONE,
            Bug.in("group.ClassicGroup", "nextGeneration/1", PlantedBugs.GenerationsComeRound.class)),
    /** Nobody may join a group in its second generation. */
    NOBODY_JOINS_THE_SECOND("group-refused", VerdictOfSeed.NONE,
            Bug.in("group.ClassicGroup", "accepts/2", PlantedBugs.NotInTheSecond.class)),
    /** A batch that was not sent yet goes before one that is to be sent again. */
    NEW_BEFORE_RETRIED("nonmonotonic-send", "half-open",
            Bug.in("client.PartitionQueue", "sendable/0", PlantedClientBugs.NewBeforeRetried.class)),
    /** After an error a reader goes on one record further. */
    ONE_ON_AFTER_ERROR("poll-skip", "kill",
            Bug.in("client.FetchState", "setPaused/1", PlantedClientBugs.OneOnAfterPause.class)),
    /** What nobody wants to have acknowledged goes into the first partition. */
    ALL_TO_THE_FIRST("unwritten", VerdictOfSeed.NONE,
            Bug.in("broker.api.ProduceHandler", "handle/2", PlantedBugs.AllToTheFirst.class)),
    /** A record is now and then shown twice in one answer. */
    SHOWN_TWICE("int-nonmonotonic-poll", VerdictOfSeed.NONE,
            Bug.in("client.FetchDecoder", "decodeBatch/3", PlantedClientBugs.LastShownTwice.class)),
    /** The end of a log is told after a restart before it is known again. */
    END_TOLD_TOO_EARLY("nonmonotonic-latest", "kill", Mutant.END_TOLD_TOO_EARLY.bug()),
    /** A frame is handed on with its last pieces missing, if they are very small. */
    LAST_BYTES_MISSING("corrupt", "chunks", LoneBug.TINY_PIECE_ENDS_FRAME.bug()),
    /** Anybody may commit offsets for a group, and in any generation of it. */
    ANY_GENERATION_COMMITS("stale-commit", "half-open", LoneBug.STRANGERS_COMMIT.bug()),
    /** Producer ids come round again after four of them. */
    PRODUCER_IDS_COME_ROUND("producer-id-reused", "client-kill", LoneBug.PRODUCER_IDS_COME_ROUND.bug()),
    /** Now and then a topic is created, and the answer says that it could not be. */
    CREATED_AFTER_ALL("create-topics", VerdictOfSeed.NONE,
            Bug.in("controller.TopicCreator", "createOrRefuse/1", PlantedBugs.CreatedAfterAll.class)),
    /** A broker that is not registered after 40 ms gives up. */
    REGISTERED_SOON_OR_NEVER("node-exit", "kill",
            Bug.in("broker.quorum.BrokerTiming", "registrationTimeoutMs/0", PlantedBugs.FortyMillis.class)),
    /** A client that is sent something damaged ends. */
    DAMAGE_IS_FATAL("client-failed", "bit-rot",
            Bug.in("client.FetchDecoder", "damaged/0", PlantedClientBugs.DamageIsFatal.class)),
    /** Ids are drawn with a look at the machine's own clock. */
    MOMENT_OF_THE_MACHINE("nondeterminism", VerdictOfSeed.TWICE,
            Bug.in("controller.UuidDraws", "draw/1", PlantedBugs.MomentOfTheMachine.class)),
    /** A partition that rests is listed as one that is being moved. */
    RESTING_LISTED("wrong-reassignment", VerdictOfSeed.NONE,
            Bug.in("controller.Reassigner", "isMoving/1", PlantedBugs.Always.class)),
    /** A metadata version is taken that has not all records that there may be. */
    DOWNGRADE_TAKEN("unsafe-downgrade", VerdictOfSeed.NONE,
            Bug.in("controller.FeatureUpdater", "checkNothingIsLost/1", PlantedBugs.Nothing.class));

    private final String check;
    private final String faults;
    private final Bug bug;

    CheckBug(String check, String faults, Bug bug) {
        this.check = check;
        this.faults = faults;
        this.bug = bug;
    }

    /** What is found; nothing else is, in some run. */
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
