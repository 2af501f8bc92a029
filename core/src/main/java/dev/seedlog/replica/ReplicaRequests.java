package dev.seedlog.replica;

import dev.seedlog.machine.Reply;
import dev.seedlog.wire.message.AlterPartitionRequest;
import dev.seedlog.wire.message.AlterPartitionResponse;
import dev.seedlog.wire.message.AssignReplicasToDirsRequest;
import dev.seedlog.wire.message.AssignReplicasToDirsResponse;

/**
 * The way to the active controller, wherever it is, for what is asked of it for replicas. There is always one reply,
 * which may say that nobody was reached, or that nobody knows what happened.
 */
public interface ReplicaRequests {

    /** Proposes ISRs. */
    void alterPartition(AlterPartitionRequest request, Reply<AlterPartitionResponse> reply);

    /** Says in which directories replicas are. */
    void assignDirectories(AssignReplicasToDirsRequest request, Reply<AssignReplicasToDirsResponse> reply);
}
