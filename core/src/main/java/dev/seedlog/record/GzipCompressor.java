package dev.seedlog.record;

import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.agrona.MutableDirectBuffer;

/** Gzip (RFC 1952), one member without name or time. */
final class GzipCompressor extends Compressor {

    private static final byte[] HEADER = {0x1F, (byte) 0x8B, 8, 0, 0, 0, 0, 0, 0, (byte) 0xFF};
    private static final int CHUNK_BYTES = 8 * 1_024;

    private final Deflater deflater;
    private final CRC32 crc = new CRC32();
    private final byte[] chunk = new byte[CHUNK_BYTES];

    GzipCompressor(int level) {
        deflater = new Deflater(level, true);
    }

    @Override
    int compress(byte[] source, int from, int lengthBytes, MutableDirectBuffer target, int targetOffset) {
        deflater.reset();
        crc.reset();
        crc.update(source, from, lengthBytes);
        target.putBytes(targetOffset, HEADER);
        int at = targetOffset + HEADER.length;
        deflater.setInput(source, from, lengthBytes);
        deflater.finish();
        while (!deflater.finished()) {
            int produced = deflater.deflate(chunk, 0, CHUNK_BYTES);
            target.putBytes(at, chunk, 0, produced);
            at += produced;
        }
        target.putInt(at, (int) crc.getValue(), ByteOrder.LITTLE_ENDIAN);
        target.putInt(at + Integer.BYTES, lengthBytes, ByteOrder.LITTLE_ENDIAN);
        return at + 2 * Integer.BYTES - targetOffset;
    }

    @Override
    void close() {
        deflater.end();
    }
}
