package dev.seedlog.sim;

import dev.seedlog.base.config.ProcessRole;

/**
 * What nodes a seed has.
 *
 * @param controllers how many of them vote
 * @param replicas how many of them have each partition
 */
public record DrawnTopology(int controllers, int replicas) {

    /** Those of a seed. */
    public static DrawnTopology of(long seed) {
        Topology drawn = SwarmDraw.draw(seed).topology();
        return new DrawnTopology((int) drawn.members().stream()
                .filter(member -> member.is(ProcessRole.CONTROLLER)).count(), drawn.replicas());
    }
}
