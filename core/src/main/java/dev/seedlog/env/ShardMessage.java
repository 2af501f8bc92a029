package dev.seedlog.env;

/** Mail from one shard to another of the same node. It is immutable, or belongs to the receiver from then on. */
public interface ShardMessage {
}
