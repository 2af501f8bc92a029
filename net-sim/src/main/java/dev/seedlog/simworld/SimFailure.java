package dev.seedlog.simworld;

/** A program threw what it did not catch, a broken invariant for instance: the run is over and has failed. */
public final class SimFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String node;
    private final int shard;
    private final long timeNanos;

    SimFailure(String node, int shard, long timeNanos, Throwable cause) {
        super("node " + node + ", shard " + shard + ", at " + timeNanos + " ns: " + cause, cause);
        this.node = node;
        this.shard = shard;
        this.timeNanos = timeNanos;
    }

    /** The node whose program threw. */
    public String node() {
        return node;
    }

    /** The shard of that node. */
    public int shard() {
        return shard;
    }

    /** When, in the world's time. */
    public long timeNanos() {
        return timeNanos;
    }
}
