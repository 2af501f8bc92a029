package dev.seedlog.sim.scenario;

/** A story did not go as it was told: says what was expected, what was seen, when, in which seed, and what happened. */
public final class ScenarioFailure extends AssertionError {

    private static final long serialVersionUID = 1L;

    ScenarioFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
