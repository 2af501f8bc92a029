/**
 * Between the kernel's messages and the protocol's: one class for each API, and the control records of the
 * metadata log.
 *
 * <p>A request that is not about the one partition of {@code __cluster_metadata} has no counterpart in the kernel; the
 * driver answers it with INVALID_REQUEST.
 */
package dev.seedlog.raft.message;
