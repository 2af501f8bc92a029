/** Judges any history: it gives the operations to whoever can judge them. */
package dev.seedlog.histories.check;
