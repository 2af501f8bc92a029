package dev.seedlog.controller;

import dev.seedlog.env.RandomSource;
import dev.seedlog.machine.Command;
import dev.seedlog.machine.Decision;
import dev.seedlog.machine.DecisionPoint;
import dev.seedlog.machine.ReplicatedMachine;
import dev.seedlog.metadata.BootstrapRecords;
import dev.seedlog.metadata.BrokerImage;
import dev.seedlog.metadata.MetadataImage;
import dev.seedlog.metadata.MetadataRecord;
import dev.seedlog.metadata.RecordApplier;
import dev.seedlog.metadata.SupportedFeatures;
import dev.seedlog.wire.message.AllocateProducerIdsRequest;
import dev.seedlog.wire.message.AllocateProducerIdsResponse;
import dev.seedlog.wire.message.AlterConfigsRequest;
import dev.seedlog.wire.message.AlterConfigsResponse;
import dev.seedlog.wire.message.AlterPartitionReassignmentsRequest;
import dev.seedlog.wire.message.AlterPartitionReassignmentsResponse;
import dev.seedlog.wire.message.AlterPartitionRequest;
import dev.seedlog.wire.message.AlterPartitionResponse;
import dev.seedlog.wire.message.AssignReplicasToDirsRequest;
import dev.seedlog.wire.message.AssignReplicasToDirsResponse;
import dev.seedlog.wire.message.BrokerHeartbeatRequest;
import dev.seedlog.wire.message.BrokerHeartbeatResponse;
import dev.seedlog.wire.message.BrokerRegistrationRequest;
import dev.seedlog.wire.message.BrokerRegistrationResponse;
import dev.seedlog.wire.message.ControllerRegistrationRequest;
import dev.seedlog.wire.message.ControllerRegistrationResponse;
import dev.seedlog.wire.message.CreatePartitionsRequest;
import dev.seedlog.wire.message.CreatePartitionsResponse;
import dev.seedlog.wire.message.CreateTopicsRequest;
import dev.seedlog.wire.message.CreateTopicsResponse;
import dev.seedlog.wire.message.DeleteTopicsRequest;
import dev.seedlog.wire.message.DeleteTopicsResponse;
import dev.seedlog.wire.message.ElectLeadersRequest;
import dev.seedlog.wire.message.ElectLeadersResponse;
import dev.seedlog.wire.message.IncrementalAlterConfigsRequest;
import dev.seedlog.wire.message.IncrementalAlterConfigsResponse;
import dev.seedlog.wire.message.ListPartitionReassignmentsRequest;
import dev.seedlog.wire.message.ListPartitionReassignmentsResponse;
import dev.seedlog.wire.message.UnregisterBrokerRequest;
import dev.seedlog.wire.message.UnregisterBrokerResponse;
import dev.seedlog.wire.message.UpdateFeaturesRequest;
import dev.seedlog.wire.message.UpdateFeaturesResponse;
import dev.seedlog.wire.metadata.RegisterBrokerRecord;
import dev.seedlog.wire.metadata.UnregisterBrokerRecord;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The controller as a machine on {@code __cluster_metadata}: the latest image, committed or not, and the sessions of
 * brokers. Its commands are decided by one class each.
 */
public final class Controller implements ReplicatedMachine<MetadataRecord> {

    private static final int MAX_ELECTIONS_AT_ONCE = 1_000;

    private final ControllerSettings settings;
    private final ConfigSchema schema;
    private final RandomSource random;
    private final List<MetadataRecord> bootstrap;
    private final SupportedFeatures supported;
    private final RecordApplier applier;
    private final BrokerSessions sessions;
    private final Map<Integer, Long> registrationOffsets = new TreeMap<>();
    private MetadataImage image = MetadataImage.EMPTY;
    private MetadataImage beforeTransaction;
    private boolean active;
    private long nextRebalanceNanos = NEVER;

    /**
     * A controller without state.
     *
     * @param random for the ids of topics and the placement of replicas
     * @param bootstrap the records of {@code bootstrap.checkpoint}, for a log that is empty
     */
    public Controller(ControllerSettings settings, ConfigSchema schema, RandomSource random,
                      List<MetadataRecord> bootstrap, SupportedFeatures supported) {
        this.settings = settings;
        this.schema = schema;
        this.random = random;
        this.bootstrap = List.copyOf(bootstrap);
        this.supported = supported;
        this.applier = new RecordApplier(supported);
        this.sessions = new BrokerSessions(settings.sessionTimeoutNanos());
    }

    /** The latest image; what it shows may not be committed. */
    public MetadataImage image() {
        return image;
    }

    @Override
    public void reset() {
        image = MetadataImage.EMPTY;
        beforeTransaction = null;
        registrationOffsets.clear();
        sessions.clear();
        active = false;
        nextRebalanceNanos = NEVER;
    }

    @Override
    public void apply(MetadataRecord record, long offset) {
        switch (record.type()) {
            case BEGIN_TRANSACTION -> beforeTransaction = image;
            case END_TRANSACTION -> beforeTransaction = null;
            case ABORT_TRANSACTION -> {
                image = beforeTransaction == null ? image : beforeTransaction;
                beforeTransaction = null;
            }
            default -> image = applier.apply(image, record, offset);
        }
        if (record.value() instanceof RegisterBrokerRecord registration) {
            Long before = registrationOffsets.put(registration.brokerId(), offset);
            boolean newProcess = before == null || registration.brokerEpoch() > before;
            if (newProcess) {
                sessions.begin(registration.brokerId());
            }
        } else if (record.value() instanceof UnregisterBrokerRecord gone) {
            registrationOffsets.remove(gone.brokerId());
            sessions.end(gone.brokerId());
        }
    }

    /**
     * Begins to decide.
     *
     * @throws dev.seedlog.metadata.UnsupportedFeatureException if the cluster has finalized what this node does not
     *     have
     */
    @Override
    public Decision<MetadataRecord, ?> activate(DecisionPoint at) {
        MetadataImage certain = beforeTransaction == null ? image : beforeTransaction;
        supported.check(certain.features());
        active = true;
        sessions.beginAll(certain.cluster(), at.nowNanos());
        scheduleRebalance(at);
        if (!certain.isEmpty()) {
            return beforeTransaction == null ? Decision.read(null)
                    : Decision.atomic(List.of(BootstrapRecords.abortTransaction()), null);
        }
        List<MetadataRecord> first = BootstrapRecords.firstRecords(bootstrap, settings.minInSyncReplicas());
        if (beforeTransaction != null) {
            first.add(0, BootstrapRecords.abortTransaction());
        }
        return Decision.atomic(first, null);
    }

    @Override
    public long nextDeadlineNanos() {
        return active ? Math.min(sessions.nextDeadlineNanos(image.cluster()), nextRebalanceNanos) : NEVER;
    }

    /** Fences a broker that was not heard of, one at a time so that the next sees what the last has brought about. */
    @Override
    public Decision<MetadataRecord, ?> onDeadline(DecisionPoint at) {
        for (int stale = sessions.stale(image.cluster(), at.nowNanos()); stale >= 0;
                stale = sessions.stale(image.cluster(), at.nowNanos())) {
            BrokerImage broker = image.cluster().broker(stale);
            List<MetadataRecord> records = new HeartbeatHandler(image, schema, sessions).fence(broker, at);
            if (!records.isEmpty()) {
                return Decision.splittable(records, null);
            }
        }
        if (at.nowNanos() < nextRebalanceNanos) {
            return Decision.read(null);
        }
        List<MetadataRecord> elections = new LeadershipChanges(image, schema).preferredLeaders(MAX_ELECTIONS_AT_ONCE);
        if (elections.size() < MAX_ELECTIONS_AT_ONCE) {
            scheduleRebalance(at);
        }
        return Decision.splittable(elections, null);
    }

    private void scheduleRebalance(DecisionPoint at) {
        nextRebalanceNanos = settings.rebalanceIntervalNanos() == 0 ? NEVER
                : at.nowNanos() + settings.rebalanceIntervalNanos();
    }

    /** Creates topics. */
    public Command<MetadataRecord, CreateTopicsResponse> createTopics(CreateTopicsRequest request) {
        return at -> new TopicCreator(image, settings, schema, random).decide(request);
    }

    /** Deletes topics; {@code version} is that of the request, on which one of its errors depends. */
    public Command<MetadataRecord, DeleteTopicsResponse> deleteTopics(DeleteTopicsRequest request, short version) {
        return at -> new TopicDeleter(image, settings).decide(request, version);
    }

    /** Adds partitions to topics. */
    public Command<MetadataRecord, CreatePartitionsResponse> createPartitions(CreatePartitionsRequest request) {
        return at -> new PartitionGrower(image, random).decide(request);
    }

    /** Changes single keys of configurations. */
    public Command<MetadataRecord, IncrementalAlterConfigsResponse> incrementalAlterConfigs(
            IncrementalAlterConfigsRequest request) {
        return at -> new ConfigAlterer(image, schema).decide(request);
    }

    /** Replaces configurations. */
    public Command<MetadataRecord, AlterConfigsResponse> alterConfigs(AlterConfigsRequest request) {
        return at -> new ConfigAlterer(image, schema).decide(request);
    }

    /** Registers a broker. */
    public Command<MetadataRecord, BrokerRegistrationResponse> registerBroker(BrokerRegistrationRequest request) {
        return at -> new BrokerRegistrar(image, settings, schema, sessions).decide(request, at);
    }

    /** Takes a broker's heartbeat. */
    public Command<MetadataRecord, BrokerHeartbeatResponse> heartbeat(BrokerHeartbeatRequest request) {
        return at -> new HeartbeatHandler(image, schema, sessions)
                .decide(request, registrationOffsets.getOrDefault(request.brokerId(), 0L), at);
    }

    /**
     * Fences a broker whose process seems to be gone, if nothing speaks against it; answers whether.
     *
     * @param brokerEpoch the registration that the process had
     * @param goneSinceNanos when it was last known to be there; a later heartbeat disproves it
     */
    public Command<MetadataRecord, Boolean> fenceEarly(int brokerId, long brokerEpoch, long goneSinceNanos) {
        return at -> new EarlyFencing(image, schema, sessions).decide(brokerId, brokerEpoch, goneSinceNanos, at);
    }

    /** Forgets a broker. */
    public Command<MetadataRecord, UnregisterBrokerResponse> unregisterBroker(UnregisterBrokerRequest request) {
        return at -> NodeRegistry.unregister(image, schema, request);
    }

    /** Registers a controller. */
    public Command<MetadataRecord, ControllerRegistrationResponse> registerController(
            ControllerRegistrationRequest request) {
        return at -> NodeRegistry.register(image, request);
    }

    /** Changes the levels of features; {@code version} is that of the request, which has one error for all or not. */
    public Command<MetadataRecord, UpdateFeaturesResponse> updateFeatures(UpdateFeaturesRequest request,
                                                                          short version) {
        return at -> new FeatureUpdater(image, supported, settings.minInSyncReplicas()).decide(request, version);
    }

    /** Gives out a block of producer ids. */
    public Command<MetadataRecord, AllocateProducerIdsResponse> allocateProducerIds(
            AllocateProducerIdsRequest request) {
        return at -> ProducerIdAllocator.decide(image, request);
    }

    /** Changes the ISR of partitions, as their leaders propose. */
    public Command<MetadataRecord, AlterPartitionResponse> alterPartition(AlterPartitionRequest request) {
        return at -> new IsrAlterer(image, schema).decide(request);
    }

    /** Takes note in which directories a broker has its replicas. */
    public Command<MetadataRecord, AssignReplicasToDirsResponse> assignReplicasToDirs(
            AssignReplicasToDirsRequest request) {
        return at -> new DirectoryAssigner(image, schema).decide(request);
    }

    /** Gives partitions other replicas. */
    public Command<MetadataRecord, AlterPartitionReassignmentsResponse> alterPartitionReassignments(
            AlterPartitionReassignmentsRequest request) {
        return at -> new Reassigner(image, schema).decide(request);
    }

    /** Says which partitions are getting other replicas. */
    public Command<MetadataRecord, ListPartitionReassignmentsResponse> listPartitionReassignments(
            ListPartitionReassignmentsRequest request) {
        return at -> new Reassigner(image, schema).list(request);
    }

    /** Elects leaders. */
    public Command<MetadataRecord, ElectLeadersResponse> electLeaders(ElectLeadersRequest request) {
        return at -> new LeaderElector(image, schema).decide(request);
    }
}
