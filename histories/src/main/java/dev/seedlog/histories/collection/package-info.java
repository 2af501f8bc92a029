/** Judges sets and queues. */
package dev.seedlog.histories.collection;
