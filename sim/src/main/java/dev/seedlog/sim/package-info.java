/** Runs of seeds: what a seed draws, the faults that are done to a node, and the verdict. */
package dev.seedlog.sim;
