package dev.seedlog.metadata;

/**
 * Whose password it is, for which mechanism (KIP-554).
 *
 * @param mechanism 1 for SCRAM-SHA-256, 2 for SCRAM-SHA-512
 * @param name the user
 */
public record ScramUser(byte mechanism, String name) implements Comparable<ScramUser> {

    @Override
    public int compareTo(ScramUser that) {
        return mechanism != that.mechanism ? Byte.compare(mechanism, that.mechanism) : name.compareTo(that.name);
    }
}
