package dev.seedlog.wire.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.base.HostPort;
import dev.seedlog.env.Acceptor;
import dev.seedlog.env.CloseReason;
import dev.seedlog.env.Connection;
import dev.seedlog.env.ConnectionHandler;
import dev.seedlog.env.Faults;
import dev.seedlog.env.Listener;
import dev.seedlog.env.Network;
import dev.seedlog.env.Outbound;
import dev.seedlog.env.Probes;
import dev.seedlog.env.SeededRandom;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.env.TimerQueue;
import dev.seedlog.machine.FakeClock;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.WireReader;
import dev.seedlog.wire.message.ApiVersionsRequest;
import dev.seedlog.wire.message.ApiVersionsResponse;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class RequestChannelTest {

    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final short VERSION = 0;

    private final FakeClock clock = new FakeClock();
    private final TimerQueue timers = new TimerQueue(clock);
    private final Peer peer = new Peer();
    private final List<String> heard = new ArrayList<>();
    private final RequestChannel channel = new RequestChannel(
            new ShardEnv(clock, timers, new SeededRandom(1), peer, null, null, Faults.NONE, Probes.NONE),
            new FrameBuffers(10_000, timers), new HostPort("peer", 9_092), "me", 1_000, new ChannelListener() {
                @Override
                public void onConnected() {
                    heard.add("connected");
                }

                @Override
                public void onClosed(CloseReason why) {
                    heard.add("closed: " + why);
                }
            });

    @Test
    void answersGoToTheirRequestsInOrder() {
        ask("one");
        ask("two");
        assertEquals(2, channel.inFlight());
        peer.answer(0, 1);
        peer.answer(1, 2);
        assertEquals(List.of("one: 1", "two: 2"), heard);
        assertEquals(0, channel.inFlight());
    }

    @Test
    void anAnswerToWhatWasNotAskedEndsTheConnection() {
        ask("one");
        peer.answer(7, 0);
        assertEquals(List.of("one is lost: PROTOCOL_ERROR", "closed: PROTOCOL_ERROR"), heard);
        assertFalse(ask("two"));
        assertEquals(CloseReason.PROTOCOL_ERROR, peer.closed);
    }

    @Test
    void anAnswerThatIsCutShortEndsTheConnection() {
        ask("one");
        ask("two");
        peer.deliver(ByteBuffer.allocate(9).putInt(5).putInt(0).array());
        assertEquals(List.of("one is lost: PROTOCOL_ERROR", "two is lost: PROTOCOL_ERROR", "closed: PROTOCOL_ERROR"),
                heard);
    }

    @Test
    void anAnswerOfAnIllegalSizeEndsTheConnection() {
        ask("one");
        peer.deliver(ByteBuffer.allocate(4).putInt(1_001).array());
        assertEquals(List.of("one is lost: PROTOCOL_ERROR", "closed: PROTOCOL_ERROR"), heard);
    }

    @Test
    void anAnswerThatDoesNotComeInTimeEndsTheConnection() {
        ask("one");
        pass(900);
        ask("two");
        peer.answer(0, 1);
        pass(900);
        assertEquals(List.of("one: 1"), heard, "the second has its own time");
        pass(200);
        assertEquals(List.of("one: 1", "two is lost: IDLE", "closed: IDLE"), heard);
    }

    @Test
    void theEndOfTheConnectionIsHeardOnce() {
        ask("one");
        peer.handler.onClosed(CloseReason.RESET);
        channel.close(CloseReason.DONE);
        pass(5_000);
        assertEquals(List.of("one is lost: RESET", "closed: RESET"), heard);
        assertTrue(channel.closed());
    }

    @Test
    void whatIsRefusedWasNotSent() {
        peer.refusing = true;
        assertFalse(ask("one"));
        assertEquals(0, channel.inFlight());
        peer.refusing = false;
        assertTrue(ask("two"));
        peer.answer(0, 5);
        assertEquals(List.of("two: 5"), heard);
    }

    private boolean ask(String name) {
        return channel.send(Api.API_VERSIONS, VERSION, ApiVersionsRequest.builder().build(), SECOND_NANOS,
                new ResponseHandler() {
                    @Override
                    public void onResponse(WireReader body, short version) {
                        heard.add(name + ": " + ApiVersionsResponse.read(body, version).errorCode());
                    }

                    @Override
                    public void onLost(CloseReason why) {
                        heard.add(name + " is lost: " + why);
                    }
                });
    }

    private void pass(long millis) {
        clock.advanceMillis(millis);
        timers.expire();
    }

    /** The other end, and the network that leads there. */
    private static final class Peer implements Network, Connection {
        private ConnectionHandler handler;
        private CloseReason closed;
        private boolean refusing;

        void answer(int correlationId, int errorCode) {
            deliver(ByteBuffer.allocate(14).putInt(10).putInt(correlationId).putShort((short) errorCode).putInt(0)
                    .array());
        }

        void deliver(byte[] bytes) {
            handler.onBytes(new UnsafeBuffer(bytes), 0, bytes.length);
        }

        @Override
        public Connection connect(HostPort to, ConnectionHandler newHandler) {
            handler = newHandler;
            return this;
        }

        @Override
        public Listener listen(HostPort at, Acceptor acceptor) {
            throw new AssertionError("a channel listens to nobody");
        }

        @Override
        public boolean trySend(Outbound message) {
            return !refusing;
        }

        @Override
        public void close(CloseReason why) {
            closed = why;
        }

        @Override
        public void closeAfterSends(CloseReason why) {
            closed = why;
        }

        @Override
        public long id() {
            return 1;
        }

        @Override
        public HostPort remote() {
            return new HostPort("peer", 9_092);
        }

        @Override
        public HostPort local() {
            return new HostPort("here", 1);
        }

        @Override
        public long queuedBytes() {
            return 0;
        }

        @Override
        public void pauseReads() {
        }

        @Override
        public void resumeReads() {
        }

        @Override
        public void receiveInto(MutableDirectBuffer target, int offset, int length) {
        }
    }
}
