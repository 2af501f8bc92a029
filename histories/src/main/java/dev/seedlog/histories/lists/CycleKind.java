package dev.seedlog.histories.lists;

import java.util.List;

/**
 * Kinds of cycles, by Elle's names, the worst first. Each begins with an edge of one kind, goes on along edges of
 * some kinds, and comes back to where it began. "Before in real time" is an edge only in the second half, which is
 * looked at where the first one shows nothing.
 */
enum CycleKind {
    /** Appends alone. */
    G0("G0", DependencyGraph.WW, DependencyGraph.WW, false),
    /** And somebody read what was appended. */
    G1C("G1c", DependencyGraph.WR, DependencyGraph.WW | DependencyGraph.WR, false),
    /** And one did not see what another one appended. */
    G_SINGLE("G-single-item", DependencyGraph.RW, DependencyGraph.WW | DependencyGraph.WR, false),
    /** Several did not, and no two of them next to each other. */
    G_NONADJACENT("G-nonadjacent-item", DependencyGraph.RW, DependencyGraph.DATA, true),
    /** Two that are next to each other did not. */
    G2("G2-item", DependencyGraph.RW, DependencyGraph.DATA, false),
    /** As {@link #G0}. */
    G0_REALTIME("G0-realtime", G0),
    /** As {@link #G1C}. */
    G1C_REALTIME("G1c-realtime", G1C),
    /** As {@link #G_SINGLE}. */
    G_SINGLE_REALTIME("G-single-item-realtime", G_SINGLE),
    /** As {@link #G_NONADJACENT}. */
    G_NONADJACENT_REALTIME("G-nonadjacent-item-realtime", G_NONADJACENT),
    /** As {@link #G2}. */
    G2_REALTIME("G2-item-realtime", G2);

    /** All of them, the worst first. */
    static final List<CycleKind> ALL = List.of(values());

    private final String anomaly;
    private final int first;
    private final int others;
    private final boolean apart;

    CycleKind(String anomaly, int first, int others, boolean apart) {
        this.anomaly = anomaly;
        this.first = first;
        this.others = others;
        this.apart = apart;
    }

    CycleKind(String anomaly, CycleKind without) {
        this(anomaly, without.first, without.others | DependencyGraph.REALTIME, without.apart);
    }

    String anomaly() {
        return anomaly;
    }

    /** Of which kind the first edge is. */
    int first() {
        return first;
    }

    /** Of which kinds the others may be. */
    int others() {
        return others;
    }

    /** Whether no two edges of the first one's kind may follow each other. */
    boolean apart() {
        return apart;
    }
}
