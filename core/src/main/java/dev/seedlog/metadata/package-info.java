/**
 * What the cluster is: an immutable image and the records that change it, the same classes in the controller and in
 * every broker. Records are those of {@code __cluster_metadata} in Kafka 4.3.
 *
 * <p>Images share structure, so one more topic in a cluster of ten thousand costs a handful of small objects. Every map
 * here iterates in the order of its keys, so whatever leaves an image is the same on every machine.
 */
package dev.seedlog.metadata;
