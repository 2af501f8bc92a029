package dev.seedlog.broker.connection;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.wire.frame.FrameBuffers;
import java.util.ArrayList;
import java.util.List;
import org.agrona.MutableDirectBuffer;

/**
 * What a shard lends other shards of the frames that it received. A frame that was received into a buffer of its own is
 * lent where it lies. One that lies in the shard's receive slab is copied, because lending it would keep the whole slab
 * from being received into: those are small frames, whose copy costs less than the way to the other shard.
 *
 * <p>What is lent is bounded: at the limit, reads are to pause.
 */
public final class FrameLoans {

    private static final long LIMIT_BYTES = 8L * 1024 * 1024;

    private final FrameBuffers buffers;
    private final List<Loan> ofTurn = new ArrayList<>();
    private long lentBytes;

    /** Nothing is lent yet. */
    FrameLoans(FrameBuffers buffers) {
        this.buffers = buffers;
    }

    /**
     * Bytes that were lent, and what has to come back for them.
     *
     * @param bytes where they lie now
     * @param loan goes with them to the borrower, and comes back
     */
    public record Lent(BufferSlice bytes, Loan loan) {
    }

    /** Lends bytes of a frame that was handed on in this turn. */
    public Lent lend(BufferSlice bytes) {
        for (int i = 0; i < ofTurn.size(); i++) {
            if (ofTurn.get(i).buffer() == bytes.buffer()) {
                ofTurn.get(i).lendAgain();
                return new Lent(bytes, ofTurn.get(i));
            }
        }
        MutableDirectBuffer own = buffers.keepReleased(bytes.buffer());
        if (own != null) {
            Loan loan = begin(own);
            ofTurn.add(loan);
            return new Lent(bytes, loan);
        }
        MutableDirectBuffer copy = buffers.take(bytes.lengthBytes());
        copy.putBytes(0, bytes.buffer(), bytes.offset(), bytes.lengthBytes());
        return new Lent(new BufferSlice(copy, 0, bytes.lengthBytes()), begin(copy));
    }

    private Loan begin(MutableDirectBuffer buffer) {
        lentBytes += buffer.capacity();
        return new Loan(buffer);
    }

    /** One borrower is done. */
    public void returned(Loan loan) {
        if (loan.returnedByOne()) {
            lentBytes -= loan.buffer().capacity();
            buffers.release(loan.buffer());
        }
    }

    /** Whether no more is to be received until some of what is lent has come back. */
    public boolean atLimit() {
        return lentBytes >= LIMIT_BYTES;
    }

    /** The turn is over: the next frames are others. */
    void endTurn() {
        ofTurn.clear();
    }
}
