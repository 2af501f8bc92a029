package dev.seedlog.broker.connection;

import dev.seedlog.env.FileRegion;
import org.agrona.MutableDirectBuffer;

/** A region that counts its references, beginning with one. */
final class CountedRegion implements FileRegion {

    private final byte[] bytes;
    int references = 1;

    CountedRegion(byte... bytes) {
        this.bytes = bytes;
    }

    @Override
    public int sizeBytes() {
        return bytes.length;
    }

    @Override
    public boolean valid() {
        return true;
    }

    @Override
    public int read(int from, MutableDirectBuffer target, int offset, int length) {
        target.putBytes(offset, bytes, from, length);
        return length;
    }

    @Override
    public void retain() {
        references++;
    }

    @Override
    public void release() {
        references--;
    }
}
