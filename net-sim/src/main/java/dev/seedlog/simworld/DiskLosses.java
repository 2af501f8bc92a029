package dev.seedlog.simworld;

/** What power cuts have taken from a disk so far: a run in which a total stays zero has not tested what it should. */
public final class DiskLosses {

    private long sectorsKept;
    private long sectorsDropped;
    private long sectorsTorn;
    private long bytesCutAway;
    private long entriesUndone;
    private long truncationsUndone;

    DiskLosses() {
    }

    /** Unforced sectors that were kept all the same. */
    public long sectorsKept() {
        return sectorsKept;
    }

    /** Unforced sectors that have their old content again, or zeros. */
    public long sectorsDropped() {
        return sectorsDropped;
    }

    /** Unforced sectors of which a part is new and a part old. */
    public long sectorsTorn() {
        return sectorsTorn;
    }

    /** Unforced bytes by which files became shorter. */
    public long bytesCutAway() {
        return bytesCutAway;
    }

    /** Unforced creations, renames and deletions that did not happen. */
    public long entriesUndone() {
        return entriesUndone;
    }

    /** Truncations that did not happen. */
    public long truncationsUndone() {
        return truncationsUndone;
    }

    void sectorKept() {
        sectorsKept++;
    }

    void sectorDropped() {
        sectorsDropped++;
    }

    void sectorTorn() {
        sectorsTorn++;
    }

    void cutAway(long bytes) {
        bytesCutAway += Math.max(0, bytes);
    }

    void entryUndone() {
        entriesUndone++;
    }

    void truncationUndone() {
        truncationsUndone++;
    }
}
