package dev.seedlog.log;

import dev.seedlog.env.FileRegion;

/**
 * A batch found in a log.
 *
 * @param baseOffset its first offset
 * @param lastOffset its last offset
 * @param maxTimestampMs its records' largest timestamp
 * @param leaderEpoch the epoch of the leader that appended it
 * @param region its bytes; the reference belongs to who asked
 */
public record BatchPosition(long baseOffset, long lastOffset, long maxTimestampMs, int leaderEpoch,
                            FileRegion region) {
}
