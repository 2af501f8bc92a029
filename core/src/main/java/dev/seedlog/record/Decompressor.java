package dev.seedlog.record;

import org.agrona.DirectBuffer;

/**
 * Decompresses one stream after another, block by block, in memory that it keeps.
 *
 * <p>How much memory a block may take is derived from the bytes that are there, never from a number in them alone.
 */
abstract class Decompressor {

    /** A stream's compressed bytes. */
    protected final SourceBytes source = new SourceBytes();

    /** How many decompressed bytes the stream may have. */
    protected int limitBytes;

    /** Begins a stream of at most {@code limit} decompressed bytes. The source must stay as it is until its end. */
    final void begin(DirectBuffer buffer, int offset, int lengthBytes, int limit) {
        source.wrap(buffer, offset, lengthBytes);
        limitBytes = limit;
        beginStream();
    }

    /** Forgets the stream before. */
    protected abstract void beginStream();

    /**
     * Decompresses the next block into {@link #block()}, from its beginning.
     *
     * @return its bytes; 0 at the end of the stream
     * @throws BadBatchException if the stream is malformed or cut short
     */
    abstract int nextBlock();

    /** Where the last block lies. */
    abstract byte[] block();

    /** Releases native memory; nothing may be called afterwards. */
    void close() {
    }

    /** The exception for a stream that its codec refuses. */
    protected static BadBatchException malformed(String codec, String why) {
        return new BadBatchException(BatchError.INVALID, "the " + codec + " stream is malformed: " + why);
    }
}
