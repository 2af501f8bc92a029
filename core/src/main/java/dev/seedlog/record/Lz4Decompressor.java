package dev.seedlog.record;

import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4SafeDecompressor;
import net.jpountz.xxhash.XXHash32;

/** The LZ4 frame format with independent blocks, as Kafka reads it: the content checksum is skipped. */
final class Lz4Decompressor extends Decompressor {

    static final int MAGIC = 0x184D2204;
    /** In a block's length: the block is stored as it is. */
    static final int STORED_BIT = 0x8000_0000;

    private static final int VERSION = 1;
    private static final int VERSION_SHIFT = 6;
    private static final int INDEPENDENT_FLAG = 0x20;
    private static final int BLOCK_CHECKSUM_FLAG = 0x10;
    private static final int CONTENT_SIZE_FLAG = 0x08;
    private static final int CONTENT_CHECKSUM_FLAG = 0x04;
    private static final int RESERVED_FLAGS = 0x03;
    private static final int SMALLEST_SIZE_CODE = 4;
    private static final int LARGEST_SIZE_CODE = 7;
    /** No byte of a block stands for more than 255. */
    private static final int HIGHEST_RATIO = 255;

    private final LZ4SafeDecompressor decompressor;
    private final XXHash32 hash;
    private final ScratchArray block = new ScratchArray();

    private boolean begun;
    private boolean ended;
    private int flags;
    private int maxBlockBytes;

    Lz4Decompressor(CodecInstances instances) {
        decompressor = instances.lz4().safeDecompressor();
        hash = instances.xxHash().hash32();
    }

    @Override
    protected void beginStream() {
        begun = false;
        ended = false;
        block.trim();
    }

    @Override
    int nextBlock() {
        if (!begun) {
            readHeader();
            begun = true;
        }
        int produced = 0;
        while (produced == 0 && !ended) {
            produced = readBlock();
        }
        return produced;
    }

    private int readBlock() {
        int field = source.takeIntLittleEndian();
        if (field == 0) {
            ended = true;
            if ((flags & CONTENT_CHECKSUM_FLAG) != 0) {
                source.skip(Integer.BYTES);
            }
            return 0;
        }
        int lengthBytes = field & ~STORED_BIT;
        if (lengthBytes > maxBlockBytes) {
            throw malformed("lz4", "a block of " + lengthBytes + " bytes where " + maxBlockBytes + " are the most");
        }
        source.take(lengthBytes);
        int from = source.arrayOffset();
        byte[] bytes = source.array();
        // The hash is computed first: the next take may reuse the array.
        int hashed = (flags & BLOCK_CHECKSUM_FLAG) != 0 ? hash.hash(bytes, from, lengthBytes, 0) : 0;
        int produced = (field & STORED_BIT) != 0 ? store(bytes, from, lengthBytes)
                : decompress(bytes, from, lengthBytes);
        if ((flags & BLOCK_CHECKSUM_FLAG) != 0 && source.takeIntLittleEndian() != hashed) {
            throw malformed("lz4", "a block's checksum is wrong");
        }
        return produced;
    }

    private int store(byte[] bytes, int from, int lengthBytes) {
        System.arraycopy(bytes, from, block.atLeast(lengthBytes), 0, lengthBytes);
        return lengthBytes;
    }

    private int decompress(byte[] bytes, int from, int lengthBytes) {
        int room = (int) Math.min(maxBlockBytes, (long) HIGHEST_RATIO * lengthBytes);
        try {
            return decompressor.decompress(bytes, from, lengthBytes, block.atLeast(room), 0, room);
        } catch (LZ4Exception | IndexOutOfBoundsException e) {
            throw malformed("lz4", String.valueOf(e.getMessage()));
        }
    }

    private void readHeader() {
        if (source.takeIntLittleEndian() != MAGIC) {
            throw malformed("lz4", "it does not begin as one");
        }
        flags = source.takeByte();
        int descriptor = source.takeByte();
        if (flags >>> VERSION_SHIFT != VERSION || (flags & RESERVED_FLAGS) != 0 || (flags & INDEPENDENT_FLAG) == 0) {
            throw malformed("lz4", "flags " + flags + "; only version 1 with independent blocks is read");
        }
        int sizeCode = descriptor >>> Integer.BYTES;
        if (sizeCode < SMALLEST_SIZE_CODE || sizeCode > LARGEST_SIZE_CODE || (descriptor & 0x0F) != 0) {
            throw malformed("lz4", "block descriptor " + descriptor);
        }
        maxBlockBytes = 1 << (2 * sizeCode + Byte.SIZE);
        int headerBytes = 2;
        if ((flags & CONTENT_SIZE_FLAG) != 0) {
            source.skip(Long.BYTES);
            headerBytes += Long.BYTES;
        }
        source.giveBack(headerBytes);
        source.take(headerBytes);
        int expected = headerChecksum(hash, source.array(), source.arrayOffset(), headerBytes);
        if (source.takeByte() != expected) {
            throw malformed("lz4", "its header's checksum is wrong");
        }
    }

    /** The second byte of the header's hash. */
    static int headerChecksum(XXHash32 hash, byte[] bytes, int from, int lengthBytes) {
        return hash.hash(bytes, from, lengthBytes, 0) >>> Byte.SIZE & 0xFF;
    }

    @Override
    byte[] block() {
        return block.bytes();
    }
}
