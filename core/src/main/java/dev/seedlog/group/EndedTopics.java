package dev.seedlog.group;

import dev.seedlog.base.Uuid;

/** Which topics are no more. */
@FunctionalInterface
public interface EndedTopics {

    /**
     * Whether a topic is one of them.
     *
     * @param topicId zero if it is not known which of the topics that ever had the name is meant
     */
    boolean include(String topic, Uuid topicId);
}
