package dev.seedlog.controller;

import dev.seedlog.base.Uuid;
import dev.seedlog.machine.Decision;
import dev.seedlog.machine.DecisionPoint;
import dev.seedlog.machine.RefusedException;
import dev.seedlog.metadata.BrokerImage;
import dev.seedlog.metadata.DirectoryIds;
import dev.seedlog.metadata.MetadataImage;
import dev.seedlog.metadata.MetadataRecord;
import dev.seedlog.metadata.MetadataVersion;
import dev.seedlog.metadata.VersionRange;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.BrokerRegistrationRequest;
import dev.seedlog.wire.message.BrokerRegistrationResponse;
import dev.seedlog.wire.metadata.RegisterBrokerRecord;
import dev.seedlog.wire.metadata.RegisterBrokerRecord.BrokerEndpoint;
import dev.seedlog.wire.metadata.RegisterBrokerRecord.BrokerFeature;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * BrokerRegistration, versions 0 to 4 (KIP-631). A new process gets a new epoch, the offset at which its registration
 * begins; it starts fenced, and leads nothing. If it has lost nothing since the epoch before, it stays where it was in
 * sync: with Kafka it leaves every ISR, though all at once may have been killed, and the last one is then waited for. A
 * process that registers again amends its registration.
 */
final class BrokerRegistrar {

    private static final short FIRST_METADATA_VERSION = 1;

    private final MetadataImage image;
    private final ControllerSettings settings;
    private final ConfigSchema schema;
    private final BrokerSessions sessions;

    BrokerRegistrar(MetadataImage image, ControllerSettings settings, ConfigSchema schema, BrokerSessions sessions) {
        this.image = image;
        this.settings = settings;
        this.schema = schema;
        this.sessions = sessions;
    }

    Decision<MetadataRecord, BrokerRegistrationResponse> decide(BrokerRegistrationRequest request, DecisionPoint at) {
        if (!settings.clusterId().equals(request.clusterId())) {
            throw new RefusedException(ErrorCode.INCONSISTENT_CLUSTER_ID, "The broker belongs to cluster "
                    + request.clusterId() + ", this is " + settings.clusterId() + ".");
        }
        BrokerImage existing = image.cluster().broker(request.brokerId());
        boolean sameProcess = existing != null && existing.incarnationId().equals(request.incarnationId());
        if (existing != null && !sameProcess && sessions.isAlive(existing, at.nowNanos())
                && !hasItsDirectories(request, existing)) {
            throw new RefusedException(ErrorCode.DUPLICATE_BROKER_REGISTRATION,
                    "Another broker is registered with id " + request.brokerId() + ", and alive.");
        }
        if (request.isMigratingZkBroker()) {
            throw new RefusedException(ErrorCode.BROKER_ID_NOT_REGISTERED,
                    "Brokers that migrate from ZooKeeper cannot register.");
        }
        requireDirectories(request);
        List<BrokerFeature> features = features(request);
        List<MetadataRecord> records = new ArrayList<>();
        if (!sameProcess) {
            LeadershipChanges changes = new LeadershipChanges(image, schema);
            boolean intact = hasLostNothing(request, existing);
            sessions.registering(at.nowNanos(), intact ? request.previousBrokerEpoch() : -1);
            records.addAll(intact ? changes.brokerRestarted(existing, request.logDirs())
                    : changes.uncleanShutdown(request.brokerId()));
        }
        long epoch = sameProcess ? existing.epoch() : at.nextOffset();
        RegisterBrokerRecord.Builder record = RegisterBrokerRecord.builder()
                .brokerId(request.brokerId())
                .incarnationId(request.incarnationId())
                .brokerEpoch(epoch)
                .endPoints(endpoints(request))
                .features(features)
                .rack(request.rack())
                .fenced(!sameProcess || existing.fenced())
                .inControlledShutdown(sameProcess && existing.inControlledShutdown());
        if (image.metadataVersion().hasDirectories()) {
            record.logDirs(request.logDirs());
        }
        if (image.metadataVersion().hasCordonedDirectories() && existing != null
                && !existing.cordonedLogDirs().isEmpty()) {
            // The next heartbeat says what is cordoned now; until then nothing new goes where nothing should.
            List<Uuid> cordoned = new ArrayList<>(existing.cordonedLogDirs());
            cordoned.retainAll(request.logDirs());
            record.cordonedLogDirs(cordoned);
        }
        records.add(MetadataRecord.of(record.build(), image.metadataVersion().registerBrokerRecordVersion()));
        return Decision.splittable(records, BrokerRegistrationResponse.builder().brokerEpoch(epoch).build());
    }

    /** Whether all is there that the broker had under its registration before (KIP-966). */
    private boolean hasLostNothing(BrokerRegistrationRequest request, BrokerImage existing) {
        return existing != null && (existing.epoch() == request.previousBrokerEpoch()
                || existing.fenced() && sessions.isIntactSince(existing.id(), request.previousBrokerEpoch()));
    }

    /**
     * Whether the new process has every log directory of the old one. A directory is locked by the process that uses
     * it, so the old one is dead, although its session goes on.
     */
    private static boolean hasItsDirectories(BrokerRegistrationRequest request, BrokerImage existing) {
        return !request.logDirs().isEmpty()
                && new TreeSet<>(request.logDirs()).equals(new TreeSet<>(existing.logDirs()));
    }

    private void requireDirectories(BrokerRegistrationRequest request) {
        if (!image.metadataVersion().hasDirectories()) {
            return;
        }
        if (request.logDirs().isEmpty()) {
            throw new RefusedException(ErrorCode.INVALID_REGISTRATION, "The broker has no log directory.");
        }
        TreeSet<Uuid> seen = new TreeSet<>();
        for (Uuid directory : request.logDirs()) {
            if (DirectoryIds.isReserved(directory)) {
                throw new RefusedException(ErrorCode.INVALID_REGISTRATION,
                        "Directory id " + directory + " is reserved.");
            }
            if (!seen.add(directory)) {
                throw new RefusedException(ErrorCode.INVALID_REGISTRATION,
                        "Directory id " + directory + " is there more than once.");
            }
        }
        for (BrokerImage broker : image.cluster().brokers().values()) {
            for (Uuid directory : broker.logDirs()) {
                if (broker.id() != request.brokerId() && seen.contains(directory)) {
                    throw new RefusedException(ErrorCode.INVALID_REGISTRATION,
                            "Directory " + directory + " is registered by broker " + broker.id() + ".");
                }
            }
        }
    }

    /** What the broker supports; everything that is finalized has to be in it. */
    private List<BrokerFeature> features(BrokerRegistrationRequest request) {
        List<BrokerFeature> features = new ArrayList<>();
        TreeSet<String> named = new TreeSet<>();
        for (BrokerRegistrationRequest.Feature feature : request.features()) {
            requireSupport(request.brokerId(), feature.name(),
                    new VersionRange(feature.minSupportedVersion(), feature.maxSupportedVersion()));
            named.add(feature.name());
            features.add(BrokerFeature.builder().name(feature.name())
                    .minSupportedVersion(feature.minSupportedVersion())
                    .maxSupportedVersion(feature.maxSupportedVersion()).build());
        }
        if (named.add(MetadataVersion.FEATURE)) {
            // So old that it does not name it.
            short lowest = MetadataVersion.LOWEST.level();
            requireSupport(request.brokerId(), MetadataVersion.FEATURE, new VersionRange(lowest, lowest));
            features.add(BrokerFeature.builder().name(MetadataVersion.FEATURE).minSupportedVersion(lowest)
                    .maxSupportedVersion(lowest).build());
        }
        for (Map.Entry<String, Short> finalized : image.features().finalized()) {
            if (!named.contains(finalized.getKey())) {
                requireSupport(request.brokerId(), finalized.getKey(), VersionRange.of(0, 0));
            }
        }
        return features;
    }

    private void requireSupport(int broker, String feature, VersionRange range) {
        int finalized = image.features().level(feature);
        if (finalized == 0 && feature.equals(MetadataVersion.FEATURE)) {
            finalized = FIRST_METADATA_VERSION;
        }
        if (!range.contains(finalized)) {
            throw new RefusedException(ErrorCode.UNSUPPORTED_VERSION, "Broker " + broker + " supports " + feature + " "
                    + range + ", but the cluster has finalized " + finalized + ".");
        }
    }

    private static List<BrokerEndpoint> endpoints(BrokerRegistrationRequest request) {
        List<BrokerEndpoint> endpoints = new ArrayList<>();
        TreeSet<String> names = new TreeSet<>();
        for (BrokerRegistrationRequest.Listener listener : request.listeners()) {
            if (!names.add(listener.name())) {
                throw new RefusedException(ErrorCode.INVALID_REGISTRATION,
                        "Listener " + listener.name() + " is there more than once.");
            }
            endpoints.add(BrokerEndpoint.builder().name(listener.name()).host(listener.host()).port(listener.port())
                    .securityProtocol(listener.securityProtocol()).build());
        }
        return endpoints;
    }
}
