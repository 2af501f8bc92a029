package dev.seedlog.simworld;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * What will happen, ordered by (virtual time, sequence): one binary heap, and the world's time. What is to happen at
 * once, as every other event is, waits in a queue of its own: whatever the heap has of the same time was put there
 * earlier.
 */
final class EventQueue {

    private static final int INITIAL_CAPACITY = 256;

    private Event[] heap = new Event[INITIAL_CAPACITY];
    private int size;
    private final Deque<Event> atOnce = new ArrayDeque<>(INITIAL_CAPACITY);
    private long sequences;
    private long now;
    private long firing;

    private record Event(long time, long sequence, Runnable action) {

        boolean isBefore(Event other) {
            return time != other.time ? time < other.time : sequence < other.sequence;
        }
    }

    /** The world's time in nanoseconds. */
    long now() {
        return now;
    }

    /** The sequence number of the event that is happening. */
    long sequence() {
        return firing;
    }

    /** Has something happen; never before now. */
    void at(long time, Runnable action) {
        if (time <= now) {
            atOnce.add(new Event(now, ++sequences, action));
            return;
        }
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, 2 * size);
        }
        Event event = new Event(time, ++sequences, action);
        int hole = size++;
        while (hole > 0 && event.isBefore(heap[(hole - 1) / 2])) {
            heap[hole] = heap[(hole - 1) / 2];
            hole = (hole - 1) / 2;
        }
        heap[hole] = event;
    }

    /** When the next event happens; {@link Long#MAX_VALUE} if nothing will. */
    long nextTime() {
        if (!atOnce.isEmpty()) {
            return now;
        }
        return size == 0 ? Long.MAX_VALUE : heap[0].time;
    }

    /** Lets the next event happen; there must be one. */
    void fireNext() {
        Event next = !atOnce.isEmpty() && (size == 0 || heap[0].time > now) ? atOnce.poll() : takeFirst();
        now = next.time;
        firing = next.sequence;
        next.action.run();
    }

    private Event takeFirst() {
        Event first = heap[0];
        Event last = heap[--size];
        heap[size] = null;
        if (size > 0) {
            siftDown(last);
        }
        return first;
    }

    /** Lets time pass until nothing happens before {@code time}. */
    void advanceTo(long time) {
        now = Math.max(now, time);
    }

    private void siftDown(Event event) {
        int hole = 0;
        int child = 1;
        while (child < size) {
            if (child + 1 < size && heap[child + 1].isBefore(heap[child])) {
                child++;
            }
            if (!heap[child].isBefore(event)) {
                break;
            }
            heap[hole] = heap[child];
            hole = child;
            child = 2 * hole + 1;
        }
        heap[hole] = event;
    }
}
