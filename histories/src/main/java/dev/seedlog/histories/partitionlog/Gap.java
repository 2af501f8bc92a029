package dev.seedlog.histories.partitionlog;

/**
 * Offsets that a consumer passed without being shown a record.
 *
 * @param anomaly what it is if there was one
 * @param life in which life of the log
 * @param from the first of them
 * @param to the one behind the last
 * @param before the entry that showed what is in front, or -1
 * @param by the entry that showed what is behind
 */
record Gap(String anomaly, int life, long from, long to, long before, long by) {
}
