package dev.seedlog.machine;

/**
 * An answer that waits for a commit. It is completed when all that it saw is committed, refused at its deadline, and
 * refused when the epoch that it was decided in ends; whichever comes first, and only once.
 */
final class PendingAnswer<A> {

    private final long commitOffset;
    private final long deadlineNanos;
    private final long sequence;
    private final A answer;
    private final Refusal refusal;
    private final Reply<A> reply;
    private boolean done;

    /** Either an answer, or a refusal that was decided on state that is not yet committed. */
    PendingAnswer(long commitOffset, long deadlineNanos, long sequence, A answer, Refusal refusal, Reply<A> reply) {
        this.commitOffset = commitOffset;
        this.deadlineNanos = deadlineNanos;
        this.sequence = sequence;
        this.answer = answer;
        this.refusal = refusal;
        this.reply = reply;
    }

    /** All before this offset has to be committed. */
    long commitOffset() {
        return commitOffset;
    }

    long deadlineNanos() {
        return deadlineNanos;
    }

    long sequence() {
        return sequence;
    }

    boolean isDone() {
        return done;
    }

    void complete() {
        done = true;
        if (refusal == null) {
            reply.answer(answer);
        } else {
            reply.refuse(refusal);
        }
    }

    void refuse(Refusal why) {
        done = true;
        reply.refuse(why);
    }
}
