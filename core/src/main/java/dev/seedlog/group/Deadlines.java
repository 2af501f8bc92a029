package dev.seedlog.group;

import dev.seedlog.machine.DecisionPoint;
import dev.seedlog.machine.ReplicatedMachine;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/** What happens to groups when time passes, in the order (deadline, arming order). */
final class Deadlines {

    private static final Comparator<Deadline> ORDER =
            Comparator.comparingLong(Deadline::atNanos).thenComparingLong(Deadline::sequence);

    private final TreeSet<Deadline> armed = new TreeSet<>(ORDER);
    private long sequence;

    /** What is due, and what it decides. */
    @FunctionalInterface
    interface Action {

        /** Happens at its time or a little later; {@code records} takes what has to be appended. */
        void run(DecisionPoint at, List<GroupRecord> records);
    }

    /**
     * Something that is due.
     *
     * @param atNanos when, on the monotonic clock
     * @param sequence arming order
     * @param action what happens
     */
    record Deadline(long atNanos, long sequence, Action action) {
    }

    Deadline arm(long atNanos, Action action) {
        Deadline deadline = new Deadline(atNanos, sequence++, action);
        armed.add(deadline);
        return deadline;
    }

    /** Drops a deadline; null, and one that has passed, are no error. */
    void cancel(Deadline deadline) {
        if (deadline != null) {
            armed.remove(deadline);
        }
    }

    long nextNanos() {
        return armed.isEmpty() ? ReplicatedMachine.NEVER : armed.first().atNanos();
    }

    /** Runs what is due. What it arms for now or earlier waits for the next call. */
    void runDue(DecisionPoint at, List<GroupRecord> records) {
        long armedBefore = sequence;
        while (!armed.isEmpty() && armed.first().atNanos() <= at.nowNanos() && armed.first().sequence() < armedBefore) {
            armed.pollFirst().action().run(at, records);
        }
    }

    void clear() {
        armed.clear();
    }
}
