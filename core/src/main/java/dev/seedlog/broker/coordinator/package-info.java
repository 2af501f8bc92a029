/**
 * Runs the group coordinator where its partitions are led: the glue between {@code replica}, which has the log, and
 * {@code group}, which knows what the records mean.
 */
package dev.seedlog.broker.coordinator;
