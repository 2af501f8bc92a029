package dev.seedlog.broker.connection;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.seedlog.base.HostPort;
import dev.seedlog.env.Acceptor;
import dev.seedlog.env.Connection;
import dev.seedlog.env.ConnectionHandler;
import dev.seedlog.env.Faults;
import dev.seedlog.env.Listener;
import dev.seedlog.env.Network;
import dev.seedlog.env.Probes;
import dev.seedlog.env.SeededRandom;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.env.TimerQueue;
import dev.seedlog.machine.FakeClock;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.Payload;
import dev.seedlog.wire.WireMessage;
import dev.seedlog.wire.WireWriter;
import dev.seedlog.wire.message.ApiVersionsRequest;
import dev.seedlog.wire.message.ApiVersionsResponse;
import dev.seedlog.wire.message.FetchResponse;
import dev.seedlog.wire.message.ListGroupsRequest;
import dev.seedlog.wire.message.RequestHeader;
import java.util.ArrayList;
import java.util.List;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A connection host between connections and handlers that the test plays. */
final class HostFixture {

    static final int LARGEST_REQUEST_BYTES = 1_000;
    static final long IDLE_MS = 60_000;

    final FakeClock clock = new FakeClock();
    final TimerQueue timers = new TimerQueue(clock);
    /** What was asked, to be answered by the test. */
    final List<Exchange> asked = new ArrayList<>();
    RequestHandler<ApiVersionsRequest> onApiVersions = (exchange, request) -> asked.add(exchange);
    final ConnectionHost host;
    private final ListeningNetwork network = new ListeningNetwork();

    HostFixture() {
        this(new ConnectionLimits(LARGEST_REQUEST_BYTES, 3, 2, IDLE_MS));
    }

    HostFixture(ConnectionLimits limits) {
        ServedApis apis = new ServedApis()
                .serve(Api.API_VERSIONS, ApiVersionsRequest::read, (exchange, request) ->
                        onApiVersions.handle(exchange, request))
                .serve(Api.LIST_GROUPS, (short) 1, (short) 3, ListGroupsRequest::read,
                        (exchange, request) -> asked.add(exchange))
                .serve(Api.FETCH, dev.seedlog.wire.message.FetchRequest::read,
                        (exchange, request) -> asked.add(exchange));
        ApiDispatcher dispatcher = new ApiDispatcher(apis,
                exchange -> exchange.respond(ApiVersionsResponse.builder().errorCode((short) 35).build()));
        host = new ConnectionHost(new ShardEnv(clock, timers, new SeededRandom(1), network, null, null, Faults.NONE,
                Probes.NONE), limits, dispatcher);
        host.listen("PLAINTEXT", new HostPort("here", 9_092));
    }

    /** A client connects and is accepted. */
    Client connect(String address) {
        Client client = tryConnect(address);
        assertNotNull(client.handler, "the client is accepted");
        return client;
    }

    Client tryConnect(String address) {
        FakeConnection connection = new FakeConnection(address);
        return new Client(connection, network.acceptor.accept(connection));
    }

    void passMillis(long millis) {
        clock.advanceMillis(millis);
        timers.expire();
    }

    boolean listening() {
        return network.acceptor != null;
    }

    static ApiVersionsResponse answer() {
        return ApiVersionsResponse.builder().build();
    }

    static FetchResponse answerWith(CountedRegion region) {
        return FetchResponse.builder().responses(List.of(FetchResponse.FetchableTopicResponse.builder().topic("t")
                .partitions(List.of(FetchResponse.PartitionData.builder().records(Payload.of(region)).build()))
                .build())).build();
    }

    /** A message that does not fit the version in which it is asked for. */
    static FetchResponse answerWithoutEncoding(CountedRegion region) {
        return answerWith(region).toBuilder().nodeEndpoints(List.of(FetchResponse.NodeEndpoint.builder().host(null)
                .build())).build();
    }

    /** A request's frame. */
    static byte[] frame(Api api, int version, int correlationId, WireMessage body) {
        ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        WireWriter writer = new WireWriter().wrap(buffer, 0);
        int frame = writer.beginFrame();
        RequestHeader.builder().requestApiKey(api.id()).requestApiVersion((short) version)
                .correlationId(correlationId).clientId("test").build()
                .write(writer, api.requestHeaderVersion((short) version));
        body.write(writer, (short) version);
        writer.endFrame(frame);
        byte[] bytes = new byte[writer.bufferedBytes()];
        buffer.getBytes(0, bytes);
        return bytes;
    }

    static byte[] ask(int correlationId) {
        return frame(Api.API_VERSIONS, 0, correlationId, ApiVersionsRequest.builder().build());
    }

    static byte[] askFetch(int version, int correlationId) {
        return frame(Api.FETCH, version, correlationId, dev.seedlog.wire.message.FetchRequest.builder().build());
    }

    /** One end of a connection, and what serves the other. */
    static final class Client {
        final FakeConnection connection;
        final ConnectionHandler handler;

        private Client(FakeConnection connection, ConnectionHandler handler) {
            this.connection = connection;
            this.handler = handler;
        }

        void send(byte[]... frames) {
            for (byte[] frame : frames) {
                handler.onBytes(new UnsafeBuffer(frame), 0, frame.length);
            }
        }

        List<Integer> answered() {
            return connection.answered();
        }
    }

    private static final class ListeningNetwork implements Network {
        private Acceptor acceptor;

        @Override
        public Listener listen(HostPort at, Acceptor newAcceptor) {
            acceptor = newAcceptor;
            return new Listener() {
                @Override
                public HostPort boundTo() {
                    return at;
                }

                @Override
                public void close() {
                    acceptor = null;
                }
            };
        }

        @Override
        public Connection connect(HostPort to, ConnectionHandler handler) {
            throw new AssertionError("a host calls nobody");
        }
    }
}
