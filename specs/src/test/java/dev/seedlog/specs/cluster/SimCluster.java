package dev.seedlog.specs.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.base.HostPort;
import dev.seedlog.base.config.Config;
import dev.seedlog.base.config.ConfigEntry;
import dev.seedlog.base.config.NodeConfig;
import dev.seedlog.broker.BrokerProgram;
import dev.seedlog.broker.FormatProgram;
import dev.seedlog.broker.connection.RequestReader;
import dev.seedlog.env.CloseReason;
import dev.seedlog.env.contract.Script;
import dev.seedlog.record.CodecInstances;
import dev.seedlog.sim.check.QuorumWatch;
import dev.seedlog.simworld.SimNode;
import dev.seedlog.simworld.SimOptions;
import dev.seedlog.simworld.SimWorld;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.WireMessage;
import dev.seedlog.wire.WireReader;
import dev.seedlog.wire.frame.ChannelListener;
import dev.seedlog.wire.frame.FrameBuffers;
import dev.seedlog.wire.frame.RequestChannel;
import dev.seedlog.wire.frame.ResponseHandler;
import dev.seedlog.wire.message.CreateTopicsRequest;
import dev.seedlog.wire.message.CreateTopicsResponse;
import dev.seedlog.wire.message.DescribeQuorumRequest;
import dev.seedlog.wire.message.DescribeQuorumResponse;
import dev.seedlog.wire.message.MetadataRequest;
import dev.seedlog.wire.message.MetadataResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** Several whole nodes in a simulated world, and a client that asks any of them. */
final class SimCluster {

    static final long SECOND = 1_000_000_000L;
    static final String BOTH = "broker,controller";
    private static final String CLUSTER_ID = "the-cluster";
    private static final String DATA = "/data";
    private static final int CLIENT_PORT = 9092;
    private static final int CONTROLLER_PORT = 9093;
    private static final long PATIENCE_NANOS = 60 * SECOND;
    private static final long CALL_NANOS = 35 * SECOND;
    private static final int NETWORK_EXCEPTION = 13;
    private static final int CREATE_TOPICS_VERSION = 7;
    private static final int METADATA_VERSION = 12;
    private static final int MAX_RESPONSE_BYTES = 10_000_000;

    /** A node of it. */
    record Member(int id, String roles, SimNode machine) {

        boolean isController() {
            return roles.contains("controller");
        }

        boolean isBroker() {
            return roles.contains("broker");
        }

        HostPort clients() {
            return new HostPort(machine.host(), CLIENT_PORT);
        }

        HostPort controllers() {
            return new HostPort(machine.host(), CONTROLLER_PORT);
        }
    }

    final SimWorld world;
    final List<Member> members = new ArrayList<>();
    final QuorumWatch watch = new QuorumWatch();
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final SimNode clientMachine;
    private Script client;
    private int shards = 1;

    /** A cluster whose nodes have these roles, with the ids 1, 2 and so on; it is neither formatted nor started. */
    SimCluster(long seed, SimOptions options, String... roles) {
        world = new SimWorld(seed, options);
        for (String role : roles) {
            add(role);
        }
        clientMachine = world.node("client");
        clientMachine.start(1, (env, control) -> client = new Script(env, control));
        settings.put("offsets.topic.replication.factor", "1");
    }

    /** Another node. */
    Member add(String roles) {
        SimNode machine = world.node("node" + (members.size() + 1));
        machine.disk().provide(DATA);
        Member member = new Member(members.size() + 1, roles, machine);
        members.add(member);
        return member;
    }

    /** Another node with the id and the roles of one, on a machine of its own. */
    Member addTwinOf(Member member) {
        SimNode machine = world.node("twin" + member.id());
        machine.disk().provide(DATA);
        return new Member(member.id(), member.roles(), machine);
    }

    /** A setting of all nodes; null for none at all. */
    SimCluster with(String name, String value) {
        settings.put(name, value);
        return this;
    }

    /** The voters are no matter of configuration: all controllers are only where the quorum is looked for. */
    SimCluster withChangingVoters() {
        List<String> servers = new ArrayList<>();
        for (Member member : members) {
            if (member.isController()) {
                servers.add(member.controllers().toString());
            }
        }
        return with("controller.quorum.voters", null).with("controller.quorum.bootstrap.servers",
                String.join(",", servers));
    }

    /** A node's machine dies, and comes back with an empty disk. */
    void loseDisk(Member member) {
        member.machine().powerCut();
        member.machine().disk().wipe();
        member.machine().disk().provide(DATA);
    }

    /** How many shards each node has. */
    SimCluster withShards(int count) {
        shards = count;
        return this;
    }

    Member member(int id) {
        return members.get(id - 1);
    }

    private NodeConfig config(Member member) {
        String host = member.machine().host();
        List<String> listeners = new ArrayList<>();
        if (member.isBroker()) {
            listeners.add("PLAINTEXT://" + host + ":" + CLIENT_PORT);
        }
        if (member.isController()) {
            listeners.add("CONTROLLER://" + host + ":" + CONTROLLER_PORT);
        }
        Map<String, String> all = new LinkedHashMap<>();
        all.put("node.id", String.valueOf(member.id()));
        all.put("process.roles", member.roles());
        all.put("listeners", String.join(",", listeners));
        all.put("controller.listener.names", "CONTROLLER");
        all.put("controller.quorum.voters", voters());
        all.put("log.dirs", DATA);
        all.putAll(settings);
        all.values().removeIf(Objects::isNull);
        List<ConfigEntry> entries = new ArrayList<>();
        all.forEach((name, value) -> entries.add(new ConfigEntry(name, value, "test")));
        return NodeConfig.of(Config.of(entries));
    }

    private String voters() {
        List<String> voters = new ArrayList<>();
        for (Member member : members) {
            if (member.isController()) {
                voters.add(member.id() + "@" + member.machine().host() + ":" + CONTROLLER_PORT);
            }
        }
        return String.join(",", voters);
    }

    /** Formats what must be, as a user does, and starts all. */
    SimCluster start() {
        for (Member member : members) {
            if (member.isController()) {
                format(member, false);
            }
        }
        members.forEach(this::start);
        return this;
    }

    void format(Member member, boolean standalone) {
        format(member, CLUSTER_ID, standalone);
    }

    void format(Member member, String clusterId) {
        format(member, clusterId, false);
    }

    private void format(Member member, String clusterId, boolean standalone) {
        member.machine().start(1, new FormatProgram(config(member), CodecInstances.pureJava(),
                new FormatProgram.FormatOptions(clusterId, standalone, false)));
        await(member + " is formatted", () -> !member.machine().running());
        assertEquals(null, member.machine().fatalReason());
    }

    void start(Member member) {
        member.machine().start(shards, new BrokerProgram(config(member), CodecInstances.pureJava(), watch));
    }

    void await(String what, BooleanSupplier condition) {
        assertTrue(world.runUntil(condition, PATIENCE_NANOS), () -> "not within a minute: " + what + describe());
    }

    private String describe() {
        StringBuilder text = new StringBuilder();
        for (Member member : members) {
            text.append("; node ").append(member.id()).append(member.machine().running() ? " runs" : " does not run");
            if (member.machine().fatalReason() != null) {
                text.append(" (").append(member.machine().fatalReason()).append(')');
            }
        }
        return text.toString();
    }

    /** Waits until every node that runs serves. */
    SimCluster awaitReady() {
        await("all are ready", () -> members.stream()
                .allMatch(member -> !member.machine().running() || member.machine().bootstrap() != null));
        for (Member member : members) {
            assertEquals(null, member.machine().fatalReason());
        }
        return this;
    }

    /** Asks, with a connection of its own; null if that ended without an answer. */
    <A extends WireMessage> A tryCall(HostPort to, Api api, int version, WireMessage request, RequestReader<A> reader) {
        Call<A> call = begin(to, api, version, request, reader);
        await("an answer to " + api + " from " + to, () -> call.over);
        client.submit(env -> call.channel.close(CloseReason.DONE));
        return call.answer;
    }

    private <A extends WireMessage> Call<A> begin(HostPort to, Api api, int version, WireMessage request,
                                                  RequestReader<A> reader) {
        Call<A> call = new Call<>(reader);
        client.submit(env -> {
            FrameBuffers buffers = new FrameBuffers(MAX_RESPONSE_BYTES, env.timers());
            call.channel = new RequestChannel(env, buffers, to, "client", MAX_RESPONSE_BYTES, call);
            if (!call.channel.send(api, (short) version, request, CALL_NANOS, call)) {
                call.onLost(CloseReason.DONE);
            }
        });
        return call;
    }

    /** Asks; the answer is told once it comes, if it does. */
    <A extends WireMessage> void callLater(HostPort to, Api api, int version, WireMessage request,
                                           RequestReader<A> reader, Consumer<A> then) {
        begin(to, api, version, request, reader).then = answer -> {
            if (answer != null) {
                then.accept(answer);
            }
        };
    }

    /** Asks and is answered. */
    <A extends WireMessage> A call(HostPort to, Api api, int version, WireMessage request, RequestReader<A> reader) {
        A answer = tryCall(to, api, version, request, reader);
        assertTrue(answer != null, () -> to + " did not answer " + api);
        return answer;
    }

    /** Creates a topic with one partition through a broker. */
    void createTopic(Member broker, String name) {
        assertEquals(0, tryCreateTopic(broker, name), name);
    }

    /** The error of a creation. */
    int tryCreateTopic(Member broker, String name) {
        CreateTopicsResponse answer = call(broker.clients(), Api.CREATE_TOPICS, CREATE_TOPICS_VERSION,
                creation(name), CreateTopicsResponse::read);
        return answer.topics().get(0).errorCode();
    }

    /** Asks for a topic; the error is told once it is known. */
    void createTopicLater(Member broker, String name, IntConsumer error) {
        begin(broker.clients(), Api.CREATE_TOPICS, CREATE_TOPICS_VERSION, creation(name), CreateTopicsResponse::read)
                .then = answer -> error.accept(answer == null ? NETWORK_EXCEPTION : answer.topics().get(0).errorCode());
    }

    private static CreateTopicsRequest creation(String name) {
        CreateTopicsRequest.CreatableTopic topic = CreateTopicsRequest.CreatableTopic.builder().name(name)
                .numPartitions(1).replicationFactor((short) 1).build();
        return CreateTopicsRequest.builder().timeoutMs(30_000).topics(List.of(topic)).build();
    }

    /** Waits until every broker that runs tells of a topic. */
    void awaitSeen(String topic) {
        for (Member member : members) {
            if (member.isBroker() && member.machine().running()) {
                awaitSeen(member, topic);
            }
        }
    }

    private void awaitSeen(Member broker, String topic) {
        for (int tries = 0; tries < 600; tries++) {
            if (sees(broker, topic)) {
                return;
            }
            world.runFor(SECOND / 10);
        }
        throw new AssertionError("node " + broker.id() + " does not see " + topic + describe());
    }

    boolean sees(Member broker, String topic) {
        MetadataResponse answer = tryCall(broker.clients(), Api.METADATA, METADATA_VERSION, MetadataRequest.builder()
                .topics(List.of(MetadataRequest.MetadataRequestTopic.builder().name(topic).build()))
                .allowAutoTopicCreation(false).build(), MetadataResponse::read);
        return answer != null && answer.topics().get(0).errorCode() == 0;
    }

    MetadataResponse metadata(Member broker) {
        return call(broker.clients(), Api.METADATA, METADATA_VERSION, MetadataRequest.builder().topics(null).build(),
                MetadataResponse::read);
    }

    /** What a node says of the quorum, on a listener of its. */
    DescribeQuorumResponse.PartitionData quorum(HostPort at) {
        DescribeQuorumResponse answer = call(at, Api.DESCRIBE_QUORUM, 2, DescribeQuorumRequest.builder()
                .topics(List.of(DescribeQuorumRequest.TopicData.builder().topicName("__cluster_metadata")
                        .partitions(List.of(DescribeQuorumRequest.PartitionData.builder().partitionIndex(0).build()))
                        .build())).build(), DescribeQuorumResponse::read);
        return answer.topics().get(0).partitions().get(0);
    }

    /** Waits for a leader of the quorum among the nodes that run, and gives it. */
    Member awaitLeader() {
        for (int tries = 0; tries < 600; tries++) {
            for (Member member : members) {
                if (member.isController() && member.machine().running()) {
                    DescribeQuorumResponse answer = tryCall(member.controllers(), Api.DESCRIBE_QUORUM, 2,
                            DescribeQuorumRequest.builder().topics(List.of(DescribeQuorumRequest.TopicData.builder()
                                    .topicName("__cluster_metadata").partitions(List.of(DescribeQuorumRequest
                                            .PartitionData.builder().partitionIndex(0).build())).build())).build(),
                            DescribeQuorumResponse::read);
                    if (answer != null && answer.topics().get(0).partitions().get(0).errorCode() == 0) {
                        return member;
                    }
                }
            }
            world.runFor(SECOND / 10);
        }
        throw new AssertionError("nobody leads the quorum" + describe());
    }

    /** One request and what becomes of it. */
    private static final class Call<A extends WireMessage> implements ChannelListener, ResponseHandler {
        private final RequestReader<A> reader;
        private RequestChannel channel;
        private A answer;
        private Consumer<A> then = told -> { };
        private boolean over;

        private Call(RequestReader<A> reader) {
            this.reader = reader;
        }

        @Override
        public void onResponse(WireReader body, short version) {
            answer = reader.read(body, version);
            end();
        }

        @Override
        public void onLost(CloseReason why) {
            end();
        }

        private void end() {
            if (!over) {
                over = true;
                then.accept(answer);
            }
        }

        @Override
        public void onConnected() {
            // The request is on its way.
        }

        @Override
        public void onClosed(CloseReason why) {
            end();
        }
    }
}
