package dev.seedlog.env;

/**
 * Rare paths that a seed can force from inside production code (FoundationDB's "buggify"). In the real world none is
 * ever forced.
 */
@FunctionalInterface
public interface Faults {

    /** What the real world has. */
    Faults NONE = id -> false;

    /** Whether the rare path {@code id} is to be taken now. */
    boolean at(String id);
}
