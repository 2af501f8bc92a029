/** Judges consumer groups: who had what in which generation, and what became of the offsets that were committed. */
package dev.seedlog.histories.group;
