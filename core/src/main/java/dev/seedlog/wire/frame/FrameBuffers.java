package dev.seedlog.wire.frame;

import dev.seedlog.env.Timer;
import dev.seedlog.env.Timers;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A shard's memory for frames that did not arrive in one piece. Buffers have sizes of powers of two; the common ones
 * are kept for reuse, and together they never exceed a budget: whoever asks for more waits until others are done.
 */
public final class FrameBuffers {

    private static final int SMALLEST_BYTES = 4 * 1024;
    private static final int LARGEST_KEPT_BYTES = 1024 * 1024;
    private static final long KEPT_BYTES = 8L * 1024 * 1024;

    private final long budgetBytes;
    private final List<ArrayDeque<MutableDirectBuffer>> kept = new ArrayList<>();
    private final ArrayDeque<Runnable> waiters = new ArrayDeque<>();
    private final List<MutableDirectBuffer> freedThisTurn = new ArrayList<>();
    private final Timer wake;
    private final IntFunction<ByteBuffer> memory;
    private long keptBytes;
    private long usedBytes;

    /** Buffers that together never exceed {@code budgetBytes}, except that one frame alone is always served. */
    public FrameBuffers(long budgetBytes, Timers timers) {
        this(budgetBytes, timers, ByteBuffer::allocateDirect);
    }

    FrameBuffers(long budgetBytes, Timers timers, IntFunction<ByteBuffer> memory) {
        this.budgetBytes = budgetBytes;
        this.memory = memory;
        this.wake = timers.create("frame memory", this::wakeWaiters);
        for (int size = SMALLEST_BYTES; size <= LARGEST_KEPT_BYTES; size *= 2) {
            kept.add(new ArrayDeque<>());
        }
    }

    /**
     * A buffer of at least {@code sizeBytes}, or null if the budget is spent; then {@code onFree} is called once, in
     * the turn after one that gave memory back.
     *
     * @throws FrameSizeException if the process itself has not as much memory, whatever others give back
     */
    public MutableDirectBuffer acquire(int sizeBytes, Runnable onFree) {
        int capacity = capacityFor(sizeBytes);
        if (usedBytes > 0 && usedBytes + capacity > budgetBytes) {
            waiters.add(onFree);
            return null;
        }
        ArrayDeque<MutableDirectBuffer> shelf = shelf(capacity);
        MutableDirectBuffer buffer = shelf == null ? null : shelf.pollLast();
        if (buffer != null) {
            keptBytes -= capacity;
        } else {
            buffer = allocate(capacity);
        }
        if (buffer == null) {
            waiters.add(onFree);
        } else {
            usedBytes += capacity;
        }
        return buffer;
    }

    /**
     * Null if the process has no memory as long as others use it. A client that announces much must not end the node.
     */
    private MutableDirectBuffer allocate(int capacity) {
        try {
            return new UnsafeBuffer(memory.apply(capacity));
        } catch (OutOfMemoryError e) {
            if (usedBytes > 0) {
                return null;
            }
            throw new FrameSizeException("a frame of " + capacity + " bytes was announced, and the process has no"
                    + " memory for it (-XX:MaxDirectMemorySize)");
        }
    }

    /** Gives a buffer back. It is not reused before the turn ends, because its frame may still be in use until then. */
    public void release(MutableDirectBuffer buffer) {
        freedThisTurn.add(buffer);
    }

    /**
     * Takes back a release of this turn: the buffer is its holder's until it is released again.
     *
     * @return the buffer; null if it was not released in this turn, or is none of these
     */
    public MutableDirectBuffer keepReleased(DirectBuffer buffer) {
        for (int i = freedThisTurn.size() - 1; i >= 0; i--) {
            if (freedThisTurn.get(i) == buffer) {
                return freedThisTurn.remove(i);
            }
        }
        return null;
    }

    /**
     * A buffer of at least {@code sizeBytes} at once, whatever the budget says: for what was received already. It
     * counts, so others wait the longer.
     */
    public MutableDirectBuffer take(int sizeBytes) {
        int capacity = capacityFor(sizeBytes);
        ArrayDeque<MutableDirectBuffer> shelf = shelf(capacity);
        MutableDirectBuffer buffer = shelf == null ? null : shelf.pollLast();
        if (buffer != null) {
            keptBytes -= capacity;
        } else {
            buffer = allocateAnywhere(capacity);
        }
        usedBytes += capacity;
        return buffer;
    }

    private MutableDirectBuffer allocateAnywhere(int capacity) {
        try {
            return new UnsafeBuffer(memory.apply(capacity));
        } catch (OutOfMemoryError e) {
            // It is not kept for reuse: frames are received into memory outside of the heap.
            return new UnsafeBuffer(new byte[capacity]);
        }
    }

    /** The turn is over: what was released may be used again, and those who wait will be told. */
    public void endTurn() {
        if (freedThisTurn.isEmpty()) {
            return;
        }
        for (int i = 0; i < freedThisTurn.size(); i++) {
            keep(freedThisTurn.get(i));
        }
        freedThisTurn.clear();
        if (!waiters.isEmpty()) {
            wake.startIn(0);
        }
    }

    /** Bytes that are handed out now. */
    public long usedBytes() {
        return usedBytes;
    }

    private void wakeWaiters() {
        // Those who find the budget spent again queue up behind the others, in the order in which they waited.
        for (int waiting = waiters.size(); waiting > 0; waiting--) {
            waiters.poll().run();
        }
    }

    private void keep(MutableDirectBuffer buffer) {
        int capacity = buffer.capacity();
        usedBytes -= capacity;
        ArrayDeque<MutableDirectBuffer> shelf = shelf(capacity);
        if (shelf != null && buffer.byteBuffer() != null && keptBytes + capacity <= KEPT_BYTES) {
            keptBytes += capacity;
            shelf.add(buffer);
        }
    }

    private ArrayDeque<MutableDirectBuffer> shelf(int capacity) {
        return capacity > LARGEST_KEPT_BYTES
                ? null : kept.get(Integer.numberOfTrailingZeros(capacity / SMALLEST_BYTES));
    }

    /** A power of two up to the largest that is kept; above it, what is asked for. */
    private static int capacityFor(int sizeBytes) {
        return sizeBytes > LARGEST_KEPT_BYTES
                ? sizeBytes : Math.max(SMALLEST_BYTES, BitUtil.findNextPositivePowerOfTwo(sizeBytes));
    }
}
