package dev.seedlog.metadata;

import dev.seedlog.base.Uuid;
import dev.seedlog.wire.metadata.RegisterControllerRecord;
import dev.seedlog.wire.metadata.RegisterControllerRecord.ControllerEndpoint;
import dev.seedlog.wire.metadata.RegisterControllerRecord.ControllerFeature;
import java.util.List;

/**
 * A registered controller (KIP-919).
 *
 * @param registration what it registered
 */
public record ControllerImage(RegisterControllerRecord registration) {

    /** The controller's id. */
    public int id() {
        return registration.controllerId();
    }

    /** The id of the process. */
    public Uuid incarnationId() {
        return registration.incarnationId();
    }

    /** The levels of a feature that it has; only 0 if it did not name the feature. */
    public VersionRange supported(String feature) {
        for (ControllerFeature candidate : registration.features()) {
            if (candidate.name().equals(feature)) {
                return new VersionRange(candidate.minSupportedVersion(), candidate.maxSupportedVersion());
            }
        }
        return VersionRange.of(0, 0);
    }

    /** Where it listens. */
    public List<ControllerEndpoint> endpoints() {
        return registration.endPoints();
    }
}
