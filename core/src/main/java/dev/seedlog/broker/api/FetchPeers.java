package dev.seedlog.broker.api;

import dev.seedlog.replica.fetch.FetchTarget;
import java.util.function.Consumer;

/** The other shards of a node, as fetches need them. */
public interface FetchPeers {

    /** This shard. */
    int self();

    /** How many shards there are. */
    int shards();

    /** Who owns what a fetch names; this shard if nobody can. */
    int ownerOf(FetchTarget target);

    /**
     * Has another shard look at its partitions.
     *
     * @param looks takes one look in any case, and others as long as the last said so
     * @return the number by which it can be ended
     */
    long ask(int shard, FetchWish wish, Consumer<FetchLook> looks);

    /** No more looks are wanted; those that are on their way, or still come, are let go of. */
    void end(int shard, long number);

    /** A session of another shard is over, because its client begins another here. */
    void endSession(int shard, int sessionId);
}
