package dev.seedlog.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts of what happened, summed over seeds. A range in which one stays zero has not tested what it should. */
public final class Totals {

    /** What is counted. */
    public enum Count {
        /** Records that a broker acknowledged. */
        ACKED_RECORDS("acknowledged records"),
        /** Records that consumers read. */
        POLLED_RECORDS("polled records"),
        /** Batches sent and polls that showed something. */
        OPERATIONS("client operations"),
        /** Power cuts that could take nothing that clients knew to be written. */
        CUTS_WITHIN_BUDGET("power cuts within the budget"),
        /** Power cuts that could, as {@link HolderLedger} has it. */
        CUTS_BEYOND_BUDGET("power cuts beyond the budget"),
        /** Kills and power cuts that happened within a turn that writes. */
        CUT_TURNS("turns cut in the middle"),
        /** Starts after the first. */
        RESTARTS("restarts"),
        /** Epochs of the metadata quorum that had a leader. */
        ELECTIONS("elections"),
        /** Partitions that were given to a replica which was not in sync, but eligible to lead. */
        ELIGIBLE_ELECTED("eligible replicas elected"),
        /** Partitions that were given back to who led last, because nobody was in sync or eligible. */
        LAST_LEADERS_ELECTED("last leaders elected"),
        /** Logs whose torn end recovery cut away. */
        TORN_ENDS("torn batches cut away"),
        /** Bytes and sectors that power cuts took. */
        UNSYNCED_BYTES("unsynced bytes lost"),
        /** Segments beyond the first of a log. */
        ROLLS("segments rolled"),
        /** Batches sent again. */
        RETRIES("batches sent again"),
        /** Assignments that members of groups were given. */
        ASSIGNMENTS("group assignments"),
        /** Commits of members' positions. */
        COMMITS("offset commits"),
        /** Settings of topics that were written. */
        SETTINGS("settings written"),
        /** Partitions that were seen to have lost their oldest records, as they should. */
        MOVED_STARTS("partitions without their oldest records"),
        /** Partitions that have left a broker, or come to one, as they were told. */
        REASSIGNED("reassignments finished"),
        /** Reassignments that were given up because an operator said so. */
        CANCELLED("reassignments cancelled"),
        /** Answers about what is on its way. */
        REASSIGNMENTS_LISTED("reassignments listed"),
        /** Preferred leaders that were elected because an operator said so. */
        PREFERRED_ELECTED("preferred leaders elected by hand"),
        /** Levels of features that were set. */
        FEATURES_CHANGED("features changed"),
        /** Controllers that became voters. */
        VOTERS_ADDED("voters added"),
        /** Controllers that vote no more. */
        VOTERS_REMOVED("voters removed");

        private final String title;

        Count(String title) {
            this.title = title;
        }

        /** As it is printed. */
        public String title() {
            return title;
        }
    }

    private final long[] counts = new long[Count.values().length];
    private final long[] faults = new long[FaultKind.values().length];
    private final Map<String, Long> probes = new TreeMap<>();
    private final Map<String, Long> paths = new TreeMap<>();

    /** Adds to a count. */
    public Totals add(Count count, long more) {
        counts[count.ordinal()] += more;
        return this;
    }

    /** Adds faults that have hit something. */
    public Totals hit(FaultKind kind, long more) {
        faults[kind.ordinal()] += more;
        return this;
    }

    /** How many faults of a kind have hit something. */
    public long hits(FaultKind kind) {
        return faults[kind.ordinal()];
    }

    /** Adds what probes counted. */
    public Totals addProbes(Map<String, Long> hits) {
        hits.forEach((id, times) -> probes.merge(id, times, Long::sum));
        return this;
    }

    /** Adds how often rare paths were forced. */
    public Totals addPaths(Map<String, Long> taken) {
        taken.forEach((id, times) -> paths.merge(id, times, Long::sum));
        return this;
    }

    /** The rare paths that were asked for, and how often they were forced. */
    public Map<String, Long> paths() {
        return new TreeMap<>(paths);
    }

    /** Adds all of another. */
    public Totals add(Totals other) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] += other.counts[i];
        }
        for (int i = 0; i < faults.length; i++) {
            faults[i] += other.faults[i];
        }
        return addProbes(other.probes).addPaths(other.paths);
    }

    /** A count. */
    public long get(Count count) {
        return counts[count.ordinal()];
    }

    /** The rare paths that ran, and how often. */
    public Map<String, Long> probes() {
        return new TreeMap<>(probes);
    }

    /** Faults that hit something. */
    public long faultsHit() {
        long sum = 0;
        for (long each : faults) {
            sum += each;
        }
        return sum;
    }

    /** The names of the counts that are zero. */
    public List<String> zeros() {
        List<String> zeros = new ArrayList<>();
        for (Count count : Count.values()) {
            if (get(count) == 0) {
                zeros.add(count.title());
            }
        }
        for (FaultKind kind : FaultKind.values()) {
            if (hits(kind) == 0) {
                zeros.add(kind.id());
            }
        }
        return zeros;
    }
}
