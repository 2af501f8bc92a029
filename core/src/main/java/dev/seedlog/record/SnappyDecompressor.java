package dev.seedlog.record;

import java.io.IOException;
import org.xerial.snappy.Snappy;

/**
 * Snappy: blocks in xerial's framing, as the Java client sends them, or one bare block, as librdkafka does.
 *
 * <p>The frame: 8 bytes of magic, two int32 of versions, then blocks, each behind an int32 of its length. Streams may
 * be concatenated, so where a length is expected there may be another magic.
 */
final class SnappyDecompressor extends Decompressor {

    static final int HEADER_BYTES = 16;
    /** The magic's first four bytes, which as a length would be negative. */
    static final int MAGIC_HEAD = 0x82534E41;
    /** The magic's other four. */
    static final int MAGIC_TAIL = 0x50505900;

    /** A copy of up to 64 bytes takes at least 3: no block grows by more. */
    private static final int HIGHEST_RATIO = 64;

    private final ScratchArray block = new ScratchArray();

    private boolean framed;
    private boolean begun;

    @Override
    protected void beginStream() {
        begun = false;
        block.trim();
    }

    @Override
    int nextBlock() {
        if (!begun) {
            begun = true;
            framed = takeHeader();
            if (!framed && source.remaining() > 0) {
                return uncompress(source.remaining());
            }
        }
        while (source.remaining() > 0) {
            int lengthBytes = source.takeIntBigEndian();
            if (lengthBytes == MAGIC_HEAD) {
                source.skip(HEADER_BYTES - Integer.BYTES);
                continue;
            }
            int produced = uncompress(lengthBytes);
            if (produced > 0) {
                return produced;
            }
        }
        return 0;
    }

    private boolean takeHeader() {
        if (source.remaining() < HEADER_BYTES) {
            return false;
        }
        int head = source.takeIntBigEndian();
        int tail = source.takeIntBigEndian();
        if (head != MAGIC_HEAD || tail != MAGIC_TAIL) {
            source.giveBack(Long.BYTES);
            return false;
        }
        int version = source.takeIntBigEndian();
        if (version < 1) {
            throw malformed("snappy", "its framing is of version " + version);
        }
        source.skip(Integer.BYTES);
        return true;
    }

    private int uncompress(int lengthBytes) {
        source.take(lengthBytes);
        try {
            int size = Snappy.uncompressedLength(source.array(), source.arrayOffset(), lengthBytes);
            if (size < 0 || size > (long) HIGHEST_RATIO * lengthBytes) {
                throw malformed("snappy", lengthBytes + " bytes claim to become " + Integer.toUnsignedLong(size));
            }
            if (size > limitBytes) {
                throw new BadBatchException(BatchError.TOO_LARGE, "a snappy block becomes " + size
                        + " bytes, more than the " + limitBytes + " allowed");
            }
            return Snappy.uncompress(source.array(), source.arrayOffset(), lengthBytes, block.atLeast(size), 0);
        } catch (IOException e) {
            throw malformed("snappy", String.valueOf(e.getMessage()));
        }
    }

    @Override
    byte[] block() {
        return block.bytes();
    }
}
