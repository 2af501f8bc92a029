package dev.seedlog.log;

/**
 * How a node compacts its logs.
 *
 * @param enabled {@code log.cleaner.enable}
 * @param backoffMs {@code log.cleaner.backoff.ms}: how long it rests when no log is worth it
 * @param keyMapBytes {@code log.cleaner.dedupe.buffer.size}: at most so much memory is used for the keys of one log
 * @param keyMapLoadFactor {@code log.cleaner.io.buffer.load.factor}: which part of it may be taken
 * @param maxBytesPerSecond {@code log.cleaner.io.max.bytes.per.second}: it reads and writes no more than that
 */
public record CleanerSettings(boolean enabled, long backoffMs, long keyMapBytes, double keyMapLoadFactor,
                              double maxBytesPerSecond) {

    /** Kafka's defaults. */
    public static final CleanerSettings DEFAULT = new CleanerSettings(true, 15_000, 128L << 20, 0.9, Double.MAX_VALUE);
}
