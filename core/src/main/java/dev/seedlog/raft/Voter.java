package dev.seedlog.raft;

/**
 * A member of the voter set, as VotersRecord describes it (KIP-853).
 *
 * @param key the replica and its directory
 * @param endpoints where it listens
 * @param minSupportedVersion the lowest kraft.version that it works with
 * @param maxSupportedVersion the highest
 */
public record Voter(ReplicaKey key, Endpoints endpoints, int minSupportedVersion, int maxSupportedVersion) {

    /** A voter of the versions that this code supports, 0 and 1. */
    public static Voter of(ReplicaKey key, Endpoints endpoints) {
        return new Voter(key, endpoints, 0, 1);
    }
}
