/**
 * The protocol's bytes: a reader that trusts no length, a writer, and the few types that messages are made of.
 *
 * <p>The messages themselves are generated at build time from Kafka's published definitions, see
 * {@code specs/protocol/README.md}: requests, responses, headers and control records in {@code message}, the records of
 * {@code __cluster_metadata} in {@code metadata}, those of the coordinators' topics in {@code coordinator}, and file
 * formats in {@code storage}.
 */
package dev.seedlog.wire;
