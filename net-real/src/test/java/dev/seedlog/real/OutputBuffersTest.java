package dev.seedlog.real;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.base.HostPort;
import dev.seedlog.env.CloseReason;
import dev.seedlog.env.Connection;
import dev.seedlog.env.DiskFile;
import dev.seedlog.env.FileRegion;
import dev.seedlog.env.OpenMode;
import dev.seedlog.env.Outbound;
import dev.seedlog.env.contract.Files;
import dev.seedlog.env.contract.Peer;
import dev.seedlog.env.contract.Script;
import dev.seedlog.env.contract.TestNode;
import dev.seedlog.env.contract.TestWorld;
import dev.seedlog.env.contract.WorldTest;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The connections of a shard share the buffers that they send from. */
class OutputBuffersTest extends WorldTest {

    private TestNode receiverNode;
    private Script receiver;
    private TestNode senderNode;
    private Script sender;

    @Override
    protected TestWorld newWorld() {
        return new RealTestWorld();
    }

    @BeforeEach
    void startNodes() {
        receiverNode = world().node();
        receiver = startScript(receiverNode);
        senderNode = world().node();
        sender = startScript(senderNode);
    }

    private Connection connection(Peer receivingEnd) {
        return connection(receivingEnd, new Peer());
    }

    private Connection connection(Peer receivingEnd, Peer sendingEnd) {
        HostPort address = listen(receiver, receiverNode, receivingEnd);
        return connect(sender, address, sendingEnd, receivingEnd);
    }

    private DiskFile file(byte[] content) {
        return on(sender, env -> {
            DiskFile file = env.disk().open(senderNode.scratchDirectory() + "/segment", OpenMode.CREATE_NEW);
            Files.append(file, content);
            return file;
        });
    }

    @Test
    void connectionsThatSendInTheSameTurnDoNotMixTheirBytes() {
        List<Peer> peers = List.of(new Peer(), new Peer(), new Peer());
        List<Connection> connections = peers.stream().map(this::connection).toList();
        List<ByteArrayOutputStream> expected = new ArrayList<>();
        peers.forEach(peer -> expected.add(new ByteArrayOutputStream()));
        for (int round = 0; round < 5; round++) {
            int first = round * 100;
            run(sender, env -> {
                for (int i = first; i < first + 100; i++) {
                    byte[] piece = pattern(1 + i * 13 % 3000, i);
                    assertTrue(connections.get(i % 3).trySend(message(piece)));
                    expected.get(i % 3).writeBytes(piece);
                }
            });
        }
        for (int i = 0; i < 3; i++) {
            Peer peer = peers.get(i);
            byte[] all = expected.get(i).toByteArray();
            world().runUntil("all came", () -> peer.receivedBytes() >= all.length);
            assertArrayEquals(all, peer.received());
        }
    }

    @Test
    void aPeerThatIsStuckKeepsItsBytesWhileOthersAreServed() {
        Peer stuck = new Peer();
        Peer served = new Peer();
        Connection slow = connection(stuck);
        Connection fast = connection(served);
        run(receiver, env -> stuck.connection().pauseReads());
        byte[] piece = pattern(50_000, 1);
        int taken = 0;
        while (is(sender, env -> slow.trySend(message(piece)))) {
            taken++;
        }
        for (int round = 0; round < 50; round++) {
            byte[] answer = pattern(9_000, round);
            int before = round * answer.length;
            run(sender, env -> assertTrue(fast.trySend(message(answer))));
            world().runUntil("the other is served", () -> served.receivedBytes() == before + answer.length);
            assertArrayEquals(answer, Arrays.copyOfRange(served.received(), before, before + answer.length));
        }
        run(receiver, env -> stuck.connection().resumeReads());
        int total = taken * piece.length;
        world().runUntil("the stuck one got its bytes", () -> stuck.receivedBytes() == total);
        for (int at = 0; at < total; at += piece.length) {
            assertArrayEquals(piece, Arrays.copyOfRange(stuck.received(), at, at + piece.length));
        }
    }

    @Test
    void manySmallRangesArriveInOrder() {
        byte[] content = pattern(1_000_000, 2);
        DiskFile file = file(content);
        Peer receivingEnd = new Peer();
        Connection connection = connection(receivingEnd);
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        run(sender, env -> {
            Outbound message = new Outbound();
            for (int i = 0; i < 300; i++) {
                int size = i * 97 % 3000;
                message.add(file.region(i * 3000L, size));
                expected.write(content, i * 3000, size);
                message.add(new UnsafeBuffer(content), i, 3);
                expected.write(content, i, 3);
            }
            assertTrue(connection.trySend(message));
        });
        world().runUntil("all came", () -> receivingEnd.receivedBytes() >= expected.size());
        assertArrayEquals(expected.toByteArray(), receivingEnd.received());
        assertEquals(0, number(sender, env -> connection.queuedBytes()));
    }

    @Test
    void aSmallRangeOfATruncatedFileIsNotSentEither() {
        DiskFile file = file(pattern(10_000, 3));
        Peer receivingEnd = new Peer();
        Peer sendingEnd = new Peer();
        Connection connection = connection(receivingEnd, sendingEnd);
        run(sender, env -> {
            assertTrue(connection.trySend(new Outbound().add(file.region(0, 1000))));
            file.truncate(5000);
        });
        world().runUntil("both heard of it", () -> sendingEnd.closed() && receivingEnd.closed());
        assertEquals(List.of(CloseReason.REGION_TRUNCATED), sendingEnd.closings());
        assertEquals(0, receivingEnd.receivedBytes());
    }

    @Test
    void aRangeIsReadUntilItsFileIsTruncated() {
        DiskFile file = file(pattern(10_000, 3));
        run(sender, env -> {
            FileRegion region = file.region(0, 1000);
            UnsafeBuffer target = new UnsafeBuffer(new byte[1000]);
            assertEquals(1000, region.read(0, target, 0, 1000));
            file.truncate(5000);
            assertTrue(region.read(0, target, 0, 1000) < 1000);
            region.release();
        });
    }
}
