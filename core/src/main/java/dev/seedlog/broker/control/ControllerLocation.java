package dev.seedlog.broker.control;

import dev.seedlog.base.HostPort;

/** Where the active controller is, as far as this node knows: it is the leader of the metadata quorum. */
public interface ControllerLocation {

    /** Whether it is this node. */
    boolean here();

    /** Where another node listens that is it; null if it is this one, or not known. */
    HostPort elsewhere();
}
