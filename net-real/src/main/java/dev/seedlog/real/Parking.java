package dev.seedlog.real;

import java.nio.channels.Selector;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Whether a shard sleeps in its selector. Whoever leaves something for it wakes it only then, and only the first of
 * them pays for the system call.
 *
 * <p>A shard announces that it will sleep, and then looks once more whether there is work; a waker leaves the work, and
 * then looks whether the shard sleeps. So one of the two sees the other.
 */
final class Parking {

    private final Selector selector;
    private final AtomicBoolean parked = new AtomicBoolean();

    Parking(Selector selector) {
        this.selector = selector;
    }

    /** The shard is about to sleep. */
    void park() {
        parked.set(true);
    }

    /** The shard is awake. */
    void unpark() {
        parked.set(false);
    }

    /** There is something to do; from any thread. */
    void wake() {
        if (parked.get() && parked.compareAndSet(true, false)) {
            selector.wakeup();
        }
    }
}
