package dev.seedlog.replica;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.base.HostPort;
import dev.seedlog.base.Uuid;
import dev.seedlog.env.TimerQueue;
import dev.seedlog.log.Batches;
import dev.seedlog.log.LogConfig;
import dev.seedlog.log.LogWorld;
import dev.seedlog.log.MemoryDisk;
import dev.seedlog.log.PartitionLog;
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
import dev.seedlog.replica.follow.Following;
import dev.seedlog.wire.WireMessage;
import dev.seedlog.wire.metadata.ConfigRecord;
import dev.seedlog.wire.metadata.PartitionChangeRecord;
import dev.seedlog.wire.metadata.PartitionRecord;
import dev.seedlog.wire.metadata.RegisterBrokerRecord;
import dev.seedlog.wire.metadata.RemoveTopicRecord;
import dev.seedlog.wire.metadata.TopicRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The replicas of broker 1 on a disk in memory, following metadata that the test makes. */
final class ReplicasFixture {

    static final Uuid TOPIC_ID = new Uuid(5, 5);
    static final String TOPIC = "orders";
    static final long LAG_MS = 30_000;
    private static final int BROKER = 1;

    final FakeClock clock = new FakeClock();
    final TimerQueue timers = new TimerQueue(clock);
    final MemoryDisk disk;
    final LogWorld world;
    final Replicas replicas;
    private final LogDirectories directories;
    int minInsyncReplicas = 1;
    boolean forcedAcks;
    private final TopicConfigs configs = new TopicConfigs() {
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
    /** What leaders have proposed and nobody has answered. */
    final List<IsrProposal> proposals = new ArrayList<>();
    /** Who follows whom: broker ids by log. */
    final Map<PartitionLog, Integer> followed = new LinkedHashMap<>();
    private final RecordApplier applier = new RecordApplier(SupportedFeatures.CURRENT);
    private MetadataImage image = MetadataImage.EMPTY;
    private long offset;

    ReplicasFixture() {
        this(new MemoryDisk());
    }

    /** On a disk that another process may have left. */
    ReplicasFixture(MemoryDisk disk) {
        this.disk = disk;
        this.world = LogWorld.on(disk).start();
        this.directories = new LogDirectories(List.of(world.directory));
        this.replicas = new Replicas(BROKER, directories, configs,
                new AppendTools(clock, new Codecs(CodecInstances.pureJava())), PartitionOwners.ONLY,
                new Replication(LAG_MS * 1_000_000, "PLAINTEXT", recordedProposals(), DirectoryReports.NONE,
                        recordedFollowing()));
    }

    private IsrProposals recordedProposals() {
        return new IsrProposals() {
            @Override
            public void propose(IsrProposal proposal) {
                proposals.add(proposal);
            }

            @Override
            public void endTurn() {
            }

            @Override
            public void stop() {
            }
        };
    }

    private Following recordedFollowing() {
        return new Following() {
            private final Map<PartitionLog, Integer> epochs = new LinkedHashMap<>();

            @Override
            public void brokerAt(int brokerId, HostPort address) {
            }

            @Override
            public void follow(int leader, Uuid topicId, PartitionLog log, int leaderEpoch) {
                followed.put(log, leader);
                epochs.put(log, leaderEpoch);
            }

            @Override
            public int epochOf(PartitionLog log) {
                return epochs.getOrDefault(log, NO_EPOCH);
            }

            @Override
            public void unfollow(PartitionLog log) {
                followed.remove(log);
                epochs.remove(log);
            }

            @Override
            public void onForced(PartitionLog log) {
            }

            @Override
            public void onAppendable(PartitionLog log) {
            }

            @Override
            public void endTurn() {
            }

            @Override
            public void stop() {
            }
        };
    }

    /** Live brokers, whose epochs are a hundred and their ids. */
    ReplicasFixture withBrokers(Integer... ids) {
        for (int id : ids) {
            register(id, 100 + id, false);
        }
        return this;
    }

    void register(int id, long epoch, boolean fenced) {
        follow(RegisterBrokerRecord.builder().brokerId(id).brokerEpoch(epoch).fenced(fenced)
                .incarnationId(new Uuid(id, epoch)).logDirs(List.of(new Uuid(500, id))).build());
    }

    /** Loads the logs that are on disk, and begins to follow the metadata as it is. */
    void recoverAndStart() {
        boolean[] complete = new boolean[1];
        LogsRecovery recovery = new LogsRecovery(directories, configs, replicas, timers, () -> complete[0] = true);
        recovery.start();
        for (int i = 0; i < 1_000 && !complete[0]; i++) {
            world.turn();
            passMillis(1);
        }
        replicas.recovered(recovery);
        replicas.start(image);
    }

    /** The topic with one partition that these brokers have replicas of and the first leads. */
    ReplicasFixture withTopic(Integer... brokers) {
        MetadataDelta delta = know(topic(brokers));
        replicas.apply(image, delta);
        return this;
    }

    /** As {@link #withTopic}, before the replicas follow the metadata. */
    ReplicasFixture withTopicKnown(Integer... brokers) {
        know(topic(brokers));
        return this;
    }

    private static WireMessage[] topic(Integer... brokers) {
        return new WireMessage[] {TopicRecord.builder().name(TOPIC).topicId(TOPIC_ID).build(),
                PartitionRecord.builder().topicId(TOPIC_ID).partitionId(0).replicas(List.of(brokers))
                        .isr(List.of(brokers)).leader(brokers[0]).leaderEpoch(0).partitionEpoch(0)
                        .directories(Collections.nCopies(brokers.length, Uuid.ZERO)).build()};
    }

    void change(PartitionChangeRecord.Builder change) {
        follow(change.topicId(TOPIC_ID).partitionId(0).build());
    }

    void removeTopic() {
        follow(RemoveTopicRecord.builder().topicId(TOPIC_ID).build());
    }

    /** The topic's configuration changed; what it says is the fixture's. */
    void configsChanged() {
        follow(ConfigRecord.builder().resourceType(ConfigResource.TOPIC).resourceName(TOPIC).name("x").value("y")
                .build());
    }

    private void follow(WireMessage record) {
        MetadataDelta delta = know(record);
        replicas.apply(image, delta);
    }

    private MetadataDelta know(WireMessage... records) {
        MetadataDelta delta = new MetadataDelta(image, applier);
        for (WireMessage record : records) {
            delta.apply(MetadataRecord.of(record), offset++);
        }
        image = delta.after();
        return delta;
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
