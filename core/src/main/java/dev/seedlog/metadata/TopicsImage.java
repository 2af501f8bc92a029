package dev.seedlog.metadata;

import dev.seedlog.base.Uuid;

/**
 * All topics.
 *
 * @param byId the topics by id
 * @param idByName their ids by name
 */
public record TopicsImage(PersistentMap<Uuid, TopicImage> byId, PersistentMap<String, Uuid> idByName) {

    /** No topics. */
    public static final TopicsImage EMPTY = new TopicsImage(PersistentMap.empty(), PersistentMap.empty());

    /** The topic of an id, or null. */
    public TopicImage topic(Uuid id) {
        return byId.get(id);
    }

    /** The topic of a name, or null. */
    public TopicImage topic(String name) {
        Uuid id = idByName.get(name);
        return id == null ? null : byId.get(id);
    }

    /** A partition, or null. */
    public PartitionImage partition(Uuid topicId, int partitionId) {
        TopicImage topic = byId.get(topicId);
        return topic == null ? null : topic.partition(partitionId);
    }

    TopicsImage with(TopicImage topic) {
        return new TopicsImage(byId.with(topic.id(), topic), idByName.with(topic.name(), topic.id()));
    }

    TopicsImage without(TopicImage topic) {
        return new TopicsImage(byId.without(topic.id()), idByName.without(topic.name()));
    }
}
