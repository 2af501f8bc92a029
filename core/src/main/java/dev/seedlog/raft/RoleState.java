package dev.seedlog.raft;

/** What a replica keeps only as long as it is in its present role. */
sealed interface RoleState permits UnattachedState, NomineeState, LeaderState, FollowerState, ResignedState {

    /** The role. */
    RaftRole role();
}
