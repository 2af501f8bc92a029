package dev.seedlog.histories;

import java.util.List;

/**
 * A promise that a history breaks.
 *
 * @param anomaly its name, Jepsen's where there is one
 * @param key the partition or register concerned; {@link #NO_KEY} if it is no single one
 * @param what is wrong, in a sentence
 * @param operations the indexes of the entries concerned, in their order
 */
public record Violation(String anomaly, int key, String what, List<Long> operations) {

    /** It concerns no single key. */
    public static final int NO_KEY = -1;

    /** Copies the list, in order and without repetition. */
    public Violation {
        operations = operations.stream().filter(index -> index >= 0 && index < Long.MAX_VALUE).sorted().distinct()
                .toList();
    }
}
