package dev.seedlog.record;

import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Gzip (RFC 1952), several members one behind the other included. */
final class GzipDecompressor extends Decompressor {

    private static final int WINDOW_BYTES = 32 * 1_024;
    private static final int PIECE_BYTES = 8 * 1_024;

    private static final int MAGIC_FIRST = 0x1F;
    private static final int MAGIC_SECOND = 0x8B;
    private static final int METHOD_DEFLATE = 8;
    private static final int HEADER_CRC_FLAG = 2;
    private static final int EXTRA_FLAG = 4;
    private static final int NAME_FLAG = 8;
    private static final int COMMENT_FLAG = 16;
    private static final int RESERVED_FLAGS = 0xE0;
    private static final int TIME_AND_SYSTEM_BYTES = 6;

    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private final byte[] window = new byte[WINDOW_BYTES];

    private boolean inMember;

    @Override
    protected void beginStream() {
        inMember = false;
    }

    @Override
    int nextBlock() {
        while (true) {
            if (!inMember) {
                if (source.remaining() == 0) {
                    return 0;
                }
                readHeader();
            }
            int produced = inflate();
            crc.update(window, 0, produced);
            if (inflater.finished()) {
                readTrailer();
            }
            if (produced > 0) {
                return produced;
            }
        }
    }

    private int inflate() {
        try {
            int produced = inflater.inflate(window, 0, WINDOW_BYTES);
            while (produced == 0 && !inflater.finished()) {
                if (inflater.needsDictionary() || source.remaining() == 0) {
                    throw malformed("gzip", inflater.needsDictionary() ? "it asks for a dictionary" : "it ends early");
                }
                int piece = Math.min(PIECE_BYTES, source.remaining());
                source.take(piece);
                inflater.setInput(source.array(), source.arrayOffset(), piece);
                produced = inflater.inflate(window, 0, WINDOW_BYTES);
            }
            return produced;
        } catch (DataFormatException e) {
            throw malformed("gzip", String.valueOf(e.getMessage()));
        }
    }

    private void readHeader() {
        if (source.takeByte() != MAGIC_FIRST || source.takeByte() != MAGIC_SECOND) {
            throw malformed("gzip", "it does not begin as one");
        }
        int method = source.takeByte();
        int flags = source.takeByte();
        if (method != METHOD_DEFLATE || (flags & RESERVED_FLAGS) != 0) {
            throw malformed("gzip", "method " + method + ", flags " + flags);
        }
        source.skip(TIME_AND_SYSTEM_BYTES);
        if ((flags & EXTRA_FLAG) != 0) {
            int low = source.takeByte();
            source.skip(source.takeByte() << Byte.SIZE | low);
        }
        if ((flags & NAME_FLAG) != 0) {
            skipText();
        }
        if ((flags & COMMENT_FLAG) != 0) {
            skipText();
        }
        if ((flags & HEADER_CRC_FLAG) != 0) {
            source.skip(Short.BYTES);
        }
        inflater.reset();
        crc.reset();
        inMember = true;
    }

    private void skipText() {
        while (source.takeByte() != 0) {
            continue;
        }
    }

    private void readTrailer() {
        source.giveBack(inflater.getRemaining());
        if (source.takeIntLittleEndian() != (int) crc.getValue()) {
            throw malformed("gzip", "its checksum is wrong");
        }
        if (source.takeIntLittleEndian() != (int) inflater.getBytesWritten()) {
            throw malformed("gzip", "its length is wrong");
        }
        inMember = false;
    }

    @Override
    byte[] block() {
        return window;
    }

    @Override
    void close() {
        inflater.end();
    }
}
