/**
 * A real cluster of local processes under faults that are real too: signals, a proxy in front of every node, a full
 * disk. What befalls whom, and when, is drawn from a seed; what comes of it is not determined by it.
 */
package dev.seedlog.sim.storm;
