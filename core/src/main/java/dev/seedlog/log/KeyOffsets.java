package dev.seedlog.log;

import java.nio.ByteBuffer;
import java.util.function.IntFunction;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The newest offset of each key, in bounded memory: a key costs 24 bytes, its hash and the offset, whatever its own
 * size. Memory is taken page by page as keys come, off the heap. When it is full, what was put so far stands.
 */
final class KeyOffsets {

    /** In place of an offset: the key is not there. */
    static final long NONE = -1;
    /** What a key costs. */
    static final int SLOT_BYTES = 24;

    private static final int SLOTS_IN_PAGE = 4_096;
    private static final int PAGE_BYTES = SLOTS_IN_PAGE * SLOT_BYTES;
    private static final int HIGH_AT = 8;
    private static final int OFFSET_AT = 16;
    private static final int MIN_SLOTS = 16;
    private static final double LEAST_LOAD = 0.01;
    private static final double MOST_LOAD = 0.95;

    private final KeyHash hash;
    private final IntFunction<ByteBuffer> memory;
    private UnsafeBuffer[] pages = new UnsafeBuffer[0];
    private long slots;
    private long maxKeys;
    private long keys;

    KeyOffsets(KeyHash hash, IntFunction<ByteBuffer> memory) {
        this.hash = hash;
        this.memory = memory;
    }

    /**
     * Forgets all, and makes room for {@code expectedKeys} or as many as the memory has.
     *
     * @param limitBytes no more memory is used
     * @param loadFactor which part of the slots may be taken
     */
    void begin(long expectedKeys, long limitBytes, double loadFactor) {
        long most = Math.min((long) Integer.MAX_VALUE, Math.max(MIN_SLOTS, limitBytes / SLOT_BYTES));
        double load = Math.max(LEAST_LOAD, Math.min(MOST_LOAD, loadFactor));
        slots = Math.max(MIN_SLOTS, Math.min(most, (long) (expectedKeys / load) + 1));
        maxKeys = Math.max(1, (long) (slots * load));
        keys = 0;
        pages = new UnsafeBuffer[(int) ((slots + SLOTS_IN_PAGE - 1) / SLOTS_IN_PAGE)];
    }

    /** Gives the memory back. */
    void release() {
        pages = new UnsafeBuffer[0];
        slots = 0;
        maxKeys = 0;
        keys = 0;
    }

    /**
     * Notes a key's offset, which is larger than all that were noted before.
     *
     * @return false if it is a new key and there is no room
     */
    boolean put(DirectBuffer buffer, int keyOffset, int keyLength, long offset) {
        hash.hash(buffer, keyOffset, keyLength);
        long slot = slotOf();
        UnsafeBuffer page = page(slot);
        int at = at(slot);
        if (page == null || page.getLong(at + OFFSET_AT) == 0) {
            if (keys >= maxKeys) {
                return false;
            }
            page = page == null ? newPage(slot) : page;
            if (page == null) {
                return false;
            }
            keys++;
            page.putLong(at, hash.low());
            page.putLong(at + HIGH_AT, hash.high());
        }
        // Zero is what memory begins with, and means that there is no key.
        page.putLong(at + OFFSET_AT, offset + 1);
        return true;
    }

    /** The key's newest offset, or {@link #NONE}. */
    long offsetOf(DirectBuffer buffer, int keyOffset, int keyLength) {
        if (keys == 0) {
            return NONE;
        }
        hash.hash(buffer, keyOffset, keyLength);
        long slot = slotOf();
        UnsafeBuffer page = page(slot);
        return page == null ? NONE : page.getLong(at(slot) + OFFSET_AT) - 1;
    }

    /** The slot of the hash, or the free one where it belongs: one slot at least is always free. */
    private long slotOf() {
        long slot = Long.remainderUnsigned(hash.low(), slots);
        while (true) {
            UnsafeBuffer page = page(slot);
            int at = at(slot);
            if (page == null || page.getLong(at + OFFSET_AT) == 0
                    || page.getLong(at) == hash.low() && page.getLong(at + HIGH_AT) == hash.high()) {
                return slot;
            }
            slot = slot + 1 == slots ? 0 : slot + 1;
        }
    }

    private UnsafeBuffer page(long slot) {
        return pages[(int) (slot / SLOTS_IN_PAGE)];
    }

    private static int at(long slot) {
        return (int) (slot % SLOTS_IN_PAGE) * SLOT_BYTES;
    }

    /** Null if the process has no memory: compaction does with less. */
    private UnsafeBuffer newPage(long slot) {
        try {
            UnsafeBuffer page = new UnsafeBuffer(memory.apply(PAGE_BYTES));
            pages[(int) (slot / SLOTS_IN_PAGE)] = page;
            return page;
        } catch (OutOfMemoryError e) {
            return null;
        }
    }

    /** How many keys there are. */
    long size() {
        return keys;
    }
}
