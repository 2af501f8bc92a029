package dev.seedlog.broker.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.env.TimerQueue;
import dev.seedlog.machine.FakeClock;
import dev.seedlog.wire.frame.FrameBuffers;
import java.util.ArrayList;
import java.util.List;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class FrameLoansTest {

    private static final int SIZE = 4096;

    private final FrameBuffers buffers = new FrameBuffers(1 << 26, new TimerQueue(new FakeClock()));
    private final FrameLoans loans = new FrameLoans(buffers);

    /** A frame that was received into a buffer of its own, as it is handed on. */
    private MutableDirectBuffer ownFrame() {
        MutableDirectBuffer frame = buffers.acquire(SIZE, () -> { });
        buffers.release(frame);
        return frame;
    }

    private void endTurn() {
        loans.endTurn();
        buffers.endTurn();
    }

    @Test
    void aFrameInABufferOfItsOwnIsLentWhereItLies() {
        BufferSlice bytes = new BufferSlice(ownFrame(), 10, 20);
        FrameLoans.Lent lent = loans.lend(bytes);
        assertSame(bytes, lent.bytes());
        endTurn();
        assertEquals(SIZE, buffers.usedBytes(), "it is not used again while it is lent");
        loans.returned(lent.loan());
        endTurn();
        assertEquals(0, buffers.usedBytes());
    }

    @Test
    void aFrameThatSeveralBorrowIsFreeWhenTheLastReturnsIt() {
        MutableDirectBuffer frame = ownFrame();
        FrameLoans.Lent one = loans.lend(new BufferSlice(frame, 0, 5));
        FrameLoans.Lent other = loans.lend(new BufferSlice(frame, 5, 5));
        assertSame(one.loan(), other.loan());
        loans.returned(one.loan());
        endTurn();
        assertEquals(SIZE, buffers.usedBytes());
        loans.returned(other.loan());
        endTurn();
        assertEquals(0, buffers.usedBytes());
    }

    @Test
    void aFrameInTheReceiveSlabIsCopied() {
        UnsafeBuffer slab = new UnsafeBuffer(new byte[] {1, 2, 3, 4});
        FrameLoans.Lent lent = loans.lend(new BufferSlice(slab, 1, 2));
        assertNotSame(slab, lent.bytes().buffer());
        slab.setMemory(0, 4, (byte) 9);
        assertEquals(BufferSlice.of(new byte[] {2, 3}), lent.bytes());
    }

    @Test
    void whatIsLentHasALimit() {
        List<Loan> lent = new ArrayList<>();
        UnsafeBuffer slab = new UnsafeBuffer(new byte[1 << 20]);
        while (!loans.atLimit()) {
            lent.add(loans.lend(new BufferSlice(slab, 0, 1 << 20)).loan());
            assertTrue(lent.size() < 100, "there is a limit");
        }
        loans.returned(lent.get(0));
        assertFalse(loans.atLimit());
    }
}
