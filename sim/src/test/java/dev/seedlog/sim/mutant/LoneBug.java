package dev.seedlog.sim.mutant;

/** Bugs that one kind of fault shows by itself, and that nobody sees while nothing goes wrong. */
enum LoneBug {
    /** The retry of a batch that is in the log already is refused. */
    DUPLICATE_REFUSED(Mutant.DUPLICATE_REFUSED.bug()),
    /** A recovery leaves a torn end where it is, and goes on behind it. */
    TORN_END_KEPT(Bug.in("log.LogRecovery", "cut/1", PlantedBugs.Nothing.class)),
    /** The names of new files and the topic's id are not forced with the records. */
    NAMES_NOT_FORCED(Bug.in("log.LogForces", "forceNewNames/1", PlantedBugs.Nothing.class)),
    /** After a clean stop a log is taken to end one record earlier than it does. */
    LAST_RECORD_FORGOTTEN(Bug.in("log.Segment", "readNextOffset/0", PlantedBugs.LastForgotten.class)),
    /** A producer whose clock is ahead by a tenth of a second is refused, whatever is configured. */
    AHEAD_BY_A_MOMENT_REFUSED(Bug.in("record.ValidationRules", "timestampAfterMaxMs/0",
            PlantedBugs.MomentAtMost.class)),
    /** A producer whose clock is ahead by an hour is refused, whatever is configured. */
    AHEAD_BY_AN_HOUR_REFUSED(Bug.in("record.ValidationRules", "timestampAfterMaxMs/0",
            PlantedBugs.AnHourAtMost.class)),
    /** Records that are older than an hour are refused, whatever is configured. */
    HOUR_OLD_REFUSED(Bug.in("record.ValidationRules", "timestampBeforeMaxMs/0", PlantedBugs.AnHourAtMost.class)),
    /** Records that are older than half a second are refused, whatever is configured. */
    MOMENT_OLD_REFUSED(Bug.in("record.ValidationRules", "timestampBeforeMaxMs/0", PlantedBugs.InstantAtMost.class)),
    /** Anybody may commit offsets for a group, whether he is a member of it or not. */
    STRANGERS_COMMIT(Bug.in("group.Commits", "requireRight/3", PlantedBugs.Nothing.class)),
    /** An assignment that the leader of a group sends later than after 15 ms is refused for good. */
    LATE_ASSIGNMENT_REFUSED(Bug.in("group.ClassicGroup", "toRecord/2", PlantedBugs.LateAssignmentRefused.class)),
    /** Nobody looks at the checksum of what he is sent. */
    CHECKSUM_UNCHECKED(Bug.in("record.RecordBatch", "isCrcValid/0", PlantedBugs.Always.class)),
    /** A client gives a broker up after some connections. */
    TIRED_OF_CONNECTING(Bug.in("client.ClientChannel", "connect/0", PlantedBugs.TiredOfConnecting.class)),
    /** A frame is handed on with its last pieces missing, if they are very small. */
    TINY_PIECE_ENDS_FRAME(Bug.in("wire.frame.FrameAssembler", "onBytes/3", PlantedBugs.TinyPieceEndsFrame.class)),
    /** A segment that cannot be read is taken to lack the offset. */
    UNREADABLE_SKIPPED(Bug.in("log.Segment", "locate/2", PlantedBugs.NotThereAtError.class)),
    /** A write that failed counts as done. */
    WRITE_ERROR_SWALLOWED(Bug.in("log.Segment", "write/3", PlantedBugs.WrittenAllTheSame.class)),
    /** A write that found no room counts as done. */
    FULL_DISK_SWALLOWED(Bug.in("log.Segment", "write/3", PlantedBugs.RoomForAll.class)),
    /** A force that failed counts as done. */
    FORCE_ERROR_SWALLOWED(Mutant.FORCE_ERROR_SWALLOWED.bug()),
    /** A request for which the queue is full gets an error after which no client tries again. */
    FULL_QUEUE_FATAL(Bug.in("machine.MachineRefusals", "full/0", PlantedBugs.UnknownError.class)),
    /** Nobody is told in which directory a replica is, if that is another one than before. */
    NEW_DIRECTORY_UNTOLD(Bug.in("replica.DirectoryAssignments", "assign/2", PlantedBugs.Nothing.class)),
    /** Producer ids come round again after four of them. */
    PRODUCER_IDS_COME_ROUND(Bug.in("broker.api.InitProducerIdHandler", "serveWaiting/0",
            PlantedBugs.IdsComeRound.class));

    private final Bug bug;

    LoneBug(Bug bug) {
        this.bug = bug;
    }

    Bug bug() {
        return bug;
    }
}
