package dev.seedlog.machine;

/**
 * Where and when a command is decided.
 *
 * @param nextOffset where its first record will be in the log
 * @param highWatermark all records before it are committed
 * @param nowNanos the monotonic clock, for deadlines
 * @param epochMillis the wall clock, for timestamps
 */
public record DecisionPoint(long nextOffset, long highWatermark, long nowNanos, long epochMillis) {
}
