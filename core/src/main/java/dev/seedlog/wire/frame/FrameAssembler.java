package dev.seedlog.wire.frame;

import dev.seedlog.env.Connection;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Cuts a connection's byte stream into frames.
 *
 * <p>A frame that lies whole in the receive buffer is handed on where it lies. Of one that does not, the beginning is
 * copied into a buffer of the frame's size, and the connection receives the rest straight into it. A size is checked
 * before anything is set aside for it.
 */
public final class FrameAssembler {

    private static final int SIZE_BYTES = Integer.BYTES;

    private final Connection connection;
    private final FrameBuffers buffers;
    private final int largestBytes;
    private final FrameHandler handler;

    /** The size that is being received, and how many of its bytes have been. */
    private int size;
    private int sizeFilled;

    /** The frame that is being received: its buffer, or null if none is. */
    private MutableDirectBuffer partial;
    private int partialFilled;

    /** Input that arrived when the memory for its frame was spent, or null. */
    private DirectBuffer waiting;

    /** Whether the owner holds the peer back, and whether, for whatever reason, reads are paused. */
    private boolean held;
    private boolean paused;
    private boolean closed;

    /**
     * An assembler for one connection.
     *
     * @param largestBytes the largest frame that is accepted
     */
    public FrameAssembler(Connection connection, FrameBuffers buffers, int largestBytes, FrameHandler handler) {
        this.connection = connection;
        this.buffers = buffers;
        this.largestBytes = largestBytes;
        this.handler = handler;
    }

    /** Takes the next bytes of the stream. */
    public void onBytes(DirectBuffer buffer, int offset, int length) {
        if (closed) {
            return;
        }
        if (buffer == partial) {
            partialFilled += length;
            finishPartial();
        } else if (waiting != null) {
            waiting = joined(waiting, buffer, offset, length);
        } else {
            split(buffer, offset, offset + length);
        }
    }

    /**
     * Holds the peer back, or lets it go on. Only the assembler pauses and resumes the connection's reads, because it
     * has a reason of its own: a frame that waits for memory.
     */
    public void holdReads(boolean hold) {
        held = hold;
        pauseOrResume();
    }

    /** The connection ended: what was set aside is given back. */
    public void close() {
        closed = true;
        waiting = null;
        if (partial != null) {
            buffers.release(partial);
            partial = null;
        }
    }

    private void split(DirectBuffer buffer, int from, int to) {
        int at = from;
        while (!closed && (at < to || sizeFilled == SIZE_BYTES)) {
            if (sizeFilled < SIZE_BYTES) {
                at = readSize(buffer, at, to);
                if (sizeFilled == SIZE_BYTES && (size <= 0 || size > largestBytes)) {
                    refuseSize();
                    return;
                }
            } else if (to - at < size) {
                begin(buffer, at, to - at);
                return;
            } else {
                sizeFilled = 0;
                handOn(buffer, at, size);
                at += size;
            }
        }
    }

    private int readSize(DirectBuffer buffer, int from, int to) {
        int at = from;
        while (sizeFilled < SIZE_BYTES && at < to) {
            size = (size << Byte.SIZE) | (buffer.getByte(at++) & 0xFF);
            sizeFilled++;
        }
        return at;
    }

    private void refuseSize() {
        close();
        handler.onBadSize(new FrameSizeException("a frame of " + size + " bytes was announced; 1 to " + largestBytes
                + " are allowed"));
    }

    private void pauseOrResume() {
        boolean pause = held || waiting != null;
        if (pause == paused || closed) {
            return;
        }
        paused = pause;
        if (pause) {
            connection.pauseReads();
        } else {
            connection.resumeReads();
        }
    }

    /** Sets a frame's buffer aside and lets the connection fill it, or waits until there is memory for it. */
    private void begin(DirectBuffer buffer, int offset, int available) {
        MutableDirectBuffer frame;
        try {
            frame = buffers.acquire(size, this::memoryIsFree);
        } catch (FrameSizeException e) {
            close();
            handler.onBadSize(e);
            return;
        }
        if (frame == null) {
            waiting = joined(new UnsafeBuffer(new byte[0]), buffer, offset, available);
            pauseOrResume();
            return;
        }
        sizeFilled = 0;
        frame.putBytes(0, buffer, offset, available);
        partial = frame;
        partialFilled = available;
        connection.receiveInto(frame, available, size - available);
    }

    private void finishPartial() {
        if (partialFilled == size) {
            MutableDirectBuffer frame = partial;
            partial = null;
            buffers.release(frame);
            handOn(frame, 0, size);
        }
    }

    private void handOn(DirectBuffer buffer, int offset, int length) {
        if (!handler.onFrame(buffer, offset, length)) {
            close();
        }
    }

    private void memoryIsFree() {
        if (!closed) {
            DirectBuffer input = waiting;
            waiting = null;
            split(input, 0, input.capacity());
            pauseOrResume();
        }
    }

    /** A copy, because frames that were handed on from either buffer stay valid until the turn ends. */
    private static DirectBuffer joined(DirectBuffer first, DirectBuffer second, int offset, int length) {
        UnsafeBuffer both = new UnsafeBuffer(new byte[first.capacity() + length]);
        both.putBytes(0, first, 0, first.capacity());
        both.putBytes(first.capacity(), second, offset, length);
        return both;
    }
}
