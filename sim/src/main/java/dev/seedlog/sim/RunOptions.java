package dev.seedlog.sim;

import java.util.Set;
import java.util.function.Consumer;

/**
 * How a seed is run, beside what it draws itself.
 *
 * @param without kinds of faults that are left out, though the seed draws them
 * @param trace hears each line of the trace; null for nobody
 */
public record RunOptions(Set<FaultKind> without, Consumer<String> trace) {

    /** As the seed has it, and nobody listens. */
    public static final RunOptions USUAL = new RunOptions(Set.of(), null);

    /** This, with somebody who hears each line of the trace. */
    public RunOptions tracedBy(Consumer<String> lines) {
        return new RunOptions(without, lines);
    }
}
