/** Judges registers: whether what clients saw of each could have happened one operation after the other. */
package dev.seedlog.histories.register;
