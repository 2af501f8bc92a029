package dev.seedlog.metadata;

import dev.seedlog.base.Uuid;
import dev.seedlog.wire.IntList;
import java.util.List;

/**
 * Where a partition's replicas are, and how that is being changed (KIP-455).
 *
 * @param replicas broker ids, the preferred leader first; while it is being changed, old and new ones
 * @param directories the directory of each replica, in the same order
 * @param removing replicas that will go
 * @param adding replicas that are new
 */
public record ReplicaAssignment(IntList replicas, List<Uuid> directories, IntList removing, IntList adding) {

    /** An assignment that nothing is changing. */
    public static ReplicaAssignment of(IntList replicas, List<Uuid> directories) {
        return new ReplicaAssignment(replicas, directories, IntList.empty(), IntList.empty());
    }

    /** Checks the sizes and normalizes directories that were never set. */
    public ReplicaAssignment {
        boolean noneSet = directories == null;
        if (!noneSet) {
            noneSet = true;
            for (Uuid directory : directories) {
                noneSet &= directory.equals(DirectoryIds.MIGRATING);
            }
        }
        if (noneSet) {
            directories = DirectoryIds.allMigrating(replicas.size());
        } else if (directories.size() != replicas.size()) {
            throw new IllegalArgumentException(replicas.size() + " replicas have " + directories.size()
                    + " directories");
        } else {
            directories = List.copyOf(directories);
        }
    }

    /** The directory of a replica, or null if the broker has none. */
    public Uuid directory(int brokerId) {
        for (int i = 0; i < replicas.size(); i++) {
            if (replicas.getInt(i) == brokerId) {
                return directories.get(i);
            }
        }
        return null;
    }

    /** Whether replicas are being moved. */
    public boolean isChanging() {
        return !removing.isEmpty() || !adding.isEmpty();
    }
}
