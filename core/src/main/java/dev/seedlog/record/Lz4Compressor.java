package dev.seedlog.record;

import java.nio.ByteOrder;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.xxhash.XXHash32;
import org.agrona.MutableDirectBuffer;

/** The LZ4 frame format: independent blocks of 64 KiB without checksums, as the Java client writes it. */
final class Lz4Compressor extends Compressor {

    private static final int BLOCK_BYTES = 64 * 1_024;
    /** Version 1, independent blocks; blocks of 64 KiB. */
    private static final byte[] DESCRIPTOR = {0x60, 0x40};

    private final LZ4Compressor compressor;
    private final byte headerChecksum;
    private final byte[] compressed;

    Lz4Compressor(CodecInstances instances, int level) {
        // Kafka's default level means the fast compressor; any other the thorough one.
        compressor = level == CompressionLevels.LZ4_DEFAULT ? instances.lz4().fastCompressor()
                : instances.lz4().highCompressor(level);
        XXHash32 hash = instances.xxHash().hash32();
        headerChecksum = (byte) Lz4Decompressor.headerChecksum(hash, DESCRIPTOR, 0, DESCRIPTOR.length);
        compressed = new byte[compressor.maxCompressedLength(BLOCK_BYTES)];
    }

    @Override
    int compress(byte[] source, int from, int lengthBytes, MutableDirectBuffer target, int targetOffset) {
        int at = targetOffset;
        target.putInt(at, Lz4Decompressor.MAGIC, ByteOrder.LITTLE_ENDIAN);
        at += Integer.BYTES;
        target.putBytes(at, DESCRIPTOR);
        at += DESCRIPTOR.length;
        target.putByte(at, headerChecksum);
        at++;
        for (int done = 0; done < lengthBytes; done += BLOCK_BYTES) {
            at = putBlock(source, from + done, Math.min(BLOCK_BYTES, lengthBytes - done), target, at);
        }
        target.putInt(at, 0, ByteOrder.LITTLE_ENDIAN);
        return at + Integer.BYTES - targetOffset;
    }

    private int putBlock(byte[] source, int from, int blockBytes, MutableDirectBuffer target, int at) {
        int produced = compressor.compress(source, from, blockBytes, compressed, 0, compressed.length);
        if (produced < blockBytes) {
            target.putInt(at, produced, ByteOrder.LITTLE_ENDIAN);
            target.putBytes(at + Integer.BYTES, compressed, 0, produced);
            return at + Integer.BYTES + produced;
        }
        target.putInt(at, blockBytes | Lz4Decompressor.STORED_BIT, ByteOrder.LITTLE_ENDIAN);
        target.putBytes(at + Integer.BYTES, source, from, blockBytes);
        return at + Integer.BYTES + blockBytes;
    }
}
