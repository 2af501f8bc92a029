package dev.seedlog.broker.quorum;

import dev.seedlog.raft.RaftResponse;
import dev.seedlog.wire.Payload;

/** Takes the one response to a request of the quorum. */
@FunctionalInterface
public interface RaftReply {

    /**
     * The response, in this turn or a later one.
     *
     * @param payload record batches of a fetch or bytes of a snapshot, {@link Payload#EMPTY} if there are none; a file
     *     region's reference goes to the one who is called
     */
    void reply(RaftResponse response, Payload payload);
}
