/**
 * Configuration under Kafka's names: what each key may be, where a value came from, and what a node or a topic makes of
 * it. Nothing here reads a file or the environment; the launcher passes their contents.
 */
package dev.seedlog.base.config;
