package dev.seedlog.histories.lists;

/** What can be wrong with transactions on lists, by Elle's names; those of cycles are in {@link CycleKind}. */
public final class ListAnomaly {

    /** A transaction read something else than it had read or written before. */
    public static final String INTERNAL = "internal";
    /** A transaction read what it was to append later. */
    public static final String FUTURE_READ = "future-read";
    /** What was aborted was read. */
    public static final String G1A = "G1a";
    /** A list was read as it was in the middle of another transaction. */
    public static final String G1B = "G1b";
    /** A value is in a list twice. */
    public static final String DUPLICATE_ELEMENTS = "duplicate-elements";
    /** Two reads of a list, none of which is the beginning of the other. */
    public static final String INCOMPATIBLE_ORDER = "incompatible-order";
    /** A value was read that nobody appended; Elle refuses such a history. */
    public static final String UNWRITTEN = "unwritten";

    private ListAnomaly() {
    }
}
