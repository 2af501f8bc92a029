package dev.seedlog.machine;

/** Something that a machine is asked to do. */
@FunctionalInterface
public interface Command<T, A> {

    /**
     * Decides on the machine's state as it is. The state changes only by the records, after they were appended.
     *
     * @throws RefusedException if it is refused as a whole
     */
    Decision<T, A> decide(DecisionPoint at);
}
