/**
 * Clients of the protocol as state machines on {@code env}: connections that come back, the view of the cluster, a
 * producer and a fetcher. They run wherever a shard does, in the simulator above all.
 */
package dev.seedlog.client;
