/** The command line: what every command shares, and {@code seedlog start}. */
package dev.seedlog.cli;
