/**
 * The interfaces of {@link dev.seedlog.env} on the operating system: event loops over NIO selectors, files, the
 * system's clock and random source.
 *
 * <p>{@link dev.seedlog.real.RealNode} starts a node: one thread for each shard, a few more that force and prefetch
 * files and resolve host names. Those post what they did to the shard's inbox; nothing else is shared but the mailboxes
 * between shards and the reference counts and generations of files.
 */
package dev.seedlog.real;
