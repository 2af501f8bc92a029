package dev.seedlog.histories;

import java.util.Objects;

/**
 * An entry of a history: an operation begins, or ends.
 *
 * @param index its place in the history, unique and growing
 * @param timeNanos when, never before the entry in front of it; virtual in a simulation
 * @param process who: a client's number, or {@link #NEMESIS}
 * @param type whether it begins or how it ends
 * @param f what it does
 * @param value with what, or with what result
 * @param extras what else is known
 */
public record Op(long index, long timeNanos, int process, OpType type, F f, OpValue value, Extras extras) {

    /** Whoever injects faults, and tells what is promised. */
    public static final int NEMESIS = -1;

    /** Nothing is null. */
    public Op {
        Objects.requireNonNull(type);
        Objects.requireNonNull(f);
        Objects.requireNonNull(value);
        Objects.requireNonNull(extras);
        if (process < NEMESIS) {
            throw new IllegalArgumentException("process " + process);
        }
    }

    /** Whether it is no client's. */
    public boolean isNemesis() {
        return process == NEMESIS;
    }
}
