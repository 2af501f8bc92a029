package dev.seedlog.env;

/** Makes what runs on each shard of a node. */
@FunctionalInterface
public interface NodeProgram {

    /** Called once for each shard, on that shard's thread, before its first turn. */
    ShardProgram createShard(ShardEnv env, NodeControl control);
}
