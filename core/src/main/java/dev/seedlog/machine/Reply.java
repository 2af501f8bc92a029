package dev.seedlog.machine;

/** Takes the one answer of a command. */
public interface Reply<A> {

    /** What was decided is committed. */
    void answer(A answer);

    /** It was not done, or nobody can say whether it was: the error tells which. */
    void refuse(Refusal refusal);
}
