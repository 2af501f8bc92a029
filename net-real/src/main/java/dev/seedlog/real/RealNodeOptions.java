package dev.seedlog.real;

/**
 * How a node uses its machine.
 *
 * @param name what its threads and log lines are called after
 * @param shards event loops
 * @param mailboxSlots requests that one shard may have open at another
 * @param receiveSlabBytes what a shard receives at most in a turn, and the size of its receive buffer
 * @param sendLimitBytes what a connection queues before it refuses more
 * @param forceThreads threads that force files
 * @param sockets what each socket asks for
 */
public record RealNodeOptions(String name, int shards, int mailboxSlots, int receiveSlabBytes, int sendLimitBytes,
                              int forceThreads, SocketSettings sockets) {

    private static final int KIBI = 1024;
    /** A file system commits together what is forced at once: of 8,000 small forces 2 threads need 2.9 s, 16 0.5 s. */
    private static final int FORCE_THREADS = 16;

    /** Checks that every size is positive. */
    public RealNodeOptions {
        requirePositive("shards", shards);
        requirePositive("mailboxSlots", mailboxSlots);
        requirePositive("receiveSlabBytes", receiveSlabBytes);
        requirePositive("sendLimitBytes", sendLimitBytes);
        requirePositive("forceThreads", forceThreads);
    }

    /** One shard, 1,024 mailbox slots, a slab of 1 MiB, 1 MiB queued a connection, 16 force threads. */
    public static RealNodeOptions named(String name) {
        return new RealNodeOptions(name, 1, KIBI, KIBI * KIBI, KIBI * KIBI, FORCE_THREADS,
                SocketSettings.DEFAULT);
    }

    /** The same with so many shards. */
    public RealNodeOptions withShards(int newShards) {
        return new RealNodeOptions(name, newShards, mailboxSlots, receiveSlabBytes, sendLimitBytes, forceThreads,
                sockets);
    }

    /** The same with so many slots in each mailbox. */
    public RealNodeOptions withMailboxSlots(int newSlots) {
        return new RealNodeOptions(name, shards, newSlots, receiveSlabBytes, sendLimitBytes, forceThreads, sockets);
    }

    /** The same with a receive slab of this size. */
    public RealNodeOptions withReceiveSlabBytes(int newBytes) {
        return new RealNodeOptions(name, shards, mailboxSlots, newBytes, sendLimitBytes, forceThreads, sockets);
    }

    /** The same with this limit of what a connection queues. */
    public RealNodeOptions withSendLimitBytes(int newBytes) {
        return new RealNodeOptions(name, shards, mailboxSlots, receiveSlabBytes, newBytes, forceThreads, sockets);
    }

    /** The same with these sockets. */
    public RealNodeOptions withSockets(SocketSettings newSockets) {
        return new RealNodeOptions(name, shards, mailboxSlots, receiveSlabBytes, sendLimitBytes, forceThreads,
                newSockets);
    }

    private static void requirePositive(String what, int value) {
        if (value <= 0) {
            throw new IllegalArgumentException(what + " is " + value + ", not positive");
        }
    }
}
