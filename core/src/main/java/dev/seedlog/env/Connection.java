package dev.seedlog.env;

import dev.seedlog.base.HostPort;
import org.agrona.MutableDirectBuffer;

/** One end of a byte stream. After it is closed, by whichever side, every call is without effect. */
public interface Connection {

    /** Distinguishes this connection from all others that this shard ever had. */
    long id();

    /** The other end's address, as far as it is known. */
    HostPort remote();

    /** This end's address: which listener it came in by. */
    HostPort local();

    /**
     * Queues a message; it leaves at the end of the turn.
     *
     * <p>If taken, its bytes were copied out, so the caller may reuse its buffers at once, and its file regions now
     * belong to the connection, which releases each when it was sent or the connection closed. A region whose file was
     * truncated meanwhile closes the connection: spliced bytes are never sent.
     *
     * @return whether it was taken. False: the peer does not read, the queue is at its limit, nothing was taken, and
     *     {@link ConnectionHandler#onWritable()} will tell when to try again. A closed connection takes and drops.
     */
    boolean trySend(Outbound message);

    /** Bytes queued here that have not been handed to the operating system yet. */
    long queuedBytes();

    /** No more bytes are delivered after this turn, and so the peer is held back, until {@link #resumeReads()}. */
    void pauseReads();

    /** Undoes {@link #pauseReads()}. */
    void resumeReads();

    /**
     * The next {@code length} bytes of the stream go straight to {@code target}: how a large frame is received without
     * a copy. Each arrival is reported by {@link ConnectionHandler#onBytes} with that buffer; the bytes after them
     * arrive as usual.
     */
    void receiveInto(MutableDirectBuffer target, int offset, int length);

    /** Takes no more input, sends what is queued, then closes. The handler hears no more. */
    void closeAfterSends(CloseReason why);

    /** Closes now; what is queued is dropped. The handler hears no more. */
    void close(CloseReason why);
}
