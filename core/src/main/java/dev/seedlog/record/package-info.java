/**
 * Record batches of magic 2: reading them in place, walking and validating their records, building and compressing
 * them. The format is Kafka's, byte for byte (KIP-98; control records: KIP-595, KIP-630).
 */
package dev.seedlog.record;
