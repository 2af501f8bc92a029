package dev.seedlog.replica;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.base.Uuid;
import dev.seedlog.env.TimerQueue;
import dev.seedlog.log.Batches;
import dev.seedlog.log.LogConfig;
import dev.seedlog.log.LogWorld;
import dev.seedlog.log.MemoryDisk;
import dev.seedlog.machine.FakeClock;
import dev.seedlog.metadata.ConfigResource;
import dev.seedlog.metadata.MetadataDelta;
import dev.seedlog.metadata.MetadataImage;
import dev.seedlog.metadata.MetadataRecord;
import dev.seedlog.metadata.RecordApplier;
import dev.seedlog.metadata.SupportedFeatures;
import dev.seedlog.record.CodecInstances;
import dev.seedlog.record.Codecs;
import dev.seedlog.record.CompressionLevels;
import dev.seedlog.record.ValidationRules;
import dev.seedlog.wire.WireMessage;
import dev.seedlog.wire.metadata.ConfigRecord;
import dev.seedlog.wire.metadata.PartitionChangeRecord;
import dev.seedlog.wire.metadata.PartitionRecord;
import dev.seedlog.wire.metadata.RemoveTopicRecord;
import dev.seedlog.wire.metadata.TopicRecord;
import java.util.Collections;
import java.util.List;

/** The replicas of broker 1 on a disk in memory, following metadata that the test makes. */
final class ReplicasFixture {

    static final Uuid TOPIC_ID = new Uuid(5, 5);
    static final String TOPIC = "orders";
    private static final int BROKER = 1;

    final FakeClock clock = new FakeClock();
    final TimerQueue timers = new TimerQueue(clock);
    final LogWorld world = LogWorld.on(new MemoryDisk()).start();
    final Replicas replicas;
    int minInsyncReplicas = 1;
    boolean forcedAcks;
    private final RecordApplier applier = new RecordApplier(SupportedFeatures.CURRENT);
    private MetadataImage image = MetadataImage.EMPTY;
    private long offset;

    ReplicasFixture() {
        TopicConfigs configs = new TopicConfigs() {
            @Override
            public LogConfig log(String topic) {
                return LogConfig.DEFAULT;
            }

            @Override
            public TopicSettings settings(String topic) {
                return new TopicSettings(ValidationRules.DEFAULT, CompressionLevels.DEFAULT, minInsyncReplicas,
                        forcedAcks);
            }
        };
        replicas = new Replicas(BROKER, new LogDirectories(List.of(world.directory)), configs,
                new AppendTools(clock, new Codecs(CodecInstances.pureJava())));
    }

    /** The topic with one partition that these brokers have replicas of and the first leads. */
    ReplicasFixture withTopic(Integer... brokers) {
        apply(TopicRecord.builder().name(TOPIC).topicId(TOPIC_ID).build(),
                PartitionRecord.builder().topicId(TOPIC_ID).partitionId(0).replicas(List.of(brokers))
                        .isr(List.of(brokers)).leader(brokers[0]).leaderEpoch(0).partitionEpoch(0)
                        .directories(Collections.nCopies(brokers.length, Uuid.ZERO)).build());
        return this;
    }

    void change(PartitionChangeRecord.Builder change) {
        apply(change.topicId(TOPIC_ID).partitionId(0).build());
    }

    void removeTopic() {
        apply(RemoveTopicRecord.builder().topicId(TOPIC_ID).build());
    }

    /** The topic's configuration changed; what it says is the fixture's. */
    void configsChanged() {
        apply(ConfigRecord.builder().resourceType(ConfigResource.TOPIC).resourceName(TOPIC).name("x").value("y")
                .build());
    }

    private void apply(WireMessage... records) {
        MetadataDelta delta = new MetadataDelta(image, applier);
        for (WireMessage record : records) {
            delta.apply(MetadataRecord.of(record), offset++);
        }
        image = delta.after();
        replicas.apply(image, delta);
    }

    Replica replica() {
        return replicas.find(TOPIC_ID, 0);
    }

    PartitionLeader leader() {
        return replica().leader();
    }

    AppendOutcome append(Acks acks, int records) {
        return leader().append(BufferSlice.of(bytes(records)), acks, (short) 9);
    }

    static byte[] bytes(int records) {
        var batch = Batches.at(0).records(records, 10);
        byte[] bytes = new byte[batch.capacity()];
        batch.getBytes(0, bytes);
        return bytes;
    }

    void passMillis(long millis) {
        clock.advanceMillis(millis);
        timers.expire();
    }
}
