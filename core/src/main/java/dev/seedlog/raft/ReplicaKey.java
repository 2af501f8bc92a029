package dev.seedlog.raft;

import dev.seedlog.base.Uuid;

/**
 * Which replica, and which disk of it (KIP-853): a node that lost its disk comes back under another key, so nothing
 * that the lost disk promised is believed of the new one.
 *
 * @param id the node's id; -1 for none
 * @param directoryId the metadata directory's id; {@link Uuid#ZERO} if it is not known
 */
public record ReplicaKey(int id, Uuid directoryId) implements Comparable<ReplicaKey> {

    /** Nobody. */
    public static final ReplicaKey NONE = new ReplicaKey(-1, Uuid.ZERO);

    /** A replica whose directory is not known. */
    public static ReplicaKey of(int id) {
        return new ReplicaKey(id, Uuid.ZERO);
    }

    /** Whether this names a replica at all. */
    public boolean isPresent() {
        return id >= 0;
    }

    /** Whether {@code other} may be this replica: the same id and, if this key says a directory, the same one. */
    public boolean matches(ReplicaKey other) {
        return id == other.id && (directoryId.isZero() || directoryId.equals(other.directoryId));
    }

    @Override
    public int compareTo(ReplicaKey other) {
        int byId = Integer.compare(id, other.id);
        return byId != 0 ? byId : directoryId.compareTo(other.directoryId);
    }
}
