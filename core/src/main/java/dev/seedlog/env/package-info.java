/**
 * The only door to the outside: time, chance, network, disk, other shards. Two twins implement it, {@code net-real} on
 * the operating system and {@code net-sim} on a seed; one set of contract tests runs against both.
 *
 * <p>All of it belongs to one shard and is called on that shard's thread only. Nothing blocks, except that reading,
 * writing or transferring a file may stall the shard that does it.
 */
package dev.seedlog.env;
