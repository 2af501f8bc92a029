/**
 * The replicated log of the metadata: Kafka's Raft (KIP-595), with snapshots (KIP-630), pre-vote (KIP-996) and the
 * structure of dynamic voters (KIP-853), as a pure machine.
 *
 * <p>{@link dev.seedlog.raft.RaftKernel} is the whole of it: {@code step(input, now)} answers with effects and the
 * time at which it wants to be called again. It reads the log through {@link dev.seedlog.raft.RaftLogView}, draws
 * jitter from a given stream, and touches nothing else. A driver carries out the effects, in order, before the next
 * step.
 */
package dev.seedlog.raft;
