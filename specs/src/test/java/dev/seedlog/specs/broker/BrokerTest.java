package dev.seedlog.specs.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.base.Uuid;
import dev.seedlog.base.config.Config;
import dev.seedlog.base.config.ConfigEntry;
import dev.seedlog.base.config.NodeConfig;
import dev.seedlog.base.config.StandaloneDefaults;
import dev.seedlog.broker.BrokerProgram;
import dev.seedlog.broker.connection.RequestReader;
import dev.seedlog.env.NodeProgram;
import dev.seedlog.env.contract.Peer;
import dev.seedlog.env.contract.Script;
import dev.seedlog.env.contract.TestNode;
import dev.seedlog.env.contract.TestWorld;
import dev.seedlog.env.contract.WorldTest;
import dev.seedlog.record.CodecInstances;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.WireMessage;
import dev.seedlog.wire.WireReader;
import dev.seedlog.wire.WireWriter;
import dev.seedlog.wire.message.CreateTopicsRequest;
import dev.seedlog.wire.message.CreateTopicsResponse;
import dev.seedlog.wire.message.RequestHeader;
import dev.seedlog.wire.message.ResponseHeader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.agrona.ExpandableArrayBuffer;
import org.junit.jupiter.api.BeforeEach;

/** One whole node in some world, and clients of it that say on the wire whatever a test wants. */
abstract class BrokerTest extends WorldTest {

    private static final short CREATE_TOPICS_VERSION = 7;

    private TestNode node;
    private Script clients;
    private TestClient client;

    /** In a simulated world unless a test says otherwise. */
    @Override
    protected TestWorld newWorld() {
        return new SimNodeWorld(1);
    }

    /** What the node is configured to beside its addresses and its directory. */
    protected Map<String, String> config() {
        return Map.of();
    }

    /** How many shards the node has; {@code -Dseedlog.test.shards} has all tests run with another number. */
    protected int shards() {
        return Integer.getInteger("seedlog.test.shards", 1);
    }

    @BeforeEach
    final void startNode() {
        node = world().node();
        start();
        clients = startScript(world().node());
        client = connect();
    }

    /** The node. */
    protected final TestNode node() {
        return node;
    }

    /** A client that is connected from the beginning. */
    protected final TestClient client() {
        return client;
    }

    /** Starts the node again after it ended, and connects the client. */
    protected final void startAgain() {
        start();
        client = connect();
    }

    /** Starts the node again after it ended, if it will: whether it is ready. The client is connected then. */
    protected final boolean mayStartAgain() {
        launch();
        if (!node.running()) {
            return false;
        }
        client = connect();
        return true;
    }

    private void start() {
        launch();
        assertEquals(null, node.fatalReason());
    }

    private void launch() {
        node.start(shards(), program());
        world().runUntil("the node is ready", () -> node.bootstrap() != null || !node.running());
    }

    /** The node's program, with the test's configuration. */
    protected final NodeProgram program() {
        return new BrokerProgram(nodeConfig(), CodecInstances.pureJava());
    }

    private NodeConfig nodeConfig() {
        Map<String, String> wanted = new LinkedHashMap<>();
        wanted.put("listeners", "PLAINTEXT://" + node.host() + ":0,CONTROLLER://" + node.host() + ":0");
        wanted.put("advertised.listeners", "PLAINTEXT://" + node.host() + ":0");
        wanted.put("log.dirs", node.scratchDirectory());
        wanted.put("group.initial.rebalance.delay.ms", "0");
        wanted.putAll(config());
        List<ConfigEntry> entries = new ArrayList<>(StandaloneDefaults.entries());
        wanted.forEach((name, value) -> entries.add(new ConfigEntry(name, value, "test")));
        return NodeConfig.of(Config.of(entries));
    }

    /** A new connection to the node. */
    protected final TestClient connect() {
        return new TestClient();
    }

    /** Creates a topic with this many partitions, and gives its id; configurations alternate names and values. */
    protected final Uuid createTopic(String name, int partitions, String... configs) {
        List<CreateTopicsRequest.CreatableTopicConfig> own = new ArrayList<>();
        for (int i = 0; i < configs.length; i += 2) {
            own.add(CreateTopicsRequest.CreatableTopicConfig.builder().name(configs[i]).value(configs[i + 1]).build());
        }
        CreateTopicsRequest.CreatableTopic topic = CreateTopicsRequest.CreatableTopic.builder().name(name)
                .numPartitions(partitions).replicationFactor((short) 1).configs(own).build();
        CreateTopicsResponse answer = client.call(Api.CREATE_TOPICS, CREATE_TOPICS_VERSION,
                CreateTopicsRequest.builder().timeoutMs(30_000).topics(List.of(topic)).build(),
                CreateTopicsResponse::read);
        assertEquals(0, answer.topics().get(0).errorCode(), answer.topics().get(0).errorMessage());
        return answer.topics().get(0).topicId();
    }

    /** A client's connection. */
    protected final class TestClient {
        private final Peer peer = new Peer();
        private int read;
        private int nextCorrelationId = 100;

        private TestClient() {
            on(clients, env -> peer.opened(env.network().connect(node.bootstrap(), peer)));
            world().runUntil("the client is connected", () -> peer.connected() || peer.closed());
        }

        /** Sends bytes as they are. */
        void sendRaw(byte[] bytes) {
            BrokerTest.this.send(clients, peer.connection(), bytes);
        }

        /** Sends a request, without waiting for its answer. */
        void send(Api api, int version, WireMessage request) {
            sendRaw(frame(api, version, nextCorrelationId++, request));
        }

        /** Waits for the next answer, which must be one to this API. */
        <T extends WireMessage> T answer(Api api, int version, RequestReader<T> reader) {
            byte[] frame = nextFrame();
            WireReader body = new WireReader().wrap(BufferSlice.of(frame));
            ResponseHeader.read(body, api.responseHeaderVersion((short) version));
            T answer = reader.read(body, (short) version);
            body.requireEnd(api.toString());
            return answer;
        }

        /** Sends a request and waits for its answer. */
        <T extends WireMessage> T call(Api api, int version, WireMessage request, RequestReader<T> reader) {
            send(api, version, request);
            return answer(api, version, reader);
        }

        /** Waits for the next frame and gives its content. */
        byte[] nextFrame() {
            world().runUntil("an answer", () -> peer.closed() || hasFrame());
            if (!hasFrame()) {
                throw new AssertionError("the node closed the connection: " + peer.closings());
            }
            byte[] all = peer.received();
            int size = ByteBuffer.wrap(all).getInt(read);
            byte[] frame = Arrays.copyOfRange(all, read + Integer.BYTES, read + Integer.BYTES + size);
            read += Integer.BYTES + size;
            return frame;
        }

        /** Whether an answer is there that was not taken yet. */
        boolean hasFrame() {
            int unread = peer.receivedBytes() - read;
            return unread >= Integer.BYTES
                    && unread >= Integer.BYTES + ByteBuffer.wrap(peer.received()).getInt(read);
        }

        /** Waits until the node ends the connection. */
        void awaitClosed() {
            world().runUntil("the node closes the connection", peer::closed);
        }

        boolean closed() {
            return peer.closed();
        }

        void close() {
            run(clients, env -> peer.connection().close(dev.seedlog.env.CloseReason.DONE));
        }
    }

    /** A request as it goes over the wire. */
    static byte[] frame(Api api, int version, int correlationId, WireMessage request) {
        ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        WireWriter writer = new WireWriter().wrap(buffer, 0);
        int frame = writer.beginFrame();
        RequestHeader.builder().requestApiKey(api.id()).requestApiVersion((short) version)
                .correlationId(correlationId).clientId("test").build()
                .write(writer, api.requestHeaderVersion((short) version));
        request.write(writer, (short) version);
        writer.endFrame(frame);
        byte[] bytes = new byte[writer.bufferedBytes()];
        buffer.getBytes(0, bytes);
        return bytes;
    }
}
