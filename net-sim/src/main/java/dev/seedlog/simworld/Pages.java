package dev.seedlog.simworld;

import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** The bytes of a file as the page cache has them. What was never written is zero and takes no memory. */
final class Pages {

    private static final int PAGE_BYTES = 1024;

    private byte[][] pages = new byte[4][];

    void read(long position, MutableDirectBuffer target, int offset, int length) {
        int done = 0;
        while (done < length) {
            long at = position + done;
            int within = (int) (at % PAGE_BYTES);
            int count = Math.min(length - done, PAGE_BYTES - within);
            byte[] page = page(at);
            if (page == null) {
                target.setMemory(offset + done, count, (byte) 0);
            } else {
                target.putBytes(offset + done, page, within, count);
            }
            done += count;
        }
    }

    byte[] read(long position, int length) {
        byte[] bytes = new byte[length];
        int done = 0;
        while (done < length) {
            long at = position + done;
            int within = (int) (at % PAGE_BYTES);
            int count = Math.min(length - done, PAGE_BYTES - within);
            byte[] page = page(at);
            if (page != null) {
                System.arraycopy(page, within, bytes, done, count);
            }
            done += count;
        }
        return bytes;
    }

    void write(long position, DirectBuffer source, int offset, int length) {
        int done = 0;
        while (done < length) {
            long at = position + done;
            int within = (int) (at % PAGE_BYTES);
            int count = Math.min(length - done, PAGE_BYTES - within);
            source.getBytes(offset + done, ownPage(at), within, count);
            done += count;
        }
    }

    void write(long position, byte[] source, int offset, int length) {
        int done = 0;
        while (done < length) {
            long at = position + done;
            int within = (int) (at % PAGE_BYTES);
            int count = Math.min(length - done, PAGE_BYTES - within);
            System.arraycopy(source, offset + done, ownPage(at), within, count);
            done += count;
        }
    }

    /** Makes everything from a position on zero again. */
    void clearFrom(long position) {
        int within = (int) (position % PAGE_BYTES);
        byte[] boundary = page(position);
        if (boundary != null && within > 0) {
            Arrays.fill(boundary, within, PAGE_BYTES, (byte) 0);
        }
        long first = (position + PAGE_BYTES - 1) / PAGE_BYTES;
        for (long i = first; i < pages.length; i++) {
            pages[(int) i] = null;
        }
    }

    private byte[] page(long position) {
        long index = position / PAGE_BYTES;
        return index < pages.length ? pages[(int) index] : null;
    }

    private byte[] ownPage(long position) {
        int index = (int) (position / PAGE_BYTES);
        if (index >= pages.length) {
            pages = Arrays.copyOf(pages, Math.max(index + 1, 2 * pages.length));
        }
        if (pages[index] == null) {
            pages[index] = new byte[PAGE_BYTES];
        }
        return pages[index];
    }
}
