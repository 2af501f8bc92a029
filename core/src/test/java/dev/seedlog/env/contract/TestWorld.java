package dev.seedlog.env.contract;

import java.util.function.BooleanSupplier;

/** A world under test: machines, and the time that passes on them. The test itself runs outside of every shard. */
public interface TestWorld extends AutoCloseable {

    /** A new machine with a disk of its own, on which nothing runs yet. */
    TestNode node();

    /**
     * Lets time pass until the condition holds.
     *
     * @param what the condition in words
     * @throws AssertionError if it does not hold within some seconds of this world's time
     */
    void runUntil(String what, BooleanSupplier condition);

    /** Lets time pass: to see that something does not happen. */
    void runFor(long nanos);

    /** Ends all processes and removes what they left. */
    @Override
    void close();
}
