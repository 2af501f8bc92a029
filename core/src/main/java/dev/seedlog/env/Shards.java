package dev.seedlog.env;

/**
 * The shards of this node and the mailboxes between them. A mailbox is bounded and FIFO for each pair of shards; mail
 * leaves at the end of the turn and is delivered in a later turn of the receiver.
 */
public interface Shards {

    /** This shard's number, from 0. */
    int self();

    /** How many shards the node has. */
    int count();

    /**
     * Sends a request, and reserves the slot of its reply in this shard's own mailbox, so that two full mailboxes
     * cannot wait for each other.
     *
     * @return false if the mailbox is full: nothing was sent
     */
    boolean trySend(int shard, ShardMessage request);

    /** Answers a request in the slot that was reserved for it; it is never refused. */
    void reply(int shard, ShardMessage reply);
}
