package dev.seedlog.replica;

import dev.seedlog.base.HostPort;
import dev.seedlog.base.Uuid;
import dev.seedlog.log.LogHome;
import dev.seedlog.log.LogDirectoryOffline;
import dev.seedlog.log.LogListener;
import dev.seedlog.log.PartitionLog;
import dev.seedlog.log.TopicPartition;
import dev.seedlog.metadata.BrokerImage;
import dev.seedlog.metadata.ClusterImage;
import dev.seedlog.metadata.ConfigResource;
import dev.seedlog.metadata.DirectoryIds;
import dev.seedlog.metadata.MetadataDelta;
import dev.seedlog.metadata.MetadataImage;
import dev.seedlog.metadata.PartitionImage;
import dev.seedlog.metadata.TopicImage;
import dev.seedlog.metadata.TopicPartitionId;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.metadata.RegisterBrokerRecord.BrokerEndpoint;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The replicas of this broker that the shard owns: they follow the metadata, and the turn's end writes what they have
 * queued.
 */
public final class Replicas implements LogListener, BrokerStanding {

    private static final Logger LOG = LoggerFactory.getLogger(Replicas.class);

    private final int brokerId;
    private final LogDirectories directories;
    private final TopicConfigs configs;
    private final AppendTools tools;
    private final PartitionOwners owners;
    private final Map<Uuid, ReplicaTopic> byId = new LinkedHashMap<>();
    private final Map<String, ReplicaTopic> byName = new LinkedHashMap<>();
    private final Map<PartitionLog, Replica> byLog = new LinkedHashMap<>();
    private final Map<TopicPartition, PartitionLog> recovered = new LinkedHashMap<>();
    private final Map<TopicPartition, RuntimeException> unusable = new LinkedHashMap<>();
    private final Set<Replica> moved = new LinkedHashSet<>();
    private final List<Replica> waking = new ArrayList<>();
    private final List<LeadershipListener> listeners = new ArrayList<>();
    private final Replication replication;
    private final LeaderContext context;
    private final FollowerReads followerReads = new FollowerReads();
    private ClusterImage cluster = ClusterImage.EMPTY;
    private boolean stopped;

    /** No replicas yet, no other shard that has some, and no other broker. */
    public Replicas(int brokerId, LogDirectories directories, TopicConfigs configs, AppendTools tools) {
        this(brokerId, directories, configs, tools, PartitionOwners.ONLY, Replication.ALONE);
    }

    /** No replicas yet. */
    public Replicas(int brokerId, LogDirectories directories, TopicConfigs configs, AppendTools tools,
                    PartitionOwners owners, Replication replication) {
        this.owners = owners;
        this.brokerId = brokerId;
        this.directories = directories;
        this.configs = configs;
        this.tools = tools;
        this.replication = replication;
        this.context = new LeaderContext(brokerId, tools, this, replication.lagNanos(), replication.proposals(),
                this::noteMoved);
    }

    /** From now on this one hears who leads what. */
    public void listen(LeadershipListener listener) {
        listeners.add(listener);
    }

    /** The logs that were found on disk; the metadata says what becomes of each. */
    public void recovered(LogsRecovery recovery) {
        recovered.putAll(recovery.loaded());
        unusable.putAll(recovery.failed());
    }

    /** The partition of a topic by name; null if this broker has no replica of it. */
    public Replica find(String topic, int partition) {
        ReplicaTopic found = byName.get(topic);
        return found == null ? null : found.partition(partition);
    }

    /** The partition of a topic by id; null if this broker has no replica of it. */
    public Replica find(Uuid topicId, int partition) {
        ReplicaTopic found = byId.get(topicId);
        return found == null ? null : found.partition(partition);
    }

    /** All replicas, in the order in which their topics came. */
    public List<Replica> all() {
        List<Replica> all = new ArrayList<>();
        byId.values().forEach(topic -> topic.addTo(all));
        return all;
    }

    /** The logs of all replicas that have one. */
    public List<PartitionLog> logs() {
        return List.copyOf(byLog.keySet());
    }

    /** The shard's tools to append with. */
    public AppendTools tools() {
        return tools;
    }

    /** The log directories. */
    public LogDirectories directories() {
        return directories;
    }

    /** Begins to follow the metadata, with all that there is. */
    public void start(MetadataImage image) {
        cluster = image.cluster();
        for (BrokerImage broker : cluster.brokers().values()) {
            locate(broker);
        }
        image.topics().byId().values().forEach(topic -> topic.partitions()
                .forEach((number, partition) -> follow(topic, number, partition)));
        setStraysAside();
    }

    /**
     * What was found on disk and is nobody's by now: its topic was deleted, or its replica moved away, and this broker
     * died before it could follow, or was down meanwhile.
     */
    private void setStraysAside() {
        for (PartitionLog stray : new ArrayList<>(recovered.values())) {
            if (!stray.topicId().isZero()) {
                recovered.remove(stray.partition());
                try {
                    directories.of(stray).setAside(stray);
                } catch (LogDirectoryOffline e) {
                    LOG.warn("{} stays where it is: {}", stray.directory(), e.getMessage());
                }
            }
        }
    }

    /**
     * Follows the metadata. What was appended before is settled first: whoever may be told that it is in the log should
     * not hear instead that this broker does not lead any more.
     */
    public void apply(MetadataImage image, MetadataDelta delta) {
        write();
        cluster = image.cluster();
        for (int changed : delta.brokers()) {
            locate(cluster.broker(changed));
        }
        for (Uuid removed : delta.removedTopics()) {
            ReplicaTopic topic = byId.remove(removed);
            if (topic != null) {
                byName.remove(topic.name(), topic);
                topic.partitions().forEach(replica -> delete(replica, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION));
            }
        }
        for (TopicPartitionId changed : delta.partitions()) {
            TopicImage topic = image.topics().topic(changed.topicId());
            PartitionImage partition = topic == null ? null : topic.partition(changed.partitionId());
            if (partition != null) {
                follow(topic, changed.partitionId(), partition);
            }
        }
        for (ConfigResource changed : delta.configs()) {
            if (changed.type() == ConfigResource.TOPIC) {
                ReplicaTopic topic = byName.get(changed.name());
                if (topic != null) {
                    topic.partitions().forEach(this::configure);
                }
            } else if (changed.type() == ConfigResource.BROKER) {
                all().forEach(this::configure);
            }
        }
    }

    /** Where other brokers are, as they have registered. */
    private void locate(BrokerImage broker) {
        BrokerEndpoint endpoint = broker == null ? null : broker.endpoint(replication.listenerName());
        if (endpoint != null) {
            replication.following().brokerAt(broker.id(), new HostPort(endpoint.host(), endpoint.port()));
        }
    }

    @Override
    public long epoch(int broker) {
        BrokerImage found = cluster.broker(broker);
        return found == null ? NO_EPOCH : found.epoch();
    }

    @Override
    public boolean isActive(int broker) {
        return cluster.isActive(broker);
    }

    /** A directory went offline: its partitions answer KAFKA_STORAGE_ERROR from now on. */
    public void directoryOffline(LogHome directory) {
        for (Replica replica : all()) {
            if (replica.log() != null && directories.of(replica.log()) == directory) {
                end(replica, ErrorCode.KAFKA_STORAGE_ERROR);
                replication.following().unfollow(replica.log());
            }
        }
    }

    /**
     * Leads and follows nothing any more, whatever the metadata says: all that waits is told. What is queued is still
     * written.
     */
    public void stop() {
        stopped = true;
        replication.following().stop();
        replication.proposals().stop();
        replication.directories().stop();
        all().forEach(replica -> end(replica, ErrorCode.NOT_LEADER_OR_FOLLOWER));
    }

    /**
     * Writes what the turn has queued; then those wake who waited for it, and leaders are asked for what is behind it.
     */
    public void endTurn() {
        write();
        if (!stopped) {
            replication.following().endTurn();
            followerReads.endTurn();
            replication.proposals().endTurn();
            replication.directories().endTurn();
        }
    }

    private void write() {
        directories.writeAll();
        while (!moved.isEmpty()) {
            waking.addAll(moved);
            moved.clear();
            for (int i = 0; i < waking.size(); i++) {
                wake(waking.get(i));
            }
            waking.clear();
            // Whoever woke may have appended in turn.
            directories.writeAll();
        }
    }

    @Override
    public void onWritten(PartitionLog log) {
        noteMoved(log);
    }

    @Override
    public void onForced(PartitionLog log) {
        noteMoved(log);
        replication.following().onForced(log);
    }

    @Override
    public void onAppendable(PartitionLog log) {
        replication.following().onAppendable(log);
        Replica replica = byLog.get(log);
        if (replica != null && replica.awaitingLead() != null) {
            lead(replica, replica.awaitingLead());
        }
    }

    @Override
    public void onPrefetched(PartitionLog log) {
        Replica replica = byLog.get(log);
        if (replica != null && replica.follower() != null) {
            replica.follower().onPrefetched();
        }
        noteMoved(log);
    }

    private void wake(Replica replica) {
        if (replica.leader() != null) {
            replica.leader().logMoved();
        }
        for (LeadershipListener listener : listeners) {
            if (replica.leader() != null) {
                listener.onHighWatermark(replica);
            }
        }
    }

    private void noteMoved(PartitionLog log) {
        Replica replica = byLog.get(log);
        if (replica != null) {
            moved.add(replica);
        }
    }

    private void follow(TopicImage topic, int partitionId, PartitionImage partition) {
        if (stopped || !owners.here(topic.name(), partitionId)) {
            return;
        }
        ReplicaTopic found = byId.get(topic.id());
        Replica replica = found == null ? null : found.partition(partitionId);
        if (!partition.replicas().contains(brokerId)) {
            if (replica != null) {
                found.remove(partitionId);
                delete(replica, ErrorCode.NOT_LEADER_OR_FOLLOWER);
            }
            return;
        }
        if (replica == null) {
            if (found == null) {
                found = new ReplicaTopic(topic.name());
                byId.put(topic.id(), found);
                byName.put(topic.name(), found);
            }
            replica = new Replica(topic.id(), topic.name(), partitionId);
            found.put(partitionId, replica);
        }
        if (replica.log() == null) {
            open(replica, partition);
        }
        tellDirectory(replica, partition);
        takeRole(replica, partition);
    }

    private void tellDirectory(Replica replica, PartitionImage partition) {
        LogHome directory = replica.log() == null ? null : directories.of(replica.log());
        if (directory != null && directory.health().isOnline()
                && !directory.directoryId().equals(assigned(partition))) {
            replication.directories().assign(new TopicPartitionId(replica.topicId(), replica.partition()),
                    directory.directoryId());
        }
    }

    private void takeRole(Replica replica, PartitionImage partition) {
        if (replica.log() == null) {
            return;
        }
        if (!directories.of(replica.log()).health().isOnline()) {
            end(replica, ErrorCode.KAFKA_STORAGE_ERROR);
            replication.following().unfollow(replica.log());
        } else if (partition.leader() == brokerId) {
            replication.following().unfollow(replica.log());
            lead(replica, partition);
        } else {
            if (replica.follower() == null || replica.follower().leaderEpoch() != partition.leaderEpoch()) {
                end(replica, ErrorCode.NOT_LEADER_OR_FOLLOWER);
                replica.follow(new PartitionFollower(replica.log(), partition.leaderEpoch(), followerReads::awaited));
            }
            followLeader(replica, partition);
        }
    }

    private void followLeader(Replica replica, PartitionImage partition) {
        if (!partition.hasLeader()) {
            replication.following().unfollow(replica.log());
        } else if (replication.following().epochOf(replica.log()) != partition.leaderEpoch()) {
            try {
                replication.following().follow(partition.leader(), replica.topicId(), replica.log(),
                        partition.leaderEpoch());
            } catch (LogDirectoryOffline e) {
                LOG.debug("{} is not followed: {}", replica, e.getMessage());
            }
        }
    }

    private void lead(Replica replica, PartitionImage partition) {
        if (replica.leader() != null && replica.leader().leaderEpoch() >= partition.leaderEpoch()) {
            replica.leader().update(partition);
            return;
        }
        end(replica, ErrorCode.NOT_LEADER_OR_FOLLOWER);
        if (!replica.log().isAppendable()) {
            // What it has cut away as a follower must be gone for good first.
            replica.awaitLead(partition);
            return;
        }
        replica.lead(new PartitionLeader(replica.log(), partition, configs.settings(replica.topic()), context));
        listeners.forEach(listener -> listener.onLeading(replica));
    }

    /** Uses the log that was found on disk, if it is this topic's, or makes one. */
    private void open(Replica replica, PartitionImage partition) {
        TopicPartition name = new TopicPartition(replica.topic(), replica.partition());
        RuntimeException problem = unusable.get(name);
        if (problem != null) {
            end(replica, ErrorCode.KAFKA_STORAGE_ERROR);
            return;
        }
        try {
            PartitionLog log = recovered.remove(name);
            if (log != null && !log.topicId().equals(replica.topicId()) && !log.topicId().isZero()) {
                LOG.info("deleting {}: it belongs to an earlier topic of that name", log.directory());
                directories.of(log).delete(log);
                log = null;
            }
            if (log == null) {
                LogHome directory = directories.place(assigned(partition), isUnused(partition));
                if (directory == null) {
                    end(replica, ErrorCode.KAFKA_STORAGE_ERROR);
                    return;
                }
                log = directory.create(name, replica.topicId(), configs.log(replica.topic()), this);
            } else if (log.topicId().isZero()) {
                log.rememberTopicId(replica.topicId());
            }
            replica.opened(log);
            byLog.put(log, replica);
            directories.added(log);
            configure(replica);
        } catch (LogDirectoryOffline e) {
            end(replica, ErrorCode.KAFKA_STORAGE_ERROR);
        }
    }

    /** Whether nobody has led it but who began: each start of the broker after that has changed both epochs. */
    private static boolean isUnused(PartitionImage partition) {
        return partition.leaderEpoch() == 0 && partition.partitionEpoch() == 0;
    }

    private Uuid assigned(PartitionImage partition) {
        for (int i = 0; i < partition.replicas().size(); i++) {
            if (partition.replicas().getInt(i) == brokerId) {
                return partition.assignment().directories().get(i);
            }
        }
        return DirectoryIds.UNASSIGNED;
    }

    private void configure(Replica replica) {
        if (replica.log() != null) {
            replica.log().updateConfig(configs.log(replica.topic()));
        }
        if (replica.leader() != null) {
            replica.leader().updateSettings(configs.settings(replica.topic()));
        }
    }

    private void end(Replica replica, ErrorCode why) {
        boolean led = replica.leader() != null;
        replica.end(why);
        if (led) {
            listeners.forEach(listener -> listener.onEnded(replica));
        }
    }

    private void delete(Replica replica, ErrorCode why) {
        end(replica, why);
        PartitionLog log = replica.log();
        moved.remove(replica);
        if (log == null) {
            return;
        }
        byLog.remove(log);
        replication.following().unfollow(log);
        directories.removed(log);
        try {
            directories.of(log).delete(log);
        } catch (LogDirectoryOffline e) {
            LOG.warn("the log of {} stays where it is: {}", replica, e.getMessage());
        }
    }

    /** The partitions of one topic that this broker has a replica of. */
    private static final class ReplicaTopic {
        private final String name;
        private final List<Replica> byNumber = new ArrayList<>();

        private ReplicaTopic(String name) {
            this.name = name;
        }

        String name() {
            return name;
        }

        Replica partition(int number) {
            return number >= 0 && number < byNumber.size() ? byNumber.get(number) : null;
        }

        void put(int number, Replica replica) {
            while (byNumber.size() <= number) {
                byNumber.add(null);
            }
            byNumber.set(number, replica);
        }

        void remove(int number) {
            byNumber.set(number, null);
        }

        Collection<Replica> partitions() {
            List<Replica> present = new ArrayList<>();
            addTo(present);
            return Collections.unmodifiableList(present);
        }

        void addTo(List<Replica> all) {
            for (Replica replica : byNumber) {
                if (replica != null) {
                    all.add(replica);
                }
            }
        }
    }
}
