/**
 * The data plane: partitions as their leader serves them. Appends are queued in a turn and acknowledged once they are
 * where the client asked for; fetches wait until there is enough to read. Nothing that waits outlives the leader epoch
 * in which it began to.
 */
package dev.seedlog.replica;
