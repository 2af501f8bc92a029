package dev.seedlog.real;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.agrona.DirectBuffer;

/**
 * Shows ranges of Agrona buffers to NIO without copying them. The views are kept from call to call, one for each place
 * in a gathered write, because the buffers behind them are nearly always the same slabs.
 */
final class NioViews {

    private static final int INITIAL_PLACES = 16;
    private static final int KEPT_BYTES = 1024 * 1024;

    private ByteBuffer[] views = new ByteBuffer[INITIAL_PLACES];
    private Object[] sources = new Object[INITIAL_PLACES];

    /** The views by place; the array changes when more places are needed. */
    ByteBuffer[] array() {
        return views;
    }

    /** A view of a range, in the first place. */
    ByteBuffer of(DirectBuffer buffer, int offset, int lengthBytes) {
        return put(0, buffer, offset, lengthBytes);
    }

    /** A view of a range, in the given place. What is read into it arrives in the buffer. */
    ByteBuffer put(int place, DirectBuffer buffer, int offset, int lengthBytes) {
        ensure(place);
        buffer.boundsCheck(offset, lengthBytes);
        byte[] array = buffer.byteArray();
        Object source = array != null ? array : buffer.byteBuffer();
        if (source == null) {
            throw new IllegalArgumentException("a buffer over neither an array nor a ByteBuffer");
        }
        if (sources[place] != source) {
            sources[place] = source;
            views[place] = array != null ? ByteBuffer.wrap(array) : buffer.byteBuffer().duplicate();
        }
        int from = buffer.wrapAdjustment() + offset;
        return views[place].limit(from + lengthBytes).position(from);
    }

    /** Keeps nothing large alive that its owner may have dropped. */
    void forgetLarge(int places) {
        for (int i = 0; i < places; i++) {
            if (views[i].capacity() > KEPT_BYTES) {
                sources[i] = null;
                views[i] = null;
            }
        }
    }

    private void ensure(int place) {
        if (place >= views.length) {
            int capacity = Math.max(place + 1, 2 * views.length);
            views = Arrays.copyOf(views, capacity);
            sources = Arrays.copyOf(sources, capacity);
        }
    }
}
