package dev.seedlog.sim.storm;

/**
 * One fault that is to happen.
 *
 * @param atNanos when, counted from the beginning of the clients' work
 * @param fault what
 * @param node which node it hits
 * @param peer who is at the other end of the links that it hits: one party by its number, or -1 for all
 * @param lengthNanos how long it lasts
 * @param amount how many bytes still pass, or by how many milliseconds they come later
 */
public record Strike(long atNanos, StormFault fault, int node, int peer, long lengthNanos, int amount) {
}
