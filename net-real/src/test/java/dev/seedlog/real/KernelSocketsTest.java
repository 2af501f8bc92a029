package dev.seedlog.real;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.base.HostPort;
import dev.seedlog.env.CloseReason;
import dev.seedlog.env.DiskFile;
import dev.seedlog.env.FileRegion;
import dev.seedlog.env.NetworkException;
import dev.seedlog.env.OpenMode;
import dev.seedlog.env.Outbound;
import dev.seedlog.env.contract.Peer;
import dev.seedlog.env.contract.Script;
import dev.seedlog.env.contract.TestWorld;
import dev.seedlog.env.contract.WorldTest;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What only the system's own sockets do, seen from a plain blocking client. */
class KernelSocketsTest extends WorldTest {

    private static final int TIMEOUT_MS = 20_000;

    private final Peer serverEnd = new Peer();
    private RealTestNode node;
    private Script server;

    @Override
    protected TestWorld newWorld() {
        return new RealTestWorld();
    }

    @BeforeEach
    void startServer() {
        node = (RealTestNode) world().node();
        server = startScript(node);
    }

    private Socket client(int receiveBufferBytes) throws IOException {
        HostPort address = listen(server, node, serverEnd);
        Socket socket = new Socket();
        if (receiveBufferBytes > 0) {
            socket.setReceiveBufferSize(receiveBufferBytes);
        }
        socket.setSoTimeout(TIMEOUT_MS);
        socket.connect(new InetSocketAddress(address.host(), address.port()));
        world().runUntil("it was accepted", () -> serverEnd.connection() != null);
        return socket;
    }

    @Test
    void aPortInUseIsNamedWithTheReason() {
        HostPort taken = listen(server, node, serverEnd);
        NetworkException failure = assertThrows(NetworkException.class,
                () -> run(server, env -> env.network().listen(taken, serverEnd::accepted)));
        assertTrue(failure.getMessage().startsWith("cannot listen at 127.0.0.1:" + taken.port() + ": port in use"),
                failure.getMessage());
    }

    @Test
    void anAddressOfAnotherMachineIsNamedWithTheReason() {
        NetworkException failure = assertThrows(NetworkException.class,
                () -> run(server, env -> env.network().listen(new HostPort("192.0.2.1", 0), serverEnd::accepted)));
        assertTrue(failure.getMessage().contains("not an address of this machine"), failure.getMessage());
        failure = assertThrows(NetworkException.class,
                () -> run(server, env -> env.network().listen(new HostPort("nobody.invalid", 0), serverEnd::accepted)));
        assertTrue(failure.getMessage().contains("nobody.invalid:0: the host name cannot be resolved"),
                failure.getMessage());
    }

    @Test
    void aPortIsFreeAgainInTheTurnThatClosesItsListener() {
        run(server, env -> {
            var first = env.network().listen(new HostPort("127.0.0.1", 0), serverEnd::accepted);
            first.close();
            assertEquals(first.boundTo(), env.network().listen(first.boundTo(), serverEnd::accepted).boundTo());
        });
    }

    @Test
    void aResetIsTold() throws IOException {
        Socket socket = client(0);
        socket.setSoLinger(true, 0);
        socket.close();
        world().runUntil("it heard of the end", serverEnd::closed);
        assertEquals(List.of(CloseReason.RESET), serverEnd.closings());
    }

    @Test
    void aFileIsTransferredWholeToASlowReader() throws IOException {
        int size = 24 * 1024 * 1024;
        byte[] content = pattern(size, 3);
        DiskFile file = on(server, env -> env.disk().open(node.scratchDirectory() + "/segment", OpenMode.CREATE_NEW));
        run(server, env -> file.write(0, new BufferSlice[] {BufferSlice.of(content)}, 1));
        byte[] around = pattern(50, 4);
        try (Socket socket = client(4096)) {
            run(server, env -> assertTrue(serverEnd.connection().trySend(new Outbound()
                    .add(new UnsafeBuffer(around), 0, 50).add(file.region(1, size - 1))
                    .add(file.region(0, 1000)).add(new UnsafeBuffer(around), 0, 50))));
            InputStream input = socket.getInputStream();
            assertArrayEquals(around, input.readNBytes(50));
            for (int at = 1; at < size;) {
                byte[] piece = input.readNBytes(Math.min(1_000_003, size - at));
                assertArrayEquals(Arrays.copyOfRange(content, at, at + piece.length), piece);
                at += piece.length;
                world().runFor(1_000_000);
            }
            assertArrayEquals(Arrays.copyOf(content, 1000), input.readNBytes(1000));
            assertArrayEquals(around, input.readNBytes(50));
            assertEquals(0, number(server, env -> serverEnd.connection().queuedBytes()));
        }
    }

    @Test
    void whatIsSentBeforeClosingArrivesThoughThePeerIsStillSendingAndReadsLate() throws Exception {
        byte[] answer = pattern(100_000, 6);
        try (Socket socket = client(4096)) {
            run(server, env -> serverEnd.afterBytesDo(peer -> {
                peer.connection().trySend(message(answer));
                peer.connection().closeAfterSends(CloseReason.PROTOCOL_ERROR);
            }));
            socket.getOutputStream().write(1);
            world().runUntil("it answered", () -> serverEnd.arrivals() == 1);
            socket.getOutputStream().write(new byte[1000]);
            world().runFor(50_000_000);
            assertArrayEquals(answer, socket.getInputStream().readNBytes(answer.length));
            assertEquals(-1, socket.getInputStream().read());
        }
        assertEquals(1, serverEnd.arrivals());
        assertEquals(List.of(), serverEnd.closings());
    }

    @Test
    void aRangeOfAnotherShardsFileIsSent() throws IOException {
        RealTestNode two = (RealTestNode) world().node();
        List<Script> shards = startScripts(two, 2);
        HostPort address = listen(shards.get(0), two, serverEnd);
        byte[] content = pattern(200_000, 8);
        FileRegion[] regions = on(shards.get(1), env -> {
            DiskFile file = env.disk().open(two.scratchDirectory() + "/segment", OpenMode.CREATE_NEW);
            file.write(0, new BufferSlice[] {BufferSlice.of(content)}, 1);
            FileRegion[] both = {file.region(0, 1000), file.region(1000, 199_000)};
            file.close();
            return both;
        });
        try (Socket socket = new Socket(address.host(), address.port())) {
            world().runUntil("it was accepted", () -> serverEnd.connection() != null);
            run(shards.get(0), env -> assertTrue(
                    serverEnd.connection().trySend(new Outbound().add(regions[0]).add(regions[1]))));
            assertArrayEquals(content, socket.getInputStream().readNBytes(content.length));
        }
    }

    @Test
    void aSlabThatIsTooSmallForAllServesEveryConnection() throws IOException {
        RealTestNode small = (RealTestNode) world().node();
        List<Peer> peers = new ArrayList<>();
        HostPort[] address = new HostPort[1];
        small.start(RealNodeOptions.named("small").withReceiveSlabBytes(10_000), (env, control) -> {
            address[0] = env.network().listen(new HostPort("127.0.0.1", 0), connection -> {
                Peer peer = new Peer();
                synchronized (peers) {
                    peers.add(peer);
                }
                return peer.accepted(connection);
            }).boundTo();
            control.ready(address[0]);
            return new QuietProgram(env, control);
        });
        world().runUntil("it is ready", () -> small.bootstrap() != null);
        List<Socket> sockets = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            sockets.add(new Socket("127.0.0.1", small.bootstrap().port()));
        }
        for (int round = 0; round < 20; round++) {
            for (Socket socket : sockets) {
                socket.getOutputStream().write(pattern(20_000, round));
            }
        }
        world().runUntil("all arrived", () -> {
            synchronized (peers) {
                return peers.size() == 8 && peers.stream().allMatch(peer -> peer.receivedBytes() == 400_000);
            }
        });
        for (Peer peer : peers) {
            byte[] received = peer.received();
            for (int round = 0; round < 20; round++) {
                assertArrayEquals(pattern(20_000, round),
                        Arrays.copyOfRange(received, round * 20_000, (round + 1) * 20_000));
            }
        }
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    @Test
    void aNameIsResolvedOffTheShardAndLocalhostAtOnce() {
        HostPort address = listen(server, node, serverEnd);
        Peer clientEnd = new Peer();
        run(server, env -> env.network().connect(new HostPort("localhost", address.port()), clientEnd));
        world().runUntil("it is connected", clientEnd::connected);
        assertEquals(1, HostNames.withoutLookup("localhost").length);
        assertEquals(1, HostNames.withoutLookup("10.0.0.255").length);
        assertEquals(1, HostNames.withoutLookup("::1").length);
        assertEquals(0, HostNames.withoutLookup("1::2::3").length);
        assertEquals(null, HostNames.withoutLookup("10.0.0.256"));
        assertEquals(null, HostNames.withoutLookup("broker-1"));
    }
}
