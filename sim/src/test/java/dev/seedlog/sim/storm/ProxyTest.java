package dev.seedlog.sim.storm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProxyTest {

    private static final int PATIENCE_MS = 20_000;
    private static final int SHORT_MS = 200;
    private static final int NODE = 2;

    private final Parties parties = new Parties(3);
    private final InetAddress here = InetAddress.getLoopbackAddress();
    private ServerSocket server;
    private Proxy proxy;
    private int door;

    @BeforeEach
    void open() throws IOException {
        server = new ServerSocket(0, 50, here);
        server.setSoTimeout(PATIENCE_MS);
        try (ServerSocket free = new ServerSocket(0, 1, here)) {
            door = free.getLocalPort();
        }
        proxy = new Proxy(parties);
        proxy.door(NODE, door, server.getLocalPort());
        proxy.start();
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        server.close();
        assertEquals(null, proxy.failure());
    }

    /** What begins a request of somebody who calls himself so. */
    private static byte[] hello(String name) {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(14 + text.length).putInt(10 + text.length).putShort((short) 18).putShort((short) 3)
                .putInt(1).putShort((short) text.length).put(text).array();
    }

    /** A connection through the proxy, with both of its ends. */
    private final class Both implements AutoCloseable {
        private final Socket near;
        private final Socket far;

        private Both(String name) throws IOException {
            near = new Socket(here, door);
            near.setSoTimeout(PATIENCE_MS);
            near.getOutputStream().write(hello(name));
            far = server.accept();
            far.setSoTimeout(PATIENCE_MS);
            assertEquals(new String(hello(name), StandardCharsets.ISO_8859_1), new String(
                    new DataInputStream(far.getInputStream()).readNBytes(hello(name).length),
                    StandardCharsets.ISO_8859_1));
        }

        private void there(int value) throws IOException {
            new DataOutputStream(near.getOutputStream()).writeInt(value);
            assertEquals(value, new DataInputStream(far.getInputStream()).readInt());
        }

        private void back(int value) throws IOException {
            new DataOutputStream(far.getOutputStream()).writeInt(value);
            assertEquals(value, new DataInputStream(near.getInputStream()).readInt());
        }

        @Override
        public void close() throws IOException {
            near.close();
            far.close();
        }
    }

    @Test
    void whatIsSentGetsThereAndBack() throws IOException {
        try (Both both = new Both("producer-1")) {
            both.there(7);
            both.back(8);
            byte[] much = new byte[3_000_000];
            Thread writer = new Thread(() -> write(both.near, much));
            writer.start();
            assertEquals(much.length, both.far.getInputStream().readNBytes(much.length).length);
            both.far.close();
            assertEquals(-1, endOf(both.near));
        }
    }

    private static void write(Socket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            // Whoever reads misses it.
        }
    }

    /** A reset and an end are the same here. */
    private static int endOf(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read();
        } catch (SocketException e) {
            return -1;
        }
    }

    @Test
    void whatIsHeldInOneDirectionComesWhenTheLinkIsClear() throws IOException {
        try (Both node = new Both("broker-3-fetcher"); Both other = new Both("raft-client-1")) {
            proxy.link(3, NODE, new Link(false, true, 0));
            node.back(1);
            new DataOutputStream(node.near.getOutputStream()).writeInt(5);
            assertSilent(node.far);
            other.there(6);
            proxy.link(3, NODE, Link.CLEAR);
            assertEquals(5, new DataInputStream(node.far.getInputStream()).readInt());
        }
    }

    private static void assertSilent(Socket socket) throws IOException {
        socket.setSoTimeout(SHORT_MS);
        assertThrows(SocketTimeoutException.class, () -> socket.getInputStream().read());
        socket.setSoTimeout(PATIENCE_MS);
    }

    @Test
    void aLinkThatIsBlockedHasNobodyHearOfAnEnd() throws IOException {
        try (Both both = new Both("node-1-lifecycle")) {
            proxy.link(1, NODE, new Link(false, false, 0));
            both.near.close();
            assertSilent(both.far);
            proxy.link(1, NODE, Link.CLEAR);
            assertEquals(-1, endOf(both.far));
        }
    }

    @Test
    void whatIsSentOverASlowLinkComesLater() throws IOException {
        try (Both both = new Both("raft-client-3")) {
            proxy.link(3, NODE, new Link(true, true, SHORT_MS * 1_000_000L));
            both.there(0);
            long before = System.nanoTime();
            both.there(1);
            assertTrue(System.nanoTime() - before >= SHORT_MS * 1_000_000L);
        }
    }

    @Test
    void aCutLetsSoManyBytesPassAndNoMore() throws IOException {
        try (Both both = new Both("raft-client-3"); Both other = new Both("raft-client-1")) {
            proxy.cut(party -> party == 3, NODE, 5);
            other.there(1);
            both.near.getOutputStream().write(new byte[8]);
            int passed = 0;
            while (endOf(both.far) >= 0) {
                passed++;
            }
            assertTrue(passed <= 5, passed + " bytes passed");
            assertEquals(-1, endOf(both.near));
            other.there(2);
        }
    }

    @Test
    void aResetEndsBothSides() throws IOException {
        try (Both both = new Both("raft-client-3")) {
            proxy.cut(party -> true, NODE, 0);
            assertEquals(-1, endOf(both.near));
            assertEquals(-1, endOf(both.far));
        }
    }

    @Test
    void whatIsSentToTheDeafIsLostAndInTheEndTheyAreGone() throws IOException {
        try (Both both = new Both("raft-client-3")) {
            proxy.deafen(party -> party == 3, NODE);
            new DataOutputStream(both.near.getOutputStream()).writeInt(5);
            assertSilent(both.far);
            proxy.endDeafness(NODE);
            assertEquals(-1, endOf(both.far));
            assertEquals(-1, endOf(both.near));
        }
    }

    @Test
    void aNodeThatRefusesIsNotReachedUntilItDoesNot() throws IOException {
        proxy.refuse(NODE, true);
        try (Socket last = new Socket(here, door)) {
            // It may still have been open; then this one ends.
            last.setSoTimeout(PATIENCE_MS);
            assertEquals(-1, endOf(last));
        } catch (ConnectException e) {
            // As expected.
        }
        assertThrows(ConnectException.class, () -> new Socket(here, door));
        proxy.refuse(NODE, false);
        Socket socket = null;
        while (socket == null) {
            try {
                socket = new Socket(here, door);
            } catch (ConnectException e) {
                assertEquals(null, proxy.failure());
            }
        }
        socket.close();
        try (Both both = new Both("admin")) {
            both.there(1);
        }
    }

    @Test
    void aNodeThatComesBackAtOnceIsReached() throws IOException {
        for (int i = 0; i < 20; i++) {
            proxy.refuse(NODE, true);
            proxy.refuse(NODE, false);
        }
        proxy.refuse(NODE, true);
        proxy.refuse(NODE, true);
        proxy.refuse(NODE, false);
        Socket socket = null;
        while (socket == null) {
            assertEquals(null, proxy.failure());
            try {
                socket = new Socket(here, door);
            } catch (ConnectException e) {
                // The last has not been done yet.
            }
        }
        socket.close();
    }

    @Test
    void whoeverConnectsToANodeThatIsNotThereIsReset() throws IOException {
        server.close();
        try (Socket socket = new Socket(here, door)) {
            socket.setSoTimeout(PATIENCE_MS);
            socket.getOutputStream().write(hello("raft-client-1"));
            assertEquals(-1, endOf(socket));
        }
    }

    @Test
    void namesTellWhoseAConnectionIs() {
        assertEquals(3, parties.of(ByteBuffer.wrap(hello("raft-client-3"))));
        assertEquals(1, parties.of(ByteBuffer.wrap(hello("broker-1-fetcher"))));
        assertEquals(2, parties.of(ByteBuffer.wrap(hello("node-2-partitions"))));
        for (String client : new String[] {"producer-3", "node-4-requests", "", "group-0-member-1"}) {
            int party = parties.of(ByteBuffer.wrap(hello(client)));
            assertTrue(party == Parties.SOME_CLIENTS || party == parties.otherClients(), client);
        }
        assertEquals(Parties.SOME_CLIENTS, parties.of(ByteBuffer.wrap(new byte[3])));
    }
}
