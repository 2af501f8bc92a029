package dev.seedlog.broker.connection;

import dev.seedlog.base.HostPort;
import dev.seedlog.env.CloseReason;
import dev.seedlog.env.Connection;
import dev.seedlog.env.FileRegion;
import dev.seedlog.env.Outbound;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A connection whose peer the test plays. */
final class FakeConnection implements Connection {

    private final HostPort remote;
    private final List<byte[]> sent = new ArrayList<>();
    boolean refusing;
    boolean readsPaused;
    long queuedBytes;
    CloseReason closedWhy;
    boolean closedAfterSends;

    FakeConnection(String host) {
        this.remote = new HostPort(host, 4_000);
    }

    /** The correlation ids of the answers, in the order in which they were sent. */
    List<Integer> answered() {
        return sent.stream().map(frame -> new UnsafeBuffer(frame).getInt(4, java.nio.ByteOrder.BIG_ENDIAN)).toList();
    }

    byte[] answer(int number) {
        return sent.get(number);
    }

    @Override
    public boolean trySend(Outbound message) {
        if (closedWhy != null) {
            message.releaseRegions();
            return true;
        }
        if (refusing) {
            return false;
        }
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        for (int i = 0; i < message.parts(); i++) {
            byte[] bytes = new byte[message.lengthBytes(i)];
            FileRegion region = message.region(i);
            if (region == null) {
                message.buffer(i).getBytes(message.offset(i), bytes);
            } else {
                region.read(0, new UnsafeBuffer(bytes), 0, bytes.length);
                region.release();
            }
            frame.writeBytes(bytes);
        }
        sent.add(frame.toByteArray());
        return true;
    }

    @Override
    public void pauseReads() {
        readsPaused = true;
    }

    @Override
    public void resumeReads() {
        readsPaused = false;
    }

    @Override
    public long queuedBytes() {
        return queuedBytes;
    }

    @Override
    public void close(CloseReason why) {
        closedWhy = why;
    }

    @Override
    public void closeAfterSends(CloseReason why) {
        closedWhy = why;
        closedAfterSends = true;
    }

    @Override
    public void receiveInto(MutableDirectBuffer target, int offset, int length) {
        throw new AssertionError("the tests deliver whole frames, or nothing behind the part of one");
    }

    @Override
    public long id() {
        return 1;
    }

    @Override
    public HostPort remote() {
        return remote;
    }

    @Override
    public HostPort local() {
        return new HostPort("here", 9_092);
    }
}
