package dev.seedlog.machine;

import dev.seedlog.base.Invariant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.TreeSet;

/**
 * Answers in the order of their decisions, each held until all that it saw is committed. Invariant: what they wait for
 * never decreases from one to the next, so they are released in order.
 */
public final class CommitQueue {

    private static final Comparator<PendingAnswer<?>> BY_DEADLINE = Comparator
            .<PendingAnswer<?>>comparingLong(PendingAnswer::deadlineNanos).thenComparingLong(PendingAnswer::sequence);

    private final int capacity;
    private final ArrayDeque<PendingAnswer<?>> inOrder = new ArrayDeque<>();
    private final TreeSet<PendingAnswer<?>> byDeadline = new TreeSet<>(BY_DEADLINE);
    private long sequence;
    private long lastCommitOffset;
    private long highWatermark;

    /** For at most {@code capacity} answers at a time. */
    public CommitQueue(int capacity) {
        this.capacity = capacity;
    }

    /** Whether no answer can be taken: the next command has to be refused before it is decided. */
    public boolean isFull() {
        return byDeadline.size() >= capacity;
    }

    /** How many answers wait. */
    public int size() {
        return byDeadline.size();
    }

    /**
     * Takes an answer; it is given at once if there is nothing to wait for.
     *
     * @param commitOffset all before it has to be committed
     * @param deadlineNanos when to give up, on the monotonic clock
     */
    public <A> void hold(long commitOffset, long deadlineNanos, A answer, Reply<A> reply) {
        add(new PendingAnswer<>(commitOffset, deadlineNanos, sequence++, answer, null, reply));
    }

    /** Takes a refusal that was decided on state that may not be committed, as {@link #hold} takes an answer. */
    public <A> void holdRefusal(long commitOffset, long deadlineNanos, Refusal refusal, Reply<A> reply) {
        add(new PendingAnswer<>(commitOffset, deadlineNanos, sequence++, null, refusal, reply));
    }

    private void add(PendingAnswer<?> pending) {
        Invariant.check(pending.commitOffset() >= lastCommitOffset, "machine-commit-order",
                "an answer waits for less than one before it", pending.commitOffset(), lastCommitOffset);
        Invariant.check(!isFull(), "machine-queue-bound", "an answer was taken although the queue is full");
        lastCommitOffset = pending.commitOffset();
        if (pending.commitOffset() <= highWatermark) {
            pending.complete();
        } else {
            inOrder.add(pending);
            byDeadline.add(pending);
        }
    }

    /** Gives all answers that waited for this. */
    public void committed(long newHighWatermark) {
        highWatermark = Math.max(highWatermark, newHighWatermark);
        while (!inOrder.isEmpty() && (inOrder.peek().isDone() || inOrder.peek().commitOffset() <= highWatermark)) {
            PendingAnswer<?> pending = inOrder.poll();
            if (!pending.isDone()) {
                byDeadline.remove(pending);
                pending.complete();
            }
        }
    }

    /** Refuses all whose deadline has come. What they were decided on is not undone. */
    public void expire(long nowNanos, Refusal timedOut) {
        while (!byDeadline.isEmpty() && byDeadline.first().deadlineNanos() <= nowNanos) {
            byDeadline.pollFirst().refuse(timedOut);
        }
    }

    /** The first deadline, {@link ReplicatedMachine#NEVER} if none waits. */
    public long nextDeadlineNanos() {
        return byDeadline.isEmpty() ? ReplicatedMachine.NEVER : byDeadline.first().deadlineNanos();
    }

    /** Refuses all: the epoch that decided them has ended. The next one begins with an empty queue. */
    public void abort(Refusal why) {
        while (!inOrder.isEmpty()) {
            PendingAnswer<?> pending = inOrder.poll();
            if (!pending.isDone()) {
                byDeadline.remove(pending);
                pending.refuse(why);
            }
        }
        lastCommitOffset = 0;
        highWatermark = 0;
    }
}
