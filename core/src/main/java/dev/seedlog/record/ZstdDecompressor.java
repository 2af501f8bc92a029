package dev.seedlog.record;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.nio.ByteBuffer;

/** Zstandard (RFC 8878), several frames one behind the other included. */
final class ZstdDecompressor extends Decompressor {

    private static final int WINDOW_BYTES = 32 * 1_024;
    private static final int PIECE_BYTES = 16 * 1_024;

    private final ZstdDecompressCtx context = new ZstdDecompressCtx();
    private final ByteBuffer window = ByteBuffer.allocate(WINDOW_BYTES);

    // The library reads heap buffers; a view of an array is kept until another array comes.
    private ByteBuffer piece = ByteBuffer.allocate(0);
    private boolean frameOpen;

    @Override
    protected void beginStream() {
        context.reset();
        piece.position(piece.limit());
        frameOpen = false;
    }

    @Override
    int nextBlock() {
        try {
            while (true) {
                if (!piece.hasRemaining() && source.remaining() > 0) {
                    nextPiece();
                }
                boolean inputLeft = piece.hasRemaining();
                if (!inputLeft && !frameOpen) {
                    return 0;
                }
                window.clear();
                frameOpen = !context.decompressByteBufferStream(window, piece);
                if (window.position() > 0) {
                    return window.position();
                }
                if (!inputLeft && frameOpen) {
                    throw malformed("zstd", "it ends early");
                }
            }
        } catch (ZstdException e) {
            throw malformed("zstd", String.valueOf(e.getMessage()));
        }
    }

    private void nextPiece() {
        int lengthBytes = Math.min(PIECE_BYTES, source.remaining());
        source.take(lengthBytes);
        if (piece.array() != source.array()) {
            piece = ByteBuffer.wrap(source.array());
        }
        piece.limit(source.arrayOffset() + lengthBytes).position(source.arrayOffset());
    }

    @Override
    byte[] block() {
        return window.array();
    }

    @Override
    void close() {
        context.close();
    }
}
