package dev.seedlog.env;

/** Notes that a rare path ran. A probe that no seed of a nightly run hits shows a gap in what is simulated. */
@FunctionalInterface
public interface Probes {

    /** What the real world has. */
    Probes NONE = id -> { };

    /** The rare path {@code id} was reached. */
    void hit(String id);
}
