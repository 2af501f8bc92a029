/**
 * Single stories on a simulated cluster, told step by step: what clients do, what goes wrong, and what must come of it.
 * {@link dev.seedlog.sim.scenario.Scenario} is where they begin.
 */
package dev.seedlog.sim.scenario;
