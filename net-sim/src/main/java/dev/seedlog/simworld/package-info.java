/**
 * The simulated world: the interfaces of {@code dev.seedlog.env} over virtual time, a packet network and a faulty disk.
 * All that happens is a function of a seed, the options and the programs. {@link dev.seedlog.simworld.SimWorld} is
 * where to begin.
 */
package dev.seedlog.simworld;
