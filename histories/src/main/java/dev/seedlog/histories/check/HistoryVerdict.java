package dev.seedlog.histories.check;

import dev.seedlog.histories.Violation;
import java.util.List;

/**
 * What is to be said of a history.
 *
 * @param operations how many entries it has
 * @param judged what was judged, in words
 * @param violations what is wrong, a few of each kind
 * @param total how many violations there are
 * @param undecided why there is no verdict on a part of it
 */
public record HistoryVerdict(long operations, List<String> judged, List<Violation> violations, int total,
                             List<String> undecided) {

    /** Copies the lists. */
    public HistoryVerdict {
        judged = List.copyOf(judged);
        violations = List.copyOf(violations);
        undecided = List.copyOf(undecided);
    }

    /** What comes of it. */
    public enum Outcome {
        /** Everything was judged, and nothing is wrong. */
        VALID("valid"),
        /** Something is wrong. */
        INVALID("invalid"),
        /** Nothing is known to be wrong, and not everything could be judged. */
        UNKNOWN("unknown");

        private final String word;

        Outcome(String word) {
            this.word = word;
        }

        /** As it is printed. */
        public String word() {
            return word;
        }
    }

    /** What comes of it. */
    public Outcome outcome() {
        return !violations.isEmpty() ? Outcome.INVALID : undecided.isEmpty() ? Outcome.VALID : Outcome.UNKNOWN;
    }
}
