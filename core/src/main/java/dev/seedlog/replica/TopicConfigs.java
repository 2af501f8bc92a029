package dev.seedlog.replica;

import dev.seedlog.log.LogConfig;

/** What topics are configured to, as the newest metadata says. */
public interface TopicConfigs {

    /** What a topic's logs have to know. */
    LogConfig log(String topic);

    /** What a topic's partitions have to know beside that. */
    TopicSettings settings(String topic);
}
