package dev.seedlog.metadata;

import dev.seedlog.base.Uuid;
import dev.seedlog.wire.metadata.BrokerRegistrationChangeRecord;
import dev.seedlog.wire.metadata.RegisterBrokerRecord;
import dev.seedlog.wire.metadata.RegisterBrokerRecord.BrokerEndpoint;
import dev.seedlog.wire.metadata.RegisterBrokerRecord.BrokerFeature;
import java.util.List;

/**
 * A registered broker.
 *
 * @param registration what it registered, with all changes since
 */
public record BrokerImage(RegisterBrokerRecord registration) {

    /** The broker's id. */
    public int id() {
        return registration.brokerId();
    }

    /** The epoch of this incarnation. */
    public long epoch() {
        return registration.brokerEpoch();
    }

    /** The id of the process. */
    public Uuid incarnationId() {
        return registration.incarnationId();
    }

    /** Where it listens. */
    public List<BrokerEndpoint> endpoints() {
        return registration.endPoints();
    }

    /** Where it listens under a listener's name, or null. */
    public BrokerEndpoint endpoint(String listener) {
        for (BrokerEndpoint endpoint : registration.endPoints()) {
            if (endpoint.name().equals(listener)) {
                return endpoint;
            }
        }
        return null;
    }

    /** The levels of a feature that it has; only 0 if it did not name the feature. */
    public VersionRange supported(String feature) {
        for (BrokerFeature candidate : registration.features()) {
            if (candidate.name().equals(feature)) {
                return new VersionRange(candidate.minSupportedVersion(), candidate.maxSupportedVersion());
            }
        }
        return VersionRange.of(0, 0);
    }

    /** Its rack, or null. */
    public String rack() {
        return registration.rack();
    }

    /** Whether it may not lead or be in an ISR. */
    public boolean fenced() {
        return registration.fenced();
    }

    /** Whether it is handing over its leaderships before it stops. */
    public boolean inControlledShutdown() {
        return registration.inControlledShutdown();
    }

    /** Whether it can lead and be in an ISR. */
    public boolean isActive() {
        return !fenced() && !inControlledShutdown();
    }

    /** Its directories that are online; none if it registered before directories had ids. */
    public List<Uuid> logDirs() {
        return registration.logDirs();
    }

    /** Its directories that take no new partitions (KIP-1066); none as long as its heartbeats have not said. */
    public List<Uuid> cordonedLogDirs() {
        return registration.cordonedLogDirs() == null ? List.of() : registration.cordonedLogDirs();
    }

    /** Whether a replica in this directory can be used. */
    public boolean hasOnlineDirectory(Uuid directory) {
        return DirectoryIds.isOnline(directory, logDirs());
    }

    /** The directory of a new replica: the only one there is, or what says that the broker has to choose. */
    public Uuid defaultDirectory() {
        return logDirs().size() == 1 ? logDirs().get(0) : DirectoryIds.UNASSIGNED;
    }

    /** This broker, fenced or not; a fenced one is no longer in controlled shutdown only if it registers again. */
    BrokerImage withFenced(boolean fenced) {
        return fenced == fenced() ? this : new BrokerImage(registration.toBuilder().fenced(fenced).build());
    }

    /** This broker after a change of its registration. */
    BrokerImage changedBy(BrokerRegistrationChangeRecord change) {
        RegisterBrokerRecord.Builder changed = registration.toBuilder();
        if (change.fenced() != 0) {
            changed.fenced(change.fenced() > 0);
        }
        if (change.inControlledShutdown() != 0) {
            changed.inControlledShutdown(true);
        }
        if (change.logDirs() != null && !change.logDirs().isEmpty()) {
            changed.logDirs(change.logDirs());
        }
        if (change.cordonedLogDirs() != null) {
            changed.cordonedLogDirs(change.cordonedLogDirs());
        }
        return new BrokerImage(changed.build());
    }

    /** The record that registers it in this state; what the version cannot say is left out. */
    MetadataRecord toRecord(MetadataVersion version) {
        RegisterBrokerRecord.Builder record = registration.toBuilder();
        if (version.registerBrokerRecordVersion() < 4) {
            record.cordonedLogDirs(null);
        }
        if (version.registerBrokerRecordVersion() < 3) {
            record.logDirs(List.of());
        }
        if (version.registerBrokerRecordVersion() < 2) {
            record.isMigratingZkBroker(false);
        }
        return new MetadataRecord(record.build(), version.registerBrokerRecordVersion());
    }
}
