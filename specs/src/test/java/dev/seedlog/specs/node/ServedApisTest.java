package dev.seedlog.specs.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.base.HostPort;
import dev.seedlog.base.config.Config;
import dev.seedlog.base.config.ConfigEntry;
import dev.seedlog.base.config.NodeConfig;
import dev.seedlog.base.config.StandaloneDefaults;
import dev.seedlog.broker.BrokerProgram;
import dev.seedlog.real.NodeListener;
import dev.seedlog.real.RealNode;
import dev.seedlog.real.RealNodeOptions;
import dev.seedlog.record.CodecInstances;
import dev.seedlog.specs.interop.NodePorts;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.WireReader;
import dev.seedlog.wire.message.ApiVersionsResponse;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node says that it serves is what {@code specs/protocol/served.tsv} says. */
class ServedApisTest {

    private static final int FIELDS = 5;
    private static final int UNKNOWN_VERSION = 99;

    private final NodePorts ports = NodePorts.free();

    @TempDir
    private Path data;

    @Test
    void theListOfServedApisIsWhatANodeSaysOnEachListener() throws Exception {
        try (RealNode node = start()) {
            assertEquals(listed("broker"), told(ports.client()));
            assertEquals(listed("controller"), told(ports.controller()));
            node.stop();
            assertTrue(node.awaitEnd(30_000), "the node stops");
        }
    }

    @Test
    void aVersionOfApiVersionsFromTheFutureIsAnsweredWithWhatIsServed() throws Exception {
        try (RealNode node = start()) {
            ApiVersionsResponse answer = ask(ports.client(), UNKNOWN_VERSION);
            assertEquals(35, answer.errorCode());
            assertEquals(Api.API_VERSIONS.id(), answer.apiKeys().get(0).apiKey());
            node.stop();
            assertTrue(node.awaitEnd(30_000), "the node stops");
        }
    }

    private RealNode start() throws InterruptedException {
        List<ConfigEntry> entries = new ArrayList<>(StandaloneDefaults.entries());
        entries.add(new ConfigEntry("listeners", ports.listeners(), "test"));
        entries.add(new ConfigEntry("controller.quorum.bootstrap.servers", "localhost:" + ports.controller(), "test"));
        entries.add(new ConfigEntry("log.dirs", data.toString(), "test"));
        CountDownLatch ready = new CountDownLatch(1);
        RealNode node = RealNode.start(RealNodeOptions.named("served"),
                new BrokerProgram(NodeConfig.of(Config.of(entries)), CodecInstances.fastest()), new NodeListener() {
                    @Override
                    public void ready(HostPort bootstrap) {
                        ready.countDown();
                    }

                    @Override
                    public void fatal(int exitStatus, String why) {
                        throw new AssertionError(why);
                    }

                    @Override
                    public void stopped() {
                    }
                });
        assertTrue(ready.await(30, TimeUnit.SECONDS), "the node is ready");
        return node;
    }

    private static Map<Integer, String> told(int port) throws IOException {
        Map<Integer, String> told = new TreeMap<>();
        for (ApiVersionsResponse.ApiVersion each : ask(port, 0).apiKeys()) {
            told.put((int) each.apiKey(), each.minVersion() + "-" + each.maxVersion());
        }
        return told;
    }

    private static ApiVersionsResponse ask(int port, int version) throws IOException {
        try (Socket socket = new Socket("localhost", port)) {
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            int headerBytes = 2 * Short.BYTES + Integer.BYTES + Short.BYTES;
            out.writeInt(headerBytes);
            out.writeShort(Api.API_VERSIONS.id());
            out.writeShort(version);
            out.writeInt(1);
            out.writeShort(-1);
            out.flush();
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] frame = new byte[in.readInt()];
            in.readFully(frame);
            WireReader reader = new WireReader()
                    .wrap(new UnsafeBuffer(frame), Integer.BYTES, frame.length - Integer.BYTES);
            return ApiVersionsResponse.read(reader, (short) 0);
        }
    }

    private static Map<Integer, String> listed(String listener) throws IOException {
        Map<Integer, String> listed = new TreeMap<>();
        List<String> lines = Files.readAllLines(Path.of("protocol", "served.tsv"));
        for (String line : lines.subList(1, lines.size())) {
            String[] fields = line.split("\t", FIELDS);
            if (List.of(fields[3].split(", ")).contains(listener)) {
                listed.put(Integer.parseInt(fields[0]), fields[2]);
            }
        }
        return listed;
    }
}
