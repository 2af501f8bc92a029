/**
 * The metadata quorum on a shard: binds the Raft kernel to the log, the disk, the network and the clock; follows the
 * committed metadata; runs the controller where this node leads; and keeps this broker registered.
 *
 * <p>Everything is asynchronous: a turn's appends are written at its end, and what was forced is heard of in the disk
 * phase of a later turn.
 */
package dev.seedlog.broker.quorum;
