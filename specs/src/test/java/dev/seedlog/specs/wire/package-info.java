/**
 * Compares the generated wire types with Kafka's own codecs, byte by byte, for every type and version.
 *
 * <p>The definitions are read a second time here, from the jars on the test class path and by other code than the
 * generator's, so that a misunderstanding of one reader shows. Values are trees: maps by field name for structures,
 * lists for arrays; a bridge turns a tree into Kafka's object or ours, and back.
 */
package dev.seedlog.specs.wire;
