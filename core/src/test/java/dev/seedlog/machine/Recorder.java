package dev.seedlog.machine;

/** A reply that remembers. */
public final class Recorder<A> implements Reply<A> {

    private A answer;
    private Refusal refusal;
    private int times;

    @Override
    public void answer(A given) {
        answer = given;
        times++;
    }

    @Override
    public void refuse(Refusal why) {
        refusal = why;
        times++;
    }

    /** Whether it was answered or refused. */
    public boolean isDone() {
        if (times > 1) {
            throw new AssertionError("replied " + times + " times");
        }
        return times == 1;
    }

    /** Whether it was refused. */
    public boolean isRefused() {
        return isDone() && refusal != null;
    }

    /** The answer. */
    public A answer() {
        if (!isDone() || refusal != null) {
            throw new AssertionError("not answered, refused: " + refusal);
        }
        return answer;
    }

    /** Why it was refused. */
    public Refusal refusal() {
        if (!isDone() || refusal == null) {
            throw new AssertionError("not refused, answered: " + answer);
        }
        return refusal;
    }
}
