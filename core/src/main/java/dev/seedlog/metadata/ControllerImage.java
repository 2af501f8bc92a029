package dev.seedlog.metadata;

import dev.seedlog.base.Uuid;
import dev.seedlog.wire.metadata.RegisterControllerRecord;
import dev.seedlog.wire.metadata.RegisterControllerRecord.ControllerEndpoint;
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

    /** Where it listens. */
    public List<ControllerEndpoint> endpoints() {
        return registration.endPoints();
    }
}
