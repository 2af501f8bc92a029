package dev.seedlog.machine;

import java.util.List;

/**
 * What a command comes to: the records that make it so, and the answer.
 *
 * @param kind how the records belong together and what the answer waits for
 * @param records what to append, in order
 * @param answer what to say; it may be null
 */
public record Decision<T, A>(Kind kind, List<T> records, A answer) {

    /** How a decision is carried out. */
    public enum Kind {
        /** All records in one batch, so that either all of them survive or none; the answer waits for their commit. */
        ATOMIC,
        /**
         * Each record is right by itself, so they may be spread over several batches; the answer waits for the last.
         */
        SPLITTABLE,
        /** No records; the answer waits until what it was read from is committed. */
        READ,
        /** No records, and the answer depends on nothing that is not committed: it is given at once. */
        IMMEDIATE
    }

    /** Records that cannot do without each other; without records it is a read. */
    public static <T, A> Decision<T, A> atomic(List<T> records, A answer) {
        return new Decision<>(records.isEmpty() ? Kind.READ : Kind.ATOMIC, List.copyOf(records), answer);
    }

    /** Records that are each right by themselves; without records it is a read. */
    public static <T, A> Decision<T, A> splittable(List<T> records, A answer) {
        return new Decision<>(records.isEmpty() ? Kind.READ : Kind.SPLITTABLE, List.copyOf(records), answer);
    }

    /** An answer that was read from the state. */
    public static <T, A> Decision<T, A> read(A answer) {
        return new Decision<>(Kind.READ, List.of(), answer);
    }

    /** An answer that waits for nothing. */
    public static <T, A> Decision<T, A> immediate(A answer) {
        return new Decision<>(Kind.IMMEDIATE, List.of(), answer);
    }
}
