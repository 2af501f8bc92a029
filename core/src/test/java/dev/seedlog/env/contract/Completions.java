package dev.seedlog.env.contract;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.env.DiskDone;
import dev.seedlog.env.DiskException;
import dev.seedlog.env.ForceDone;
import java.util.ArrayList;
import java.util.List;

/** Disk operations that a test waits for; may be asked from anywhere. */
public final class Completions {

    /**
     * The end of an operation.
     *
     * @param askedInTurn the shard's turn in which it was asked for
     * @param heardInTurn the turn in which its end was heard
     * @param generation for a force, the truncation generation that it carried
     * @param end for a force, the end position that it carried
     * @param failure what it failed with, or null
     */
    public record Completion(long askedInTurn, long heardInTurn, long generation, long end, DiskException failure) {
    }

    private final Script shard;
    private final List<Completion> heard = new ArrayList<>();

    /** Completions on one shard. */
    public Completions(Script shard) {
        this.shard = shard;
    }

    /** Hears one operation; to be called on the shard, when the operation is asked for. */
    public DiskDone expect() {
        long asked = shard.turn();
        return failure -> add(new Completion(asked, shard.turn(), 0, 0, failure));
    }

    /** Hears one force; to be called on the shard, when the force is asked for. */
    public ForceDone expectForce() {
        long asked = shard.turn();
        return (generation, end, failure) -> add(new Completion(asked, shard.turn(), generation, end, failure));
    }

    /** How many have ended. */
    public synchronized int count() {
        return heard.size();
    }

    /** Those that have ended, in that order. */
    public synchronized List<Completion> heard() {
        return List.copyOf(heard);
    }

    /** Checks that none failed, and that none was heard in the turn that asked for it. */
    public void assertSucceededInLaterTurns() {
        for (Completion completion : heard()) {
            assertNull(completion.failure());
            assertTrue(completion.heardInTurn() > completion.askedInTurn(), completion.toString());
        }
    }

    private synchronized void add(Completion completion) {
        heard.add(completion);
    }
}
