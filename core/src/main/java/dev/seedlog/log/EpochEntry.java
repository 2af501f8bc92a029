package dev.seedlog.log;

/**
 * Where the records of a leader epoch begin.
 *
 * @param epoch the leader epoch
 * @param startOffset its first offset
 */
public record EpochEntry(int epoch, long startOffset) {
}
