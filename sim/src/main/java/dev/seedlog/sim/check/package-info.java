/** Judges what clients saw of partitions: nothing here knows who served them. */
package dev.seedlog.sim.check;
