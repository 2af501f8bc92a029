package dev.seedlog.controller;

import dev.seedlog.base.Uuid;
import dev.seedlog.metadata.BrokerImage;
import dev.seedlog.metadata.DirectoryIds;
import dev.seedlog.metadata.MetadataImage;
import dev.seedlog.metadata.MetadataRecord;
import dev.seedlog.metadata.PartitionImage;
import dev.seedlog.metadata.TopicImage;
import dev.seedlog.wire.IntList;
import dev.seedlog.wire.metadata.PartitionChangeRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/** Which partitions change when a broker goes or comes, and how. */
final class LeadershipChanges {

    private static final byte RECOVERING = 1;
    private static final String MIN_IN_SYNC_REPLICAS = "min.insync.replicas";
    private static final String UNCLEAN_LEADER_ELECTION = "unclean.leader.election.enable";

    private final MetadataImage image;
    private final ConfigSchema schema;
    private final PartitionChanger.Rules rules;

    LeadershipChanges(MetadataImage image, ConfigSchema schema) {
        this.image = image;
        this.schema = schema;
        this.rules = new PartitionChanger.Rules(image.metadataVersion(),
                image.features().eligibleLeaderReplicasEnabled());
    }

    /** A broker is no longer in any ISR: it is fenced, or shuts down. */
    List<MetadataRecord> brokerGone(int broker) {
        return changes(partition -> partition.isr().containsInt(broker), broker, -1, List.of());
    }

    /**
     * Whether a partition would have no leader after a broker is gone, or one that was elected though it may lack
     * records.
     */
    boolean costsMoreThanAnElection(int broker) {
        for (MetadataRecord record : brokerGone(broker)) {
            PartitionChangeRecord change = (PartitionChangeRecord) record.value();
            if (change.leader() == PartitionImage.NO_LEADER
                    || change.leaderRecoveryState() == RECOVERING) {
                return true;
            }
        }
        return false;
    }

    /** A broker is gone for good, so it is no longer eligible to lead either. */
    List<MetadataRecord> brokerUnregistered(int broker) {
        return uncleanShutdown(broker);
    }

    /** A broker lost what it had not forced: it is neither in an ISR nor eligible to lead. */
    List<MetadataRecord> uncleanShutdown(int broker) {
        return changes(partition -> isInSyncOrEligible(partition, broker), broker, -1, List.of(broker));
    }

    /**
     * A broker is a new process that has all that the last one had, in these log directories: it leads nothing until it
     * is unfenced, but stays in every ISR and eligible to lead. What it had in other directories is lost.
     */
    List<MetadataRecord> brokerRestarted(BrokerImage before, List<Uuid> directories) {
        int broker = before.id();
        boolean hasAll = directories.containsAll(before.logDirs());
        List<MetadataRecord> records = new ArrayList<>();
        IntPredicate active = id -> id != broker && image.cluster().isActive(id);
        for (TopicImage topic : image.topics().byId().values()) {
            for (Map.Entry<Integer, PartitionImage> entry : topic.partitions()) {
                PartitionImage partition = entry.getValue();
                Uuid directory = partition.assignment().directory(broker);
                boolean kept = directory == null || directories.isEmpty() || directories.contains(directory)
                        || hasAll && DirectoryIds.isOnline(directory, directories);
                if (kept ? partition.leader() == broker : isInSyncOrEligible(partition, broker)) {
                    // For one that is about to be back nobody else is elected who lacks something.
                    PartitionChanger changer = changer(topic, partition, active);
                    if (!kept) {
                        changer.election(election(topic)).uncleanShutdown(List.of(broker))
                                .isr(without(partition.isr(), broker));
                    }
                    add(records, changer.change(topic.id(), entry.getKey()));
                }
            }
        }
        return records;
    }

    private static boolean isInSyncOrEligible(PartitionImage partition, int broker) {
        return partition.isr().containsInt(broker) || partition.elr().containsInt(broker);
    }

    private Election election(TopicImage topic) {
        return uncleanElectionEnabled(topic.name()) ? Election.UNCLEAN : Election.ONLINE;
    }

    private static void add(List<MetadataRecord> records, MetadataRecord record) {
        if (record != null) {
            records.add(record);
        }
    }

    /** A broker is live: partitions without a leader may have one now. */
    List<MetadataRecord> brokerLive(int broker) {
        return changes(partition -> !partition.hasLeader(), -1, broker, List.of());
    }

    /** A broker's directory went offline, with the replicas in it. */
    List<MetadataRecord> directoryOffline(int broker, Uuid directory) {
        return changes(partition -> directory.equals(partition.assignment().directory(broker))
                && partition.isr().containsInt(broker), broker, -1, List.of());
    }

    /** Partitions whose preferred replica could lead and does not, at most {@code limit}. */
    List<MetadataRecord> preferredLeaders(int limit) {
        List<MetadataRecord> records = new ArrayList<>();
        for (TopicImage topic : image.topics().byId().values()) {
            for (Map.Entry<Integer, PartitionImage> entry : topic.partitions()) {
                PartitionImage partition = entry.getValue();
                if (records.size() < limit && partition.leader() != partition.preferredLeader()) {
                    MetadataRecord record = changer(topic, partition, image.cluster()::isActive)
                            .election(Election.PREFERRED).change(topic.id(), entry.getKey());
                    if (record != null) {
                        records.add(record);
                    }
                }
            }
        }
        return records;
    }

    private List<MetadataRecord> changes(Predicate<PartitionImage> affected, int gone, int live,
                                         List<Integer> uncleanShutdown) {
        List<MetadataRecord> records = new ArrayList<>();
        IntPredicate active = id -> id != gone && (id == live || image.cluster().isActive(id));
        for (TopicImage topic : image.topics().byId().values()) {
            for (Map.Entry<Integer, PartitionImage> entry : topic.partitions()) {
                if (!affected.test(entry.getValue())) {
                    continue;
                }
                add(records, changer(topic, entry.getValue(), active)
                        .election(election(topic))
                        .uncleanShutdown(uncleanShutdown)
                        .isr(without(entry.getValue().isr(), gone))
                        .change(topic.id(), entry.getKey()));
            }
        }
        return records;
    }

    /**
     * The change after which a broker has its replica in another directory. If that is online, the replica may lead
     * there; if not, it is lost with the directory.
     */
    MetadataRecord inDirectory(TopicImage topic, int partitionId, int broker, Uuid directory) {
        PartitionImage partition = topic.partition(partitionId);
        boolean online = image.cluster().broker(broker).hasOnlineDirectory(directory);
        IntPredicate others = inOnlineDirectory(partition, image.cluster()::isActive);
        PartitionChanger changer = new PartitionChanger(partition, rules,
                id -> id == broker ? online && image.cluster().isActive(id) : others.test(id), minIsr(topic.name()),
                id -> NewPartitions.directory(image, id));
        return changer.election(election(topic))
                .directory(broker, directory).isr(online ? partition.isr() : without(partition.isr(), broker))
                .change(topic.id(), partitionId);
    }

    /** A change of a partition, led by a broker that is active and has the replica's directory online. */
    PartitionChanger changer(TopicImage topic, PartitionImage partition, IntPredicate active) {
        return new PartitionChanger(partition, rules, inOnlineDirectory(partition, active), minIsr(topic.name()),
                id -> NewPartitions.directory(image, id));
    }

    private IntPredicate inOnlineDirectory(PartitionImage partition, IntPredicate active) {
        return id -> {
            BrokerImage broker = image.cluster().broker(id);
            Uuid directory = partition.assignment().directory(id);
            return active.test(id) && broker != null && directory != null && broker.hasOnlineDirectory(directory);
        };
    }

    boolean uncleanElectionEnabled(String topic) {
        return "true".equals(schema.effectiveTopicValue(image.configs(), topic, UNCLEAN_LEADER_ELECTION));
    }

    private int minIsr(String topic) {
        String value = schema.effectiveTopicValue(image.configs(), topic, MIN_IN_SYNC_REPLICAS);
        return value == null ? 1 : Integer.parseInt(value);
    }

    private static IntList without(IntList isr, int broker) {
        if (!isr.containsInt(broker)) {
            return isr;
        }
        List<Integer> kept = new ArrayList<>(isr);
        kept.remove(Integer.valueOf(broker));
        return IntList.copyOf(kept);
    }
}
