package dev.seedlog.wire.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.base.HostPort;
import dev.seedlog.env.CloseReason;
import dev.seedlog.env.Connection;
import dev.seedlog.env.Outbound;
import dev.seedlog.env.TimerQueue;
import dev.seedlog.machine.FakeClock;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class FrameAssemblerTest {

    private static final int LARGEST_BYTES = 100_000;

    private final FakeClock clock = new FakeClock();
    private final TimerQueue timers = new TimerQueue(clock);
    private FrameBuffers buffers = new FrameBuffers(2 * LARGEST_BYTES, timers);
    private final List<String> frames = new ArrayList<>();
    private final Peer peer = new Peer();
    private FrameAssembler assembler = assembler();

    @Test
    void wholeFramesAreHandedOnWhereTheyLie() {
        peer.deliver(stream("one", "two"), 0);
        assertEquals(List.of("one", "two"), frames);
        assertEquals(0, buffers.usedBytes());
    }

    @Property(tries = 200)
    void anyCutOfTheStreamGivesTheSameFrames(
            @ForAll @Size(max = 12) List<@IntRange(min = 1, max = 9_000) Integer> sizes,
            @ForAll @Size(min = 1, max = 20) List<@IntRange(min = 1, max = 7_000) Integer> cuts) {
        frames.clear(); // one instance serves all tries
        assembler = assembler();
        List<String> expected = sizes.stream().map(size -> "x".repeat(size - 1) + size % 10).toList();
        byte[] stream = stream(expected.toArray(new String[0]));
        int at = 0;
        for (int i = 0; at < stream.length; i++) {
            at += peer.deliver(stream, at, cuts.get(i % cuts.size()));
        }
        assertTrue(expected.equals(frames), "the frames are those that were sent");
        buffers.endTurn();
        assertEquals(0, buffers.usedBytes(), "every partial frame's memory came back");
    }

    @Test
    void aSizeIsRefusedBeforeMemoryIsSetAside() {
        for (int size : new int[] {0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, LARGEST_BYTES + 1}) {
            assembler = assembler();
            byte[] header = ByteBuffer.allocate(4).putInt(size).array();
            FrameSizeException e = assertThrows(FrameSizeException.class, () -> peer.deliver(header, 0));
            assertTrue(e.getMessage().contains(String.valueOf(size)), e.getMessage());
            assertEquals(0, buffers.usedBytes());
        }
    }

    @Test
    void aFrameWaitsWhileTheMemoryIsSpentAndArrivesAfterwards() {
        buffers = new FrameBuffers(8_192, timers);
        FrameAssembler first = assembler();
        byte[] large = stream("a".repeat(8_000));
        first.onBytes(new UnsafeBuffer(large), 0, 100);
        assembler = assembler();
        byte[] waiting = stream("b".repeat(6_000), "c");
        peer.deliver(waiting, 0, 500);
        assertTrue(peer.paused, "the peer is held back while there is no memory");

        first.close();
        buffers.endTurn();
        assertTrue(peer.paused, "nobody is told before the next turn");
        clock.advanceMillis(1);
        timers.expire();
        assertFalse(peer.paused, "there is memory again");
        peer.deliver(waiting, 500);
        assertEquals(List.of("b".repeat(6_000), "c"), frames);
    }

    @Test
    void aFrameThatTheProcessHasNoMemoryForIsRefused() {
        buffers = new FrameBuffers(2 * LARGEST_BYTES, timers, FrameAssemblerTest::memoryOfTenThousand);
        byte[] header = ByteBuffer.allocate(4).putInt(20_000).array();
        FrameSizeException e = assertThrows(FrameSizeException.class,
                () -> assembler().onBytes(new UnsafeBuffer(header), 0, 4));
        assertTrue(e.getMessage().contains("MaxDirectMemorySize"), e.getMessage());
        assertEquals(0, buffers.usedBytes());
    }

    @Test
    void aFrameWaitsForMemoryThatOthersOfTheProcessUse() {
        buffers = new FrameBuffers(2 * LARGEST_BYTES, timers, FrameAssemblerTest::memoryOfTenThousand);
        FrameAssembler first = assembler();
        first.onBytes(new UnsafeBuffer(stream("a".repeat(8_000))), 0, 100);
        assembler = assembler();
        peer.deliver(stream("b".repeat(20_000)), 0, 500);
        assertTrue(peer.paused, "it waits for the first to be done");
        first.close();
        buffers.endTurn();
        clock.advanceMillis(1);
        FrameSizeException e = assertThrows(FrameSizeException.class, timers::expire);
        assertTrue(e.getMessage().contains("no memory"), "even so there is not enough: " + e.getMessage());
    }

    private static ByteBuffer memoryOfTenThousand(int sizeBytes) {
        if (sizeBytes > 10_000) {
            throw new OutOfMemoryError("there is no more");
        }
        return ByteBuffer.allocate(sizeBytes);
    }

    @Test
    void aBadSizeBehindAFrameThatWaitedForMemoryIsToldToTheHandler() {
        buffers = new FrameBuffers(8_192, timers);
        FrameAssembler first = assembler();
        first.onBytes(new UnsafeBuffer(stream("a".repeat(8_000))), 0, 100);
        List<String> problems = new ArrayList<>();
        FrameAssembler second = new FrameAssembler(peer, buffers, LARGEST_BYTES, new FrameHandler() {
            @Override
            public boolean onFrame(DirectBuffer buffer, int offset, int lengthBytes) {
                return frames.add("whole");
            }

            @Override
            public void onBadSize(FrameSizeException problem) {
                problems.add(problem.getMessage());
            }
        });
        byte[] input = ByteBuffer.allocate(6_008).putInt(6_000).putInt(6_004, -7).array();
        second.onBytes(new UnsafeBuffer(input), 0, 500);
        second.onBytes(new UnsafeBuffer(input), 500, input.length - 500);

        first.close();
        nextTurn();
        assertEquals(List.of("whole"), frames);
        assertEquals(1, problems.size());
        assertTrue(problems.get(0).contains("-7"), problems.get(0));
    }

    @Test
    void theOwnerAndTheLackOfMemoryHoldBackEachForItself() {
        buffers = new FrameBuffers(8_192, timers);
        FrameAssembler first = assembler();
        first.onBytes(new UnsafeBuffer(stream("a".repeat(8_000))), 0, 100);
        FrameAssembler second = assembler();
        second.holdReads(true);
        second.onBytes(new UnsafeBuffer(stream("b".repeat(6_000))), 0, 500);
        second.holdReads(false);
        assertTrue(peer.paused, "its frame still waits for memory");

        second.holdReads(true);
        first.close();
        nextTurn();
        assertTrue(peer.paused, "its owner still holds it back");
        second.holdReads(false);
        assertFalse(peer.paused);
    }

    @Test
    void afterTheHandlerStopsNothingMoreIsHandedOn() {
        assembler = new FrameAssembler(peer, buffers, LARGEST_BYTES, (buffer, offset, length) -> {
            frames.add("stopped");
            return false;
        });
        peer.deliver(stream("one", "two"), 0);
        assertEquals(List.of("stopped"), frames);
    }

    private void nextTurn() {
        buffers.endTurn();
        clock.advanceMillis(1);
        timers.expire();
    }

    private FrameAssembler assembler() {
        return new FrameAssembler(peer, buffers, LARGEST_BYTES, (buffer, offset, length) -> {
            frames.add(buffer.getStringWithoutLengthAscii(offset, length));
            return true;
        });
    }

    private static byte[] stream(String... messages) {
        ByteBuffer all = ByteBuffer.allocate(1 << 20);
        for (String message : messages) {
            byte[] bytes = message.getBytes(StandardCharsets.US_ASCII);
            all.putInt(bytes.length).put(bytes);
        }
        byte[] stream = new byte[all.position()];
        all.flip().get(stream);
        return stream;
    }

    /** A connection that honours receiveInto as the contract says. */
    private final class Peer implements Connection {
        private MutableDirectBuffer target;
        private int targetOffset;
        private int targetLeft;
        private boolean paused;

        void deliver(byte[] stream, int from) {
            int at = from;
            while (at < stream.length) {
                at += deliver(stream, at, stream.length - at);
            }
        }

        int deliver(byte[] stream, int from, int most) {
            int length = Math.min(most, stream.length - from);
            if (targetLeft == 0) {
                assembler.onBytes(new UnsafeBuffer(stream.clone()), from, length);
                return length;
            }
            int direct = Math.min(length, targetLeft);
            target.putBytes(targetOffset, stream, from, direct);
            int offset = targetOffset;
            targetOffset += direct;
            targetLeft -= direct;
            assembler.onBytes(target, offset, direct);
            return direct;
        }

        @Override
        public void receiveInto(MutableDirectBuffer buffer, int offset, int length) {
            target = buffer;
            targetOffset = offset;
            targetLeft = length;
        }

        @Override
        public void pauseReads() {
            paused = true;
        }

        @Override
        public void resumeReads() {
            paused = false;
        }

        @Override
        public long id() {
            return 1;
        }

        @Override
        public HostPort remote() {
            return new HostPort("peer", 1);
        }

        @Override
        public HostPort local() {
            return new HostPort("here", 2);
        }

        @Override
        public boolean trySend(Outbound message) {
            return true;
        }

        @Override
        public long queuedBytes() {
            return 0;
        }

        @Override
        public void closeAfterSends(CloseReason why) {
        }

        @Override
        public void close(CloseReason why) {
        }
    }
}
