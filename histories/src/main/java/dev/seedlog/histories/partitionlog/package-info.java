/** Judges what clients saw of partitions: logs that only grow, but for what their profiles allow. */
package dev.seedlog.histories.partitionlog;
