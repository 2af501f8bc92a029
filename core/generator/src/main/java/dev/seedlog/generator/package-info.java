/**
 * Turns Kafka's published message definitions into the immutable Java types of {@code dev.seedlog.wire}, at build time.
 *
 * <p>The parsers read and check the JSON, emitters each write one part of a class, and {@code WireGenerator} is the
 * program. It uses nothing of Seedlog itself, since it runs before core is compiled.
 */
package dev.seedlog.generator;
