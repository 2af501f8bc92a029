package dev.seedlog.broker.shard;

import java.util.ArrayDeque;

/**
 * Holds back what tells clients of metadata until every shard has it. Otherwise a client could know of a topic, and ask
 * by another connection a shard that still knows the one of that name before it.
 */
public final class MetadataGate {

    private final long[] seen;
    private final ArrayDeque<Held> held = new ArrayDeque<>();
    private long shown;
    private boolean open;

    /** What waits until a change has been seen by all. */
    private record Held(long change, Runnable then) {
    }

    /** A gate on the first of so many shards. */
    public MetadataGate(int shards) {
        this.seen = new long[shards - 1];
    }

    /** The metadata has changed: gives the number by which the others say that they have seen it. */
    public long changed() {
        return ++shown;
    }

    /** Another shard has seen a change, and all before it. */
    public void seen(int shard, long change) {
        seen[shard - 1] = change;
        passHeld();
    }

    /** Runs this when all have seen what has changed so far: perhaps at once. */
    public void pass(Runnable then) {
        held.add(new Held(shown, then));
        passHeld();
    }

    /** Holds nothing back any more: the node ends. */
    public void open() {
        open = true;
        passHeld();
    }

    private void passHeld() {
        long all = shown;
        for (long each : seen) {
            all = Math.min(all, each);
        }
        while (!held.isEmpty() && (open || held.peek().change <= all)) {
            held.poll().then.run();
        }
    }
}
