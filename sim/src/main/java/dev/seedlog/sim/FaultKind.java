package dev.seedlog.sim;

import dev.seedlog.simworld.Hits;

/**
 * What may go wrong in a run. Each seed draws which of these it has and how often; {@code --without} leaves some out.
 * The specification, specs/FAULTS.md, says of each what may be lost by it.
 */
public enum FaultKind {
    /** The node's process is killed, between turns or within one. */
    KILL("kill", null),
    /** The node's machine loses its power, between turns or within one. */
    POWER_CUT("power-cut", null),
    /** The node is stopped in an orderly way and started again. */
    CLEAN_RESTART("clean-restart", null),
    /** The node's process stands still for a while. */
    PAUSE("pause", Hits.Kind.LATE_AFTER_PAUSE),
    /** A client's process stands still for a while. */
    CLIENT_PAUSE("client-pause", Hits.Kind.LATE_AFTER_PAUSE),
    /** Clocks run fast or slow. */
    CLOCK_DRIFT("clock-drift", Hits.Kind.DRIFTED),
    /** A wall clock is set forward, by up to some hours. */
    CLOCK_FORTH("clock-forth", Hits.Kind.WALL_FORTH),
    /** A wall clock is set back, by up to some hours. */
    CLOCK_BACK("clock-back", Hits.Kind.WALL_BACK),
    /** One direction between the node and a client is blocked for a short time. */
    CLOG("clog", Hits.Kind.CLOGGED),
    /** Both directions between the node and one client, some or all are blocked. */
    PARTITION("partition", Hits.Kind.PARTITIONED),
    /** One direction between the node and one client, some or all is blocked. */
    ONE_WAY_PARTITION("one-way-partition", Hits.Kind.ONE_WAY),
    /** Connections break. */
    RESET("reset", Hits.Kind.RESET),
    /** Connections lose everything and nobody says so. */
    HALF_OPEN("half-open", Hits.Kind.HALF_OPEN),
    /** The node's machine refuses new connections for a while. */
    REFUSE("refuse", Hits.Kind.REFUSED),
    /** Links are slow and narrow for a while. */
    SLOW_LINK("slow-link", Hits.Kind.DEGRADED),
    /** Links have slow periods of their own all the time. */
    SLOW_PERIODS("slow-periods", Hits.Kind.SLOW_PERIOD),
    /** Some connections deliver in small pieces. */
    CHUNKS("chunks", Hits.Kind.CHUNKED),
    /** Forces take long for a while. */
    SLOW_DISK("slow-disk", Hits.Kind.SLOW_FORCE),
    /** Forces do not end for a while. */
    STUCK_DISK("stuck-disk", Hits.Kind.STUCK_FORCE),
    /** Reads of a log directory fail. */
    READ_ERROR("read-error", Hits.Kind.FAILED_READ),
    /** Writes to a log directory fail. */
    WRITE_ERROR("write-error", Hits.Kind.FAILED_WRITE),
    /** Forces of a log directory fail. */
    FORCE_ERROR("force-error", Hits.Kind.FAILED_FORCE),
    /** The disk is full until somebody makes room. */
    FULL_DISK("full-disk", Hits.Kind.DISK_FULL),
    /** Rare paths of production code are taken ({@code Faults.at}). */
    RARE_PATHS("rare-paths", null),
    /** A client's process is killed, and started again without a memory. */
    CLIENT_KILL("client-kill", null),
    /** A byte of a partition's log is not what was written, until somebody restores it from a copy. */
    BIT_ROT("bit-rot", Hits.Kind.BIT_ROT),
    /** A part of a partition's log was written elsewhere in its file, until somebody restores both places. */
    MISDIRECTED_WRITE("misdirected-write", Hits.Kind.MISDIRECTED),
    /** A node's log directories, or one of them, are lost with all that is in them; it gets empty ones. */
    LOST_DISK("lost-disk", null);

    private final String id;
    private final Hits.Kind hit;

    FaultKind(String id, Hits.Kind hit) {
        this.id = id;
        this.hit = hit;
    }

    /** Its name on the command line. */
    public String id() {
        return id;
    }

    /** By what the simulated world notices that it hit something; null for what always does. */
    Hits.Kind hit() {
        return hit;
    }

    /** Whether it is a property of a world from its beginning to its end, not something that happens at times. */
    boolean lasting() {
        return this == SLOW_PERIODS || this == CHUNKS || this == RARE_PATHS;
    }

    /** Whether it mostly finds nothing to hit: nobody reads what is damaged, or the fault budget has no room. */
    boolean hitsRarely() {
        return this == BIT_ROT || this == MISDIRECTED_WRITE || this == LOST_DISK;
    }

    /** The kind of a name; null if there is none. */
    public static FaultKind of(String id) {
        for (FaultKind kind : values()) {
            if (kind.id.equals(id)) {
                return kind;
            }
        }
        return null;
    }
}
