/** Histories as files of extensible data notation, one map a line, in the shapes that other checkers read. */
package dev.seedlog.histories.edn;
