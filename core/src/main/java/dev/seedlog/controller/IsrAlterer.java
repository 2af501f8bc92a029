package dev.seedlog.controller;

import dev.seedlog.base.Uuid;
import dev.seedlog.machine.Decision;
import dev.seedlog.metadata.BrokerImage;
import dev.seedlog.metadata.LeaderRecoveryState;
import dev.seedlog.metadata.MetadataImage;
import dev.seedlog.metadata.MetadataRecord;
import dev.seedlog.metadata.PartitionImage;
import dev.seedlog.metadata.TopicImage;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.AlterPartitionRequest;
import dev.seedlog.wire.message.AlterPartitionRequest.BrokerState;
import dev.seedlog.wire.message.AlterPartitionResponse;
import dev.seedlog.wire.message.AlterPartitionResponse.PartitionData;
import dev.seedlog.wire.message.AlterPartitionResponse.TopicData;
import dev.seedlog.wire.metadata.PartitionChangeRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** AlterPartition, versions 2 and 3 (KIP-497): a leader proposes its ISR, or says that it has recovered. */
final class IsrAlterer {

    private static final long ANY_EPOCH = -1;

    private final MetadataImage image;
    private final LeadershipChanges changes;
    private final List<MetadataRecord> records = new ArrayList<>();

    IsrAlterer(MetadataImage image, ConfigSchema schema) {
        this.image = image;
        this.changes = new LeadershipChanges(image, schema);
    }

    Decision<MetadataRecord, AlterPartitionResponse> decide(AlterPartitionRequest request) {
        BrokerEpochs.require(image.cluster(), request.brokerId(), request.brokerEpoch());
        List<TopicData> results = new ArrayList<>();
        for (AlterPartitionRequest.TopicData asked : request.topics()) {
            List<PartitionData> partitions = new ArrayList<>();
            for (AlterPartitionRequest.PartitionData partition : asked.partitions()) {
                partitions.add(alter(request.brokerId(), asked.topicId(), partition));
            }
            results.add(TopicData.builder().topicId(asked.topicId()).partitions(partitions).build());
        }
        return Decision.splittable(records, AlterPartitionResponse.builder().topics(results).build());
    }

    private PartitionData alter(int broker, Uuid topicId, AlterPartitionRequest.PartitionData asked) {
        int id = asked.partitionIndex();
        TopicImage topic = image.topics().topic(topicId);
        if (topic == null) {
            return refused(id, ErrorCode.UNKNOWN_TOPIC_ID);
        }
        PartitionImage partition = topic.partition(id);
        if (partition == null) {
            return refused(id, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
        }
        List<BrokerState> members = members(asked);
        ErrorCode problem = problem(broker, partition, asked, members);
        if (problem != ErrorCode.NONE) {
            return refused(id, problem);
        }
        List<Integer> isr = new ArrayList<>();
        members.forEach(member -> isr.add(member.brokerId()));
        MetadataRecord record = changes.changer(topic, partition, image.cluster()::isActive)
                .election(changes.uncleanElectionEnabled(topic.name()) ? Election.UNCLEAN : Election.ONLINE)
                .isr(isr)
                .recovery(LeaderRecoveryState.ofCode(asked.leaderRecoveryState()))
                .change(topicId, id);
        PartitionImage after = partition;
        if (record != null) {
            records.add(record);
            after = partition.changedBy((PartitionChangeRecord) record.value());
        }
        if (after.leader() != broker) {
            // A reassignment is complete, and the one who asked is no longer part of it.
            return refused(id, ErrorCode.NEW_LEADER_ELECTED);
        }
        return PartitionData.builder().partitionIndex(id).leaderId(after.leader()).leaderEpoch(after.leaderEpoch())
                .isr(after.isr()).leaderRecoveryState(after.recovery().code()).partitionEpoch(after.partitionEpoch())
                .build();
    }

    /** Version 2 has broker ids alone, without the epochs that tell a broker from its next incarnation (KIP-903). */
    private static List<BrokerState> members(AlterPartitionRequest.PartitionData asked) {
        if (asked.newIsr().isEmpty()) {
            return asked.newIsrWithEpochs();
        }
        List<BrokerState> members = new ArrayList<>();
        for (int broker : asked.newIsr()) {
            members.add(BrokerState.builder().brokerId(broker).brokerEpoch(ANY_EPOCH).build());
        }
        return members;
    }

    private ErrorCode problem(int broker, PartitionImage partition, AlterPartitionRequest.PartitionData asked,
                              List<BrokerState> members) {
        if (asked.leaderEpoch() > partition.leaderEpoch() || asked.partitionEpoch() > partition.partitionEpoch()) {
            // The broker knows more than this controller, so there is a newer one.
            return ErrorCode.NOT_CONTROLLER;
        }
        if (asked.leaderEpoch() < partition.leaderEpoch()) {
            return ErrorCode.FENCED_LEADER_EPOCH;
        }
        if (broker != partition.leader()) {
            return ErrorCode.INVALID_REQUEST;
        }
        if (asked.partitionEpoch() < partition.partitionEpoch()) {
            return ErrorCode.INVALID_UPDATE_VERSION;
        }
        if (!isIsrOf(partition, members)) {
            return ErrorCode.INVALID_REQUEST;
        }
        LeaderRecoveryState recovery = LeaderRecoveryState.ofCode(asked.leaderRecoveryState());
        if (recovery == null || recovery == LeaderRecoveryState.RECOVERING
                && (members.size() > 1 || partition.recovery() == LeaderRecoveryState.RECOVERED)) {
            return ErrorCode.INVALID_REQUEST;
        }
        for (BrokerState member : members) {
            BrokerImage registered = image.cluster().broker(member.brokerId());
            boolean sameEpoch = registered != null
                    && (member.brokerEpoch() == ANY_EPOCH || member.brokerEpoch() == registered.epoch());
            if (!sameEpoch || !registered.isActive()) {
                return ErrorCode.INELIGIBLE_REPLICA;
            }
        }
        return ErrorCode.NONE;
    }

    private static boolean isIsrOf(PartitionImage partition, List<BrokerState> members) {
        TreeSet<Integer> ids = new TreeSet<>();
        for (BrokerState member : members) {
            if (!ids.add(member.brokerId()) || !partition.replicas().containsInt(member.brokerId())) {
                return false;
            }
        }
        return ids.contains(partition.leader());
    }

    private static PartitionData refused(int partition, ErrorCode error) {
        return PartitionData.builder().partitionIndex(partition).errorCode(error.code()).build();
    }
}
