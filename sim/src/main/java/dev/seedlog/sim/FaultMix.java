package dev.seedlog.sim;

/**
 * Which faults a run has and how often. Times are means; 0 means never.
 *
 * @param killNanos between kills
 * @param powerCutNanos between power cuts
 * @param pauseNanos between pauses
 * @param networkNanos between faults of the network
 * @param slowDiskNanos between periods in which the disk is slow
 * @param inTurnPermille how many kills and power cuts happen within a turn that writes, in thousandths
 * @param maxDownNanos how long the node is down at most
 */
public record FaultMix(long killNanos, long powerCutNanos, long pauseNanos, long networkNanos, long slowDiskNanos,
                       int inTurnPermille, long maxDownNanos) {
}
