package dev.seedlog.broker.coordinator;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.base.Uuid;
import dev.seedlog.env.SeededRandom;
import dev.seedlog.env.TimerQueue;
import dev.seedlog.group.GroupConfig;
import dev.seedlog.group.GroupCoordinator;
import dev.seedlog.log.LogConfig;
import dev.seedlog.log.LogWorld;
import dev.seedlog.log.MemoryDisk;
import dev.seedlog.machine.FakeClock;
import dev.seedlog.machine.Recorder;
import dev.seedlog.metadata.MetadataDelta;
import dev.seedlog.metadata.MetadataImage;
import dev.seedlog.metadata.MetadataRecord;
import dev.seedlog.metadata.RecordApplier;
import dev.seedlog.metadata.SupportedFeatures;
import dev.seedlog.metadata.TopicImage;
import dev.seedlog.record.CodecInstances;
import dev.seedlog.record.Codecs;
import dev.seedlog.record.CompressionLevels;
import dev.seedlog.record.ValidationRules;
import dev.seedlog.replica.AppendTools;
import dev.seedlog.replica.LogDirectories;
import dev.seedlog.replica.Replicas;
import dev.seedlog.replica.TopicConfigs;
import dev.seedlog.replica.TopicSettings;
import dev.seedlog.wire.IntList;
import dev.seedlog.wire.WireMessage;
import dev.seedlog.wire.message.OffsetCommitRequest;
import dev.seedlog.wire.message.OffsetCommitResponse;
import dev.seedlog.wire.message.OffsetFetchRequest;
import dev.seedlog.wire.message.OffsetFetchResponse;
import dev.seedlog.wire.metadata.PartitionRecord;
import dev.seedlog.wire.metadata.RemoveTopicRecord;
import dev.seedlog.wire.metadata.TopicRecord;
import java.util.List;

/** A broker's only partition of {@code __consumer_offsets}, on a real log; the test makes the turns. */
final class LedPartition {

    static final String TOPIC = "__consumer_offsets";
    static final String GROUP = "payments";

    static final Uuid ORDERS = new Uuid(8, 8);
    static final Uuid REFUNDS = new Uuid(9, 9);

    private static final int BROKER = 1;
    private static final Uuid TOPIC_ID = new Uuid(5, 6);

    final Codecs codecs = new Codecs(CodecInstances.pureJava());
    private final FakeClock clock = new FakeClock();
    private final TimerQueue timers = new TimerQueue(clock);
    private final MemoryDisk disk = new MemoryDisk();
    private final LogWorld world = LogWorld.on(disk).start();
    private final RecordApplier applier = new RecordApplier(SupportedFeatures.CURRENT);
    private final Replicas replicas;
    private final GroupCoordinators coordinators;
    private MetadataImage image = MetadataImage.EMPTY;
    private int minInsyncReplicas = 1;
    private IntList assigned = IntList.of(BROKER);
    private int leaderEpoch;
    private boolean refusing;

    LedPartition() {
        clock.advanceMillis(1_000_000);
        replicas = new Replicas(BROKER, new LogDirectories(List.of(world.directory)), configs(),
                new AppendTools(clock, codecs));
        GroupConfig config = new GroupConfig(6_000, 60_000, 0, 100, 4_096, 600_000, 60_000);
        coordinators = new GroupCoordinators(TOPIC, () -> image, config,
                new CoordinatorTools(clock, timers, id -> refusing, new SeededRandom(3), codecs), 5_000_000_000L);
        replicas.listen(coordinators);
    }

    private TopicConfigs configs() {
        return new TopicConfigs() {
            @Override
            public LogConfig log(String topic) {
                return LogConfig.DEFAULT;
            }

            @Override
            public TopicSettings settings(String topic) {
                return new TopicSettings(ValidationRules.DEFAULT, CompressionLevels.DEFAULT, minInsyncReplicas, false);
            }
        };
    }

    /** Another replica exists, which is not in sync, and one is not enough. */
    LedPartition withoutItsOtherReplica() {
        minInsyncReplicas = 2;
        assigned = IntList.of(BROKER, BROKER + 1);
        return this;
    }

    /** The coordinator refuses all commands, as if too many waited; or takes them again. */
    LedPartition refuse(boolean all) {
        refusing = all;
        return this;
    }

    GroupCoordinators coordinators() {
        return coordinators;
    }

    GroupCoordinator coordinator() {
        return coordinators.of(GROUP);
    }

    /** This broker leads, in the next epoch; nothing is loaded yet. */
    LedPartition lead() {
        leaderEpoch++;
        if (image.topics().topic(TOPIC) == null) {
            create(TOPIC, TOPIC_ID).create("orders", ORDERS).create("refunds", REFUNDS);
        }
        return follow(PartitionRecord.builder().topicId(TOPIC_ID).partitionId(0).replicas(assigned)
                .isr(IntList.of(BROKER)).leader(BROKER).leaderEpoch(leaderEpoch).partitionEpoch(leaderEpoch).build());
    }

    /** Another broker leads, in the next epoch. */
    LedPartition resign() {
        leaderEpoch++;
        return follow(PartitionRecord.builder().topicId(TOPIC_ID).partitionId(0)
                .replicas(IntList.of(BROKER, BROKER + 1)).isr(IntList.of(BROKER, BROKER + 1)).leader(BROKER + 1)
                .leaderEpoch(leaderEpoch).partitionEpoch(leaderEpoch).build());
    }

    LedPartition create(String topic, Uuid id) {
        return follow(TopicRecord.builder().name(topic).topicId(id).build());
    }

    LedPartition delete(Uuid id) {
        return follow(RemoveTopicRecord.builder().topicId(id).build());
    }

    LedPartition deleteTopic() {
        return delete(TOPIC_ID);
    }

    private LedPartition follow(WireMessage... records) {
        MetadataDelta delta = new MetadataDelta(image, applier);
        for (WireMessage record : records) {
            delta.apply(MetadataRecord.of(record), 1);
        }
        image = delta.after();
        replicas.apply(image, delta);
        coordinators.onMetadata(image, delta);
        return this;
    }

    /** As many turns as it takes to load what little there is. */
    LedPartition turns() {
        for (int i = 0; i < 5; i++) {
            turn();
        }
        return this;
    }

    void turn() {
        clock.advanceMillis(1);
        timers.expire();
        endTurn();
    }

    void endTurn() {
        replicas.endTurn();
    }

    /** What another coordinator left in the log. */
    void append(BufferSlice batch) {
        replicas.find(TOPIC, 0).leader().appendInternal(BufferSlice.of(batch.toByteArray()));
        endTurn();
    }

    /** Flips a bit of the first batch's length, or flips it back. */
    LedPartition flipBit() {
        String path = LogWorld.PATH + "/" + TOPIC + "-0/00000000000000000000.log";
        byte[] content = disk.all(LogWorld.PATH).get(path);
        content[8] ^= 2;
        disk.put(path, content);
        return this;
    }

    LedPartition passSeconds(int seconds) {
        clock.advanceMillis(1_000L * seconds);
        return this;
    }

    Recorder<OffsetCommitResponse> commit(String topic, long offset) {
        Recorder<OffsetCommitResponse> reply = new Recorder<>();
        coordinator().commit(OffsetCommitRequest.builder().groupId(GROUP).topics(List.of(
                OffsetCommitRequest.OffsetCommitRequestTopic.builder().name(topic).topicId(id(topic))
                        .partitions(List.of(OffsetCommitRequest.OffsetCommitRequestPartition.builder()
                                .partitionIndex(0).committedOffset(offset).build())).build())).build(),
                (short) 9, reply);
        return reply;
    }

    Recorder<OffsetFetchResponse.OffsetFetchResponseGroup> fetching(String topic) {
        Recorder<OffsetFetchResponse.OffsetFetchResponseGroup> reply = new Recorder<>();
        coordinator().fetch(OffsetFetchRequest.OffsetFetchRequestGroup.builder().groupId(GROUP).topics(List.of(
                OffsetFetchRequest.OffsetFetchRequestTopics.builder().name(topic).topicId(id(topic))
                        .partitionIndexes(List.of(0)).build())).build(), reply);
        endTurn();
        return reply;
    }

    private Uuid id(String topic) {
        TopicImage known = image.topics().topic(topic);
        return known == null ? Uuid.ZERO : known.id();
    }

    long committed(String topic) {
        return fetching(topic).answer().topics().get(0).partitions().get(0).committedOffset();
    }
}
