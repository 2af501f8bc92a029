package dev.seedlog.sim;

import dev.seedlog.histories.Op;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * How a seed is run, beside what it draws itself.
 *
 * @param without kinds of faults that are left out, though the seed draws them
 * @param trace hears each line of the trace; null for nobody
 * @param history hears what clients did and saw, when all is over
 */
public record RunOptions(Set<FaultKind> without, Consumer<String> trace, Consumer<List<Op>> history) {

    /** As the seed has it, and nobody listens. */
    public static final RunOptions USUAL = new RunOptions(Set.of(), null);

    /** Options with nobody who hears the history. */
    public RunOptions(Set<FaultKind> without, Consumer<String> trace) {
        this(without, trace, ops -> { });
    }

    /** This, with somebody who hears each line of the trace. */
    public RunOptions tracedBy(Consumer<String> lines) {
        return new RunOptions(without, lines, history);
    }

    /** This, with somebody who hears what clients did and saw. */
    public RunOptions recordedBy(Consumer<List<Op>> ops) {
        return new RunOptions(without, trace, ops);
    }
}
