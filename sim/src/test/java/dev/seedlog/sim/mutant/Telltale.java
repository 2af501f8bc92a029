package dev.seedlog.sim.mutant;

import dev.seedlog.sim.FaultKind;

/**
 * Which bug tells that a kind of fault is there: it is found where this kind alone goes wrong, and not where nothing
 * does. Without the kind nobody would find it.
 */
enum Telltale {
    KILL(FaultKind.KILL, LoneBug.TORN_END_KEPT),
    POWER_CUT(FaultKind.POWER_CUT, LoneBug.NAMES_NOT_FORCED),
    CLEAN_RESTART(FaultKind.CLEAN_RESTART, LoneBug.LAST_RECORD_FORGOTTEN),
    PAUSE(FaultKind.PAUSE, LoneBug.DUPLICATE_REFUSED),
    CLIENT_PAUSE(FaultKind.CLIENT_PAUSE, LoneBug.STRANGERS_COMMIT),
    CLOCK_DRIFT(FaultKind.CLOCK_DRIFT, LoneBug.AHEAD_BY_A_MOMENT_REFUSED),
    CLOCK_FORTH(FaultKind.CLOCK_FORTH, LoneBug.HOUR_OLD_REFUSED),
    CLOCK_BACK(FaultKind.CLOCK_BACK, LoneBug.AHEAD_BY_AN_HOUR_REFUSED),
    CLOG(FaultKind.CLOG, LoneBug.DUPLICATE_REFUSED),
    PARTITION(FaultKind.PARTITION, LoneBug.DUPLICATE_REFUSED),
    ONE_WAY_PARTITION(FaultKind.ONE_WAY_PARTITION, LoneBug.DUPLICATE_REFUSED),
    RESET(FaultKind.RESET, LoneBug.DUPLICATE_REFUSED),
    HALF_OPEN(FaultKind.HALF_OPEN, LoneBug.DUPLICATE_REFUSED),
    REFUSE(FaultKind.REFUSE, LoneBug.TIRED_OF_CONNECTING),
    SLOW_LINK(FaultKind.SLOW_LINK, LoneBug.MOMENT_OLD_REFUSED),
    SLOW_PERIODS(FaultKind.SLOW_PERIODS, LoneBug.LATE_ASSIGNMENT_REFUSED),
    CHUNKS(FaultKind.CHUNKS, LoneBug.TINY_PIECE_ENDS_FRAME),
    SLOW_DISK(FaultKind.SLOW_DISK, LoneBug.DUPLICATE_REFUSED),
    STUCK_DISK(FaultKind.STUCK_DISK, LoneBug.DUPLICATE_REFUSED),
    READ_ERROR(FaultKind.READ_ERROR, LoneBug.UNREADABLE_SKIPPED),
    WRITE_ERROR(FaultKind.WRITE_ERROR, LoneBug.WRITE_ERROR_SWALLOWED),
    FORCE_ERROR(FaultKind.FORCE_ERROR, LoneBug.FORCE_ERROR_SWALLOWED),
    FULL_DISK(FaultKind.FULL_DISK, LoneBug.FULL_DISK_SWALLOWED),
    RARE_PATHS(FaultKind.RARE_PATHS, LoneBug.FULL_QUEUE_FATAL),
    CLIENT_KILL(FaultKind.CLIENT_KILL, LoneBug.PRODUCER_IDS_COME_ROUND),
    BIT_ROT(FaultKind.BIT_ROT, LoneBug.CHECKSUM_UNCHECKED),
    MISDIRECTED_WRITE(FaultKind.MISDIRECTED_WRITE, LoneBug.CHECKSUM_UNCHECKED),
    LOST_DISK(FaultKind.LOST_DISK, LoneBug.NEW_DIRECTORY_UNTOLD);

    private final FaultKind kind;
    private final LoneBug bug;

    Telltale(FaultKind kind, LoneBug bug) {
        this.kind = kind;
        this.bug = bug;
    }

    FaultKind kind() {
        return kind;
    }

    LoneBug bug() {
        return bug;
    }
}
