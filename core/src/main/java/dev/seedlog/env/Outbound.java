package dev.seedlog.env;

import dev.seedlog.base.BufferSlice;
import java.util.Arrays;
import org.agrona.DirectBuffer;

/**
 * A message to send: ranges of bytes and of files, in order. It is reused, so that building one allocates nothing
 * in the steady state.
 */
public final class Outbound {

    private static final int INITIAL_PARTS = 8;

    private DirectBuffer[] buffers = new DirectBuffer[INITIAL_PARTS];
    private int[] offsets = new int[INITIAL_PARTS];
    private int[] lengths = new int[INITIAL_PARTS];
    private FileRegion[] regions = new FileRegion[INITIAL_PARTS];
    private int count;
    private long sizeBytes;

    /** Forgets all parts. Regions are not released: they belong to whoever took the message. */
    public Outbound clear() {
        Arrays.fill(buffers, 0, count, null);
        Arrays.fill(regions, 0, count, null);
        count = 0;
        sizeBytes = 0;
        return this;
    }

    /** Appends bytes, which must stay as they are until the message is taken. */
    public Outbound add(DirectBuffer buffer, int offset, int lengthBytes) {
        ensureRoom();
        buffers[count] = buffer;
        offsets[count] = offset;
        return added(lengthBytes);
    }

    /** Appends bytes, which must stay as they are until the message is taken. */
    public Outbound add(BufferSlice bytes) {
        return add(bytes.buffer(), bytes.offset(), bytes.lengthBytes());
    }

    /** Appends a range of a file; whoever takes the message takes over one reference to it. */
    public Outbound add(FileRegion region) {
        ensureRoom();
        regions[count] = region;
        return added(region.sizeBytes());
    }

    /** How many parts there are. */
    public int parts() {
        return count;
    }

    /** All parts together. */
    public long sizeBytes() {
        return sizeBytes;
    }

    /** The region that is part {@code part}, or null if that part is bytes. */
    public FileRegion region(int part) {
        return regions[part];
    }

    /** The buffer of part {@code part}, or null if that part is a region. */
    public DirectBuffer buffer(int part) {
        return buffers[part];
    }

    /** Where part {@code part} begins in its buffer. */
    public int offset(int part) {
        return offsets[part];
    }

    /** The size of part {@code part}. */
    public int lengthBytes(int part) {
        return lengths[part];
    }

    /** Releases every region: for a message that nobody takes. */
    public void releaseRegions() {
        for (int i = 0; i < count; i++) {
            if (regions[i] != null) {
                regions[i].release();
            }
        }
        clear();
    }

    private Outbound added(int lengthBytes) {
        lengths[count++] = lengthBytes;
        sizeBytes += lengthBytes;
        return this;
    }

    private void ensureRoom() {
        if (count == lengths.length) {
            int capacity = 2 * count;
            buffers = Arrays.copyOf(buffers, capacity);
            offsets = Arrays.copyOf(offsets, capacity);
            lengths = Arrays.copyOf(lengths, capacity);
            regions = Arrays.copyOf(regions, capacity);
        }
    }
}
