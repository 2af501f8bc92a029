package dev.seedlog.env;

import java.util.Arrays;
import org.agrona.collections.ArrayUtil;

/**
 * A shard's timers: one binary heap ordered by (deadline, arming order). Both worlds drive this same queue; they
 * differ only in whose time it is.
 */
public final class TimerQueue implements Timers {

    private static final int INITIAL_CAPACITY = 16;

    private final Clock clock;
    private Entry[] heap = new Entry[INITIAL_CAPACITY];
    private int size;
    private long armings;

    /** An empty queue whose delays count from {@code clock}'s time of the turn. */
    public TimerQueue(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Timer create(String name, Runnable onExpiry) {
        return new Entry(name, onExpiry);
    }

    /** When the next timer expires, in the clock's nanoseconds; {@link Long#MAX_VALUE} if none is armed. */
    public long nextDeadlineNanos() {
        return size == 0 ? Long.MAX_VALUE : heap[0].deadlineNanos;
    }

    /**
     * Runs what has expired. What was armed at this very time waits for another: time stands still within a turn, so it
     * was armed in this one, and a timer that arms itself with no delay cannot hold the turn.
     *
     * @return how many ran
     */
    public int expire() {
        long now = clock.nanoTime();
        int ran = 0;
        // Those armed now are behind all others that are due: their deadline is not earlier, their arming is later.
        while (size > 0 && heap[0].deadlineNanos <= now && heap[0].armedAtNanos != now) {
            Entry expired = heap[0];
            remove(expired);
            ran++;
            expired.onExpiry.run();
        }
        return ran;
    }

    private void insert(Entry entry) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, size * 2);
        }
        entry.position = size;
        heap[size++] = entry;
        siftUp(entry);
    }

    private void remove(Entry entry) {
        Entry last = heap[--size];
        heap[size] = null;
        int hole = entry.position;
        entry.position = ArrayUtil.UNKNOWN_INDEX;
        if (last != entry) {
            last.position = hole;
            heap[hole] = last;
            siftUp(last);
            siftDown(last);
        }
    }

    private void siftUp(Entry entry) {
        int at = entry.position;
        while (at > 0 && entry.isBefore(heap[(at - 1) / 2])) {
            int parent = (at - 1) / 2;
            place(heap[parent], at);
            at = parent;
        }
        place(entry, at);
    }

    private void siftDown(Entry entry) {
        int at = entry.position;
        while (true) {
            int child = 2 * at + 1;
            if (child >= size) {
                break;
            }
            if (child + 1 < size && heap[child + 1].isBefore(heap[child])) {
                child++;
            }
            if (!heap[child].isBefore(entry)) {
                break;
            }
            place(heap[child], at);
            at = child;
        }
        place(entry, at);
    }

    private void place(Entry entry, int at) {
        heap[at] = entry;
        entry.position = at;
    }

    /** A timer, and its place in the heap while it is armed. */
    private final class Entry implements Timer {
        private final String name;
        private final Runnable onExpiry;
        private long deadlineNanos;
        private long armedAtNanos;
        private long arming;
        private int position = ArrayUtil.UNKNOWN_INDEX;

        private Entry(String name, Runnable onExpiry) {
            this.name = name;
            this.onExpiry = onExpiry;
        }

        @Override
        public void startIn(long delayNanos) {
            stop();
            long now = clock.nanoTime();
            long deadline = now + Math.max(0, delayNanos);
            deadlineNanos = deadline < now ? Long.MAX_VALUE : deadline;
            armedAtNanos = now;
            arming = ++armings;
            insert(this);
        }

        @Override
        public void stop() {
            if (armed()) {
                remove(this);
            }
        }

        @Override
        public boolean armed() {
            return position != ArrayUtil.UNKNOWN_INDEX;
        }

        private boolean isBefore(Entry other) {
            return deadlineNanos != other.deadlineNanos ? deadlineNanos < other.deadlineNanos : arming < other.arming;
        }

        @Override
        public String toString() {
            return name + (armed() ? " at " + deadlineNanos : " at rest");
        }
    }
}
