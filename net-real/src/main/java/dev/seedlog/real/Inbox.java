package dev.seedlog.real;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What helper threads did for a shard, waiting for the phase of its turn in which the shard wants to hear of it. */
final class Inbox {

    private final ConcurrentLinkedQueue<Runnable> posted = new ConcurrentLinkedQueue<>();
    private final List<Runnable> running = new ArrayList<>();
    private final Parking owner;

    Inbox(Parking owner) {
        this.owner = owner;
    }

    /** Leaves something to run on the shard; from any thread. */
    void post(Runnable completion) {
        posted.add(completion);
        owner.wake();
    }

    boolean isEmpty() {
        return posted.isEmpty();
    }

    /** Runs, in order, what was posted before this call. */
    void run() {
        for (Runnable next = posted.poll(); next != null; next = posted.poll()) {
            running.add(next);
        }
        for (Runnable completion : running) {
            completion.run();
        }
        running.clear();
    }
}
