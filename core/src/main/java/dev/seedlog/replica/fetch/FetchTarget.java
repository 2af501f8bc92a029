package dev.seedlog.replica.fetch;

import dev.seedlog.base.Uuid;

/**
 * A partition as a fetch names it: by id from version 13 on, by name before.
 *
 * @param topicId {@link Uuid#ZERO} if the request goes by name
 * @param topic null if the request goes by id
 * @param partition the partition's number
 */
public record FetchTarget(Uuid topicId, String topic, int partition) {
}
