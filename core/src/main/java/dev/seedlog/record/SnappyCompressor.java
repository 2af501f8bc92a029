package dev.seedlog.record;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import org.agrona.MutableDirectBuffer;
import org.xerial.snappy.Snappy;

/** Snappy blocks of 32 KiB in xerial's framing. */
final class SnappyCompressor extends Compressor {

    private static final int BLOCK_BYTES = 32 * 1_024;
    private static final int VERSION = 1;

    private byte[] compressed = {};

    @Override
    int compress(byte[] source, int from, int lengthBytes, MutableDirectBuffer target, int targetOffset) {
        if (compressed.length == 0) {
            compressed = new byte[Snappy.maxCompressedLength(BLOCK_BYTES)];
        }
        int at = targetOffset;
        at = putInt(target, at, SnappyDecompressor.MAGIC_HEAD);
        at = putInt(target, at, SnappyDecompressor.MAGIC_TAIL);
        at = putInt(target, at, VERSION);
        at = putInt(target, at, VERSION);
        for (int done = 0; done < lengthBytes; done += BLOCK_BYTES) {
            int blockBytes = Math.min(BLOCK_BYTES, lengthBytes - done);
            int produced = compressBlock(source, from + done, blockBytes);
            at = putInt(target, at, produced);
            target.putBytes(at, compressed, 0, produced);
            at += produced;
        }
        return at - targetOffset;
    }

    private int compressBlock(byte[] source, int from, int blockBytes) {
        try {
            return Snappy.compress(source, from, blockBytes, compressed, 0);
        } catch (IOException e) {
            throw new UncheckedIOException("snappy refused to compress " + blockBytes + " bytes", e);
        }
    }

    private static int putInt(MutableDirectBuffer target, int at, int value) {
        target.putInt(at, value, ByteOrder.BIG_ENDIAN);
        return at + Integer.BYTES;
    }
}
