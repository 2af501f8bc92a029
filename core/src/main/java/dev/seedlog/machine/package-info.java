/**
 * Machines whose state is in a replicated log: the controller, and the coordinators of groups and transactions.
 *
 * <p>A command is decided on the latest state, its records are appended and applied at once, and its answer is held
 * until all that it saw is committed. If leadership or the directory is lost the whole state is dropped, and read back
 * from the log by whoever leads next.
 */
package dev.seedlog.machine;
