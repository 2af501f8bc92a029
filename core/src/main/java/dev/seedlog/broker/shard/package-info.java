/**
 * A node on several shards: how they mail each other, how requests get to the shards that own what they concern, and
 * how their answers come back and together. With one shard nothing of it is used.
 */
package dev.seedlog.broker.shard;
