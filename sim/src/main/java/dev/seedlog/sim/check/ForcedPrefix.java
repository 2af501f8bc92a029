package dev.seedlog.sim.check;

/**
 * What a disk certainly had when its power was cut.
 *
 * @param nanos when
 * @param values of the records that had been forced, from offset {@code firstOffset} on
 */
public record ForcedPrefix(long nanos, long firstOffset, long[] values) {
}
