package dev.seedlog.sim.workload;

/** What an operator of the cluster may do next. */
public enum ClusterAction {
    /** Gives a partition other replicas, perhaps more of them or fewer, though it may be on its way elsewhere. */
    REASSIGN,
    /** Gives a partition other replicas, and at once has it stay where it was. */
    CANCEL_REASSIGNMENT,
    /** Asks what is on its way. */
    LIST_REASSIGNMENTS,
    /** Has the preferred replica lead. */
    ELECT_PREFERRED,
    /** Turns eligible leader replicas on, or tries to go back to a version that would lose metadata. */
    CHANGE_FEATURES,
    /** Makes a controller a voter that is none. */
    ADD_VOTER,
    /** Takes its vote from a voter. */
    REMOVE_VOTER
}
