package dev.seedlog.sim.storm;

/**
 * How connections that one party opens to one node fare.
 *
 * @param requests whether what the party sends gets to the node
 * @param answers whether what the node sends gets back
 * @param delayNanos by how much either comes later
 */
record Link(boolean requests, boolean answers, long delayNanos) {

    /** Nothing is wrong. */
    static final Link CLEAR = new Link(true, true, 0);
}
