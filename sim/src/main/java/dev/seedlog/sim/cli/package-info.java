/** The commands that simulate, check and torment. */
package dev.seedlog.sim.cli;
