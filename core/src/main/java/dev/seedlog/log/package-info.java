/**
 * The log of a partition on disk: segments, indexes, checkpoints, recovery; all in Kafka's file formats, so that either
 * opens what the other wrote.
 *
 * <p>What a turn appends is queued and written once; log end, producer state and indexes change only after that write
 * returned. Nothing here blocks: forces are asynchronous, and work of several steps is a stage and an {@code
 * advance()}.
 */
package dev.seedlog.log;
