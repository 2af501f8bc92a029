/** Judges transactions on lists, as Elle does: from what was read it infers who came before whom. */
package dev.seedlog.histories.lists;
