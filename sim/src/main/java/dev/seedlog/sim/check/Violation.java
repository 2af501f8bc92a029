package dev.seedlog.sim.check;

import java.util.List;

/**
 * A promise that was broken.
 *
 * @param kind the anomaly's name, Jepsen's where it has one
 * @param what what was broken, in a sentence
 * @param nanos the virtual time at which it showed
 * @param operations those concerned, in order
 */
public record Violation(String kind, String what, long nanos, List<String> operations) {

    /** Copies the list. */
    public Violation {
        operations = List.copyOf(operations);
    }
}
