package dev.seedlog.env.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.base.HostPort;
import dev.seedlog.env.CloseReason;
import dev.seedlog.env.Connection;
import dev.seedlog.env.DiskFile;
import dev.seedlog.env.OpenMode;
import dev.seedlog.env.Outbound;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What both worlds promise about ranges of files that are sent over a connection. */
public abstract class FileSendingContract extends WorldTest {

    private static final int FILE_BYTES = 3 * 1024 * 1024;
    private static final byte[] CONTENT = pattern(FILE_BYTES, 11);

    private final Peer sendingEnd = new Peer();
    private final Peer receivingEnd = new Peer();
    private TestNode senderNode;
    private Script sender;
    private Connection connection;
    private Script receiver;
    private DiskFile file;

    @BeforeEach
    final void openFileAndConnection() {
        senderNode = world().node();
        sender = startScript(senderNode);
        TestNode receiverNode = world().node();
        receiver = startScript(receiverNode);
        HostPort address = listen(receiver, receiverNode, receivingEnd);
        connection = connect(sender, address, sendingEnd, receivingEnd);
        file = on(sender, env -> env.disk().open(path(), OpenMode.CREATE_NEW));
        run(sender, env -> file.write(0, new BufferSlice[] {BufferSlice.of(CONTENT)}, 1));
    }

    private String path() {
        return senderNode.scratchDirectory() + "/segment";
    }

    private static Outbound bytes(Outbound message, byte[] bytes) {
        return message.add(new UnsafeBuffer(bytes), 0, bytes.length);
    }

    @Test
    void smallAndLargeRangesArriveBetweenTheBytesAroundThem() {
        int[] sizes = {1, 100, 32 * 1024, 32 * 1024 + 1, 500_000};
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        run(sender, env -> {
            Outbound message = bytes(new Outbound(), pattern(8, 0));
            expected.writeBytes(pattern(8, 0));
            int position = 13;
            for (int size : sizes) {
                bytes(message.add(file.region(position, size)), pattern(8, size));
                expected.writeBytes(Arrays.copyOfRange(CONTENT, position, position + size));
                expected.writeBytes(pattern(8, size));
                position += size;
            }
            assertTrue(connection.trySend(message));
        });
        world().runUntil("all arrived", () -> receivingEnd.receivedBytes() >= expected.size());
        assertArrayEquals(expected.toByteArray(), receivingEnd.received());
    }

    @Test
    void aDeletedAndClosedFileIsStillSent() {
        run(receiver, env -> receivingEnd.connection().pauseReads());
        run(sender, env -> {
            assertTrue(connection.trySend(new Outbound().add(file.region(0, FILE_BYTES))));
            file.close();
            env.disk().delete(path());
        });
        world().runFor(10_000_000);
        run(receiver, env -> receivingEnd.connection().resumeReads());
        world().runUntil("all arrived", () -> receivingEnd.receivedBytes() >= FILE_BYTES);
        assertArrayEquals(CONTENT, receivingEnd.received());
    }

    @Test
    void aRangeOfATruncatedFileClosesTheConnectionInsteadOfBeingSent() {
        byte[] before = pattern(10, 1);
        run(sender, env -> {
            Outbound message = bytes(new Outbound(), before).add(file.region(100, 200_000));
            assertTrue(connection.trySend(message));
            file.truncate(50_000);
            file.write(50_000, new BufferSlice[] {BufferSlice.of(new byte[200_000])}, 1);
        });
        world().runUntil("both ends heard of it", () -> sendingEnd.closed() && receivingEnd.closed());
        assertEquals(List.of(CloseReason.REGION_TRUNCATED), sendingEnd.closings());
        byte[] got = receivingEnd.received();
        assertTrue(got.length <= before.length, got.length + " bytes came");
        assertArrayEquals(Arrays.copyOf(before, got.length), got);
    }

    @Test
    void aTruncationWhileTheRangeIsBeingSentNeverSplices() {
        run(receiver, env -> receivingEnd.connection().pauseReads());
        run(sender, env -> {
            assertTrue(connection.trySend(new Outbound().add(file.region(0, FILE_BYTES))));
        });
        world().runFor(10_000_000);
        run(sender, env -> {
            file.truncate(0);
            file.write(0, new BufferSlice[] {BufferSlice.of(new byte[FILE_BYTES])}, 1);
        });
        run(receiver, env -> receivingEnd.connection().resumeReads());
        world().runUntil("it ended", () -> receivingEnd.closed() || receivingEnd.receivedBytes() == FILE_BYTES);
        byte[] got = receivingEnd.received();
        assertArrayEquals(Arrays.copyOf(CONTENT, got.length), got);
        if (got.length < FILE_BYTES) {
            assertEquals(List.of(CloseReason.REGION_TRUNCATED), sendingEnd.closings());
        }
    }

    @Test
    void aRefusedMessageKeepsItsRanges() {
        run(receiver, env -> receivingEnd.connection().pauseReads());
        long taken = 0;
        while (is(sender, env -> connection.trySend(new Outbound().add(file.region(0, FILE_BYTES))))) {
            taken += FILE_BYTES;
            assertTrue(taken < 1L << 30, "no limit");
        }
        Outbound refused = on(sender, env -> {
            Outbound message = new Outbound().add(file.region(0, 100));
            return connection.trySend(message) ? null : message;
        });
        run(sender, env -> {
            UnsafeBuffer target = new UnsafeBuffer(new byte[100]);
            assertEquals(100, refused.region(0).read(0, target, 0, 100));
            refused.releaseRegions();
        });
    }
}
