package dev.seedlog.broker.connection;

import org.agrona.MutableDirectBuffer;

/**
 * A buffer of received bytes that other shards borrow. It is theirs to change where they were told, until the turn ends
 * in which they got it; then it goes back by mail. Only the lender looks at how many have it.
 */
public final class Loan {

    private final MutableDirectBuffer buffer;
    private int borrowers = 1;

    Loan(MutableDirectBuffer buffer) {
        this.buffer = buffer;
    }

    MutableDirectBuffer buffer() {
        return buffer;
    }

    void lendAgain() {
        borrowers++;
    }

    /** Whether nobody has it any more. */
    boolean returnedByOne() {
        return --borrowers == 0;
    }
}
