/** Clients on simulated hosts that work on a cluster, and the record of what they saw. */
package dev.seedlog.sim.workload;
