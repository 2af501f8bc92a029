package dev.seedlog.env;

/**
 * What runs on a shard. A scheduler, real or simulated, calls it in turns; all calls are on one thread.
 *
 * <p>A turn is: network input, disk completions, mail, expired timers, {@link #endTurn()}, and then the release of
 * everything to be sent. Sends and mail leave only then, after the turn's writes have returned, and nothing
 * forces inside a turn. So a killed process leaves a prefix of the shard's disk operations and none of the killed
 * turn's sends.
 */
public interface ShardProgram {

    /** The first turn. */
    void start();

    /** Mail from another shard of this node, a request or a reply. */
    void onMail(int fromShard, ShardMessage message);

    /** The turn's input is over: gathered writes are made, replicated machines commit, replies are queued. */
    void endTurn();

    /** Asks for a clean stop. The program ends its work over as many turns as it takes, then says so. */
    void stop();
}
