package dev.seedlog.metadata;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.base.Uuid;
import dev.seedlog.env.RandomSource;
import dev.seedlog.wire.IntList;
import dev.seedlog.wire.WireMessage;
import dev.seedlog.wire.metadata.AccessControlEntryRecord;
import dev.seedlog.wire.metadata.BrokerRegistrationChangeRecord;
import dev.seedlog.wire.metadata.ClearElrRecord;
import dev.seedlog.wire.metadata.ClientQuotaRecord;
import dev.seedlog.wire.metadata.ConfigRecord;
import dev.seedlog.wire.metadata.DelegationTokenRecord;
import dev.seedlog.wire.metadata.FeatureLevelRecord;
import dev.seedlog.wire.metadata.FenceBrokerRecord;
import dev.seedlog.wire.metadata.NoOpRecord;
import dev.seedlog.wire.metadata.PartitionChangeRecord;
import dev.seedlog.wire.metadata.PartitionRecord;
import dev.seedlog.wire.metadata.ProducerIdsRecord;
import dev.seedlog.wire.metadata.RegisterBrokerRecord;
import dev.seedlog.wire.metadata.RegisterBrokerRecord.BrokerEndpoint;
import dev.seedlog.wire.metadata.RegisterBrokerRecord.BrokerFeature;
import dev.seedlog.wire.metadata.RegisterControllerRecord;
import dev.seedlog.wire.metadata.RemoveAccessControlEntryRecord;
import dev.seedlog.wire.metadata.RemoveDelegationTokenRecord;
import dev.seedlog.wire.metadata.RemoveTopicRecord;
import dev.seedlog.wire.metadata.RemoveUserScramCredentialRecord;
import dev.seedlog.wire.metadata.TopicRecord;
import dev.seedlog.wire.metadata.UnfenceBrokerRecord;
import dev.seedlog.wire.metadata.UnregisterBrokerRecord;
import dev.seedlog.wire.metadata.UserScramCredentialRecord;
import dev.seedlog.wire.metadata.ZkMigrationStateRecord;
import java.util.ArrayList;
import java.util.List;

/** A metadata log that could have happened: every record fits the image that the ones before it make. */
final class RandomHistory {

    private static final int NODES = 4;
    private static final int NAMES = 6;

    private final RandomSource random;
    private final RecordApplier applier = new RecordApplier(SupportedFeatures.CURRENT);
    private MetadataImage image = MetadataImage.EMPTY;
    private long offset;

    RandomHistory(RandomSource random) {
        this.random = random;
    }

    MetadataImage image() {
        return image;
    }

    /** The next record; the image has it afterwards. */
    MetadataRecord next() {
        MetadataRecord record = offset == 0 ? metadataVersion() : draw();
        image = applier.apply(image, record, offset);
        offset++;
        return record;
    }

    private MetadataRecord metadataVersion() {
        int levels = MetadataVersion.LATEST.level() - MetadataVersion.V4_3_IV0.level() + 1;
        int level = MetadataVersion.LATEST.level() - random.nextInt(levels);
        return MetadataRecord.of(FeatureLevelRecord.builder().name(MetadataVersion.FEATURE)
                .featureLevel((short) level).build());
    }

    private MetadataRecord draw() {
        return switch (random.nextInt(5)) {
            case 0 -> node();
            case 1, 2 -> topic();
            case 3 -> setting();
            default -> security();
        };
    }

    private MetadataRecord node() {
        int id = random.nextInt(NODES);
        BrokerImage broker = image.cluster().broker(id);
        if (broker == null || random.nextInt(3) == 0) {
            return random.nextInt(4) == 0 ? MetadataRecord.of(RegisterControllerRecord.builder().controllerId(id)
                    .incarnationId(uuid()).build()) : MetadataRecord.of(registration(id), 4);
        }
        return switch (random.nextInt(4)) {
            case 0 -> MetadataRecord.of(UnregisterBrokerRecord.builder().brokerId(id).brokerEpoch(broker.epoch())
                    .build());
            case 1 -> MetadataRecord.of(FenceBrokerRecord.builder().id(id).epoch(broker.epoch()).build());
            case 2 -> MetadataRecord.of(UnfenceBrokerRecord.builder().id(id).epoch(broker.epoch()).build());
            default -> MetadataRecord.of(BrokerRegistrationChangeRecord.builder().brokerId(id)
                    .brokerEpoch(broker.epoch())
                    .fenced((byte) (random.nextInt(3) - 1)).inControlledShutdown((byte) random.nextInt(2))
                    .logDirs(random.nextInt(2) == 0 ? List.of() : List.of(uuid()))
                    .cordonedLogDirs(random.nextInt(2) == 0 ? null : List.of(uuid())).build(), 3);
        };
    }

    private RegisterBrokerRecord registration(int id) {
        return RegisterBrokerRecord.builder().brokerId(id).brokerEpoch(offset).incarnationId(uuid())
                .endPoints(List.of(BrokerEndpoint.builder().name("PLAINTEXT").host("h" + id).port(9092).build()))
                .features(List.of(BrokerFeature.builder().name(MetadataVersion.FEATURE)
                        .minSupportedVersion((short) 7).maxSupportedVersion((short) 30).build()))
                .rack(random.nextInt(2) == 0 ? null : "r" + random.nextInt(2)).fenced(random.nextInt(2) == 0)
                .logDirs(List.of(uuid(), uuid())).cordonedLogDirs(random.nextInt(2) == 0 ? List.of() : List.of(uuid()))
                .build();
    }

    private MetadataRecord topic() {
        String name = name();
        TopicImage topic = image.topics().topic(name);
        if (topic == null) {
            return MetadataRecord.of(TopicRecord.builder().name(name).topicId(uuid()).build());
        }
        if (topic.partitions().isEmpty() || random.nextInt(3) == 0) {
            return MetadataRecord.of(PartitionRecord.builder().topicId(topic.id()).partitionId(topic.partitionCount())
                    .replicas(IntList.of(0, 1)).isr(IntList.of(1)).leader(1).leaderEpoch(0).partitionEpoch(0)
                    .directories(List.of(uuid(), DirectoryIds.UNASSIGNED))
                    .eligibleLeaderReplicas(random.nextInt(2) == 0 ? null : IntList.of(0)).build(), 2);
        }
        return switch (random.nextInt(8)) {
            case 0 -> MetadataRecord.of(RemoveTopicRecord.builder().topicId(topic.id()).build());
            case 1 -> MetadataRecord.of(ClearElrRecord.builder().topicName(random.nextInt(2) == 0 ? "" : name).build());
            default -> change(topic);
        };
    }

    private MetadataRecord change(TopicImage topic) {
        PartitionChangeRecord.Builder change = PartitionChangeRecord.builder().topicId(topic.id())
                .partitionId(random.nextInt(topic.partitionCount()));
        switch (random.nextInt(6)) {
            case 0 -> change.isr(IntList.of(0)).leader(0);
            case 1 -> change.leader(PartitionImage.NO_LEADER).leaderRecoveryState((byte) random.nextInt(2));
            case 2 -> change.replicas(IntList.of(2, 0, 1)).directories(List.of(uuid(), uuid(), uuid()))
                    .addingReplicas(IntList.of(2));
            case 3 -> change.removingReplicas(IntList.of(1));
            case 4 -> change.isr(IntList.empty()).eligibleLeaderReplicas(IntList.of(1)).lastKnownElr(IntList.of(0));
            default -> change.lastKnownElr(IntList.empty()).addingReplicas(IntList.empty());
        }
        return MetadataRecord.of(change.build(), 2);
    }

    private MetadataRecord setting() {
        byte[] types = {ConfigResource.TOPIC, ConfigResource.BROKER, ConfigResource.GROUP, 77};
        WireMessage record = switch (random.nextInt(6)) {
            case 0 -> ProducerIdsRecord.builder().brokerId(0).brokerEpoch(1)
                    .nextProducerId(Math.max(0, image.nextProducerId()) + 1000).build();
            case 1 -> NoOpRecord.builder().build();
            case 2 -> ZkMigrationStateRecord.builder().zkMigrationState((byte) 0).build();
            case 3 -> FeatureLevelRecord.builder().name(SupportedFeatures.ELIGIBLE_LEADER_REPLICAS)
                    .featureLevel((short) random.nextInt(2)).build();
            default -> ConfigRecord.builder().resourceType(types[random.nextInt(types.length)]).resourceName(name())
                    .name("key" + random.nextInt(3)).value(random.nextInt(3) == 0 ? null : "v" + random.nextInt(9))
                    .build();
        };
        return MetadataRecord.of(record);
    }

    private MetadataRecord security() {
        List<WireMessage> possible = new ArrayList<>();
        for (Uuid acl : image.security().acls().keys()) {
            possible.add(RemoveAccessControlEntryRecord.builder().id(acl).build());
        }
        for (ScramUser user : image.security().scram().keys()) {
            possible.add(RemoveUserScramCredentialRecord.builder().name(user.name()).mechanism(user.mechanism())
                    .build());
        }
        for (String token : image.security().tokens().keys()) {
            possible.add(RemoveDelegationTokenRecord.builder().tokenId(token).build());
        }
        possible.add(AccessControlEntryRecord.builder().id(uuid()).resourceType((byte) 2).resourceName(name())
                .patternType((byte) 3).principal("User:a").host("*").operation((byte) 3).permissionType((byte) 3)
                .build());
        possible.add(UserScramCredentialRecord.builder().name(name()).mechanism((byte) (1 + random.nextInt(2)))
                .salt(BufferSlice.of(new byte[] {1, (byte) random.nextInt(9)}))
                .storedKey(BufferSlice.of(new byte[] {2})).serverKey(BufferSlice.EMPTY).iterations(4096).build());
        possible.add(DelegationTokenRecord.builder().tokenId(name()).owner("User:a").requester("User:b")
                .renewers(List.of("User:c")).issueTimestamp(1).maxTimestamp(2).expirationTimestamp(offset).build());
        possible.add(ClientQuotaRecord.builder().entity(List.of(
                        ClientQuotaRecord.EntityData.builder().entityType("user")
                                .entityName(random.nextInt(2) == 0 ? null : name()).build(),
                        ClientQuotaRecord.EntityData.builder().entityType("client-id").entityName("c").build()))
                .key("producer_byte_rate").value(random.nextInt(1000)).remove(random.nextInt(3) == 0).build());
        return MetadataRecord.of(possible.get(random.nextInt(possible.size())));
    }

    private String name() {
        return "name-" + random.nextInt(NAMES);
    }

    private Uuid uuid() {
        return new Uuid(random.nextLong(), random.nextLong());
    }
}
