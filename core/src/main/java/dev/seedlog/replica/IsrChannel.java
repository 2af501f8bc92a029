package dev.seedlog.replica;

import dev.seedlog.machine.Reply;
import dev.seedlog.wire.message.AlterPartitionRequest;
import dev.seedlog.wire.message.AlterPartitionResponse;

/** The way to the active controller, wherever it is, for what leaders ask of it. */
public interface IsrChannel {

    /** Asks; there is always one reply, which may say that nobody was reached, or that nobody knows what happened. */
    void alterPartition(AlterPartitionRequest request, Reply<AlterPartitionResponse> reply);
}
