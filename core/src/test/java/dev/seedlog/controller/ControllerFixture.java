package dev.seedlog.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.seedlog.base.Uuid;
import dev.seedlog.env.Faults;
import dev.seedlog.env.SeededRandom;
import dev.seedlog.env.TimerQueue;
import dev.seedlog.machine.Command;
import dev.seedlog.machine.FakeClock;
import dev.seedlog.machine.MachineHost;
import dev.seedlog.machine.MachineRefusals;
import dev.seedlog.machine.MemoryLog;
import dev.seedlog.machine.Recorder;
import dev.seedlog.machine.Refusal;
import dev.seedlog.metadata.BootstrapRecords;
import dev.seedlog.metadata.ImageLoader;
import dev.seedlog.metadata.ImageSnapshot;
import dev.seedlog.metadata.MetadataImage;
import dev.seedlog.metadata.MetadataRecord;
import dev.seedlog.metadata.MetadataVersion;
import dev.seedlog.metadata.PartitionImage;
import dev.seedlog.metadata.PersistentMap;
import dev.seedlog.metadata.SupportedFeatures;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.IntList;
import dev.seedlog.wire.message.BrokerHeartbeatRequest;
import dev.seedlog.wire.message.BrokerHeartbeatResponse;
import dev.seedlog.wire.message.BrokerRegistrationRequest;
import dev.seedlog.wire.message.CreateTopicsRequest;
import dev.seedlog.wire.message.CreateTopicsRequest.CreatableReplicaAssignment;
import dev.seedlog.wire.message.CreateTopicsRequest.CreatableTopic;
import dev.seedlog.wire.message.CreateTopicsResponse;
import dev.seedlog.wire.message.CreateTopicsResponse.CreatableTopicResult;
import java.util.ArrayList;
import java.util.List;

/** An active controller on a log in memory, and what brokers and admins say to it. */
final class ControllerFixture {

    static final String CLUSTER = "test-cluster";
    static final long SESSION_MS = 9_000;

    final FakeClock clock = new FakeClock();
    final TimerQueue timers = new TimerQueue(clock);
    final MemoryLog<MetadataRecord> log = new MemoryLog<>();
    final Controller controller;
    final MachineHost<MetadataRecord> host;

    ControllerFixture() {
        this(PersistentMap.empty(), true, 0);
    }

    ControllerFixture(MetadataVersion version) {
        this(version, PersistentMap.empty(), true, 0);
    }

    ControllerFixture(PersistentMap<String, Short> features, boolean deleteTopicEnable, long rebalanceMs) {
        this(MetadataVersion.LATEST, features, deleteTopicEnable, rebalanceMs);
    }

    private ControllerFixture(MetadataVersion version, PersistentMap<String, Short> features,
                              boolean deleteTopicEnable, long rebalanceMs) {
        ControllerSettings settings = new ControllerSettings(CLUSTER, 3, (short) 1, 1, deleteTopicEnable,
                SESSION_MS * 1_000_000, rebalanceMs * 1_000_000);
        controller = new Controller(settings, new TestSchema(), new SeededRandom(42),
                BootstrapRecords.checkpoint(version, features), SupportedFeatures.CURRENT);
        host = new MachineHost<>(controller, log, MachineRefusals.CONTROLLER, clock, timers, Faults.NONE, 100);
        host.begin(1);
        host.loaded();
        commit();
    }

    static ControllerFixture withElr() {
        return new ControllerFixture(PersistentMap.<String, Short>empty()
                .with(SupportedFeatures.ELIGIBLE_LEADER_REPLICAS, (short) 1), true, 0);
    }

    /** Live brokers 0 to {@code count - 1}. */
    ControllerFixture brokers(int count) {
        for (int id = 0; id < count; id++) {
            start(id);
        }
        return this;
    }

    /** Registers a new process of a broker, which unfences at once. */
    long start(int id) {
        long epoch = register(id);
        heartbeat(id);
        return epoch;
    }

    long register(int id) {
        return answer(controller.registerBroker(registration(id, clock.nanoTime() + 1).build())).brokerEpoch();
    }

    BrokerRegistrationRequest.Builder registration(int id, long incarnation) {
        return BrokerRegistrationRequest.builder().brokerId(id).clusterId(CLUSTER)
                .incarnationId(new Uuid(1_000 + id, incarnation)).logDirs(List.of(directory(id)))
                .features(List.of(BrokerRegistrationRequest.Feature.builder().name(MetadataVersion.FEATURE)
                        .minSupportedVersion((short) 7).maxSupportedVersion((short) 30).build(),
                        BrokerRegistrationRequest.Feature.builder().name(SupportedFeatures.ELIGIBLE_LEADER_REPLICAS)
                        .minSupportedVersion((short) 0).maxSupportedVersion((short) 1).build()))
                .listeners(List.of(BrokerRegistrationRequest.Listener.builder().name("PLAINTEXT").host("h" + id)
                        .port(9092).build()));
    }

    static Uuid directory(int broker) {
        return new Uuid(500, broker);
    }

    BrokerHeartbeatResponse heartbeat(int id) {
        return answer(controller.heartbeat(beat(id).build()));
    }

    BrokerHeartbeatRequest.Builder beat(int id) {
        return BrokerHeartbeatRequest.builder().brokerId(id).brokerEpoch(image().cluster().broker(id).epoch())
                .currentMetadataOffset(log.endOffset());
    }

    /** Time passes, and timers run. */
    void pass(long millis) {
        clock.advanceMillis(millis);
        timers.expire();
        commit();
    }

    /** Time passes while these brokers send heartbeats, every two seconds. */
    void passWhileAlive(long millis, int... alive) {
        for (long left = millis; left > 0; left -= 2_000) {
            pass(Math.min(left, 2_000));
            for (int id : alive) {
                heartbeat(id);
            }
        }
    }

    void commit() {
        log.commitAll();
        host.highWatermarkMoved();
    }

    MetadataImage image() {
        return controller.image();
    }

    PartitionImage partition(String topic, int id) {
        return image().topics().topic(topic).partition(id);
    }

    /** The answer, after the commit. What the log then says must be what the controller believes. */
    <A> A answer(Command<MetadataRecord, A> command) {
        Recorder<A> reply = submit(command);
        commit();
        verify();
        return reply.answer();
    }

    Refusal refusal(Command<MetadataRecord, ?> command) {
        long before = log.endOffset();
        Refusal refusal = refused(command);
        assertEquals(before, log.endOffset(), "a refused command writes nothing");
        return refusal;
    }

    private <A> Refusal refused(Command<MetadataRecord, A> command) {
        Recorder<A> reply = submit(command);
        commit();
        return reply.refusal();
    }

    <A> Recorder<A> submit(Command<MetadataRecord, A> command) {
        Recorder<A> reply = new Recorder<>();
        host.submit(command, clock.nanoTime() + 30_000_000_000L, reply);
        return reply;
    }

    private void verify() {
        ImageLoader broker = new ImageLoader(SupportedFeatures.CURRENT);
        broker.records(0, 1, 0, log.records());
        assertEquals(image(), broker.publish().after(), "what a broker reads");
        assertEquals(image(), ImageSnapshot.image(ImageSnapshot.records(image()), SupportedFeatures.CURRENT),
                "what a snapshot keeps");
    }

    CreateTopicsResponse create(CreatableTopic... topics) {
        return answer(controller.createTopics(CreateTopicsRequest.builder().topics(List.of(topics)).build()));
    }

    /** The only topic of a request, created or refused. */
    CreatableTopicResult createOne(CreatableTopic.Builder topic) {
        return create(topic.build()).topics().get(0);
    }

    static CreatableTopic.Builder topic(String name, int partitions, int replicas) {
        return CreatableTopic.builder().name(name).numPartitions(partitions).replicationFactor((short) replicas);
    }

    /** A topic whose partitions are on these brokers. */
    static CreatableTopic.Builder assigned(String name, int[]... brokers) {
        List<CreatableReplicaAssignment> assignments = new ArrayList<>();
        for (int[] ofPartition : brokers) {
            assignments.add(CreatableReplicaAssignment.builder().partitionIndex(assignments.size())
                    .brokerIds(IntList.of(ofPartition)).build());
        }
        return topic(name, -1, -1).assignments(assignments);
    }

    static int[] on(int... brokers) {
        return brokers;
    }

    static ErrorCode error(short code) {
        return ErrorCode.forCode(code);
    }
}
