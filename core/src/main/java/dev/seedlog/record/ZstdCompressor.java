package dev.seedlog.record;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import org.agrona.MutableDirectBuffer;

/** Zstandard (RFC 8878), one frame. */
final class ZstdCompressor extends Compressor {

    private final ZstdCompressCtx context = new ZstdCompressCtx();
    private final ScratchArray compressed = new ScratchArray();

    ZstdCompressor(int level) {
        context.setLevel(level);
    }

    @Override
    int compress(byte[] source, int from, int lengthBytes, MutableDirectBuffer target, int targetOffset) {
        int bound = Math.toIntExact(Zstd.compressBound(lengthBytes));
        byte[] room = compressed.atLeast(bound);
        int produced = context.compressByteArray(room, 0, bound, source, from, lengthBytes);
        target.putBytes(targetOffset, room, 0, produced);
        compressed.trim();
        return produced;
    }

    @Override
    void close() {
        context.close();
    }
}
