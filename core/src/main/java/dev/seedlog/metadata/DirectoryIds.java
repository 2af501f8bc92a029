package dev.seedlog.metadata;

import dev.seedlog.base.Uuid;
import java.util.ArrayList;
import java.util.List;

/** Ids of log directories that are no directory but say something about a replica's (KIP-858). */
public final class DirectoryIds {

    /** The replica was placed before directories had ids. */
    public static final Uuid MIGRATING = Uuid.ZERO;
    /** The broker has not yet chosen a directory for the replica. */
    public static final Uuid UNASSIGNED = new Uuid(0, 1);
    /** The replica's directory is offline and its broker cannot tell which it was. */
    public static final Uuid LOST = new Uuid(0, 2);

    private static final int RESERVED_IDS = 100;

    private DirectoryIds() {
    }

    /** Whether no directory may have this id. */
    public static boolean isReserved(Uuid id) {
        return id.mostSignificantBits() == 0 && id.leastSignificantBits() < RESERVED_IDS;
    }

    /**
     * Whether a replica in this directory can be used.
     *
     * @param online the directories that its broker has
     */
    public static boolean isOnline(Uuid directory, List<Uuid> online) {
        if (directory.equals(UNASSIGNED) || directory.equals(MIGRATING)) {
            return true;
        }
        if (directory.equals(LOST)) {
            return false;
        }
        // A broker that registered before directories had ids named none: then it lives as long as they do.
        return online.isEmpty() || online.contains(directory);
    }

    /** As many times {@link #MIGRATING}. */
    static List<Uuid> allMigrating(int count) {
        List<Uuid> ids = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            ids.add(MIGRATING);
        }
        return List.copyOf(ids);
    }
}
