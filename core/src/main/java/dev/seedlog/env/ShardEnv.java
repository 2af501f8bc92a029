package dev.seedlog.env;

/**
 * All that a shard has of the outside.
 *
 * @param clock the node's clocks, sampled once a turn
 * @param timers this shard's deadlines
 * @param random this shard's chance
 * @param network this shard's connections
 * @param disk the node's files
 * @param shards this shard's number and mailboxes
 * @param faults rare paths that the simulator forces
 * @param probes rare paths that the simulator counts
 */
public record ShardEnv(Clock clock, Timers timers, RandomSource random, Network network, Disk disk, Shards shards,
                       Faults faults, Probes probes) {
}
