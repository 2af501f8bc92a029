package dev.seedlog.controller;

import dev.seedlog.base.Uuid;
import dev.seedlog.machine.Decision;
import dev.seedlog.machine.RefusedException;
import dev.seedlog.metadata.MetadataImage;
import dev.seedlog.metadata.MetadataRecord;
import dev.seedlog.metadata.TopicImage;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.DeleteTopicsRequest;
import dev.seedlog.wire.message.DeleteTopicsRequest.DeleteTopicState;
import dev.seedlog.wire.message.DeleteTopicsResponse;
import dev.seedlog.wire.message.DeleteTopicsResponse.DeletableTopicResult;
import dev.seedlog.wire.metadata.RemoveTopicRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * DeleteTopics, versions 1 to 6: by name, and since version 6 by id (KIP-516). Whatever names one topic twice, in
 * either way, is refused, since the caller can hardly mean it.
 */
final class TopicDeleter {

    private final MetadataImage image;
    private final ControllerSettings settings;
    private final RecordList records = new RecordList();
    private final List<DeletableTopicResult> results = new ArrayList<>();
    private final Map<String, Integer> timesNamed = new TreeMap<>();
    private final Map<Uuid, Integer> timesGiven = new TreeMap<>();
    private final TreeSet<String> duplicateNames = new TreeSet<>();
    private final TreeSet<Uuid> duplicateIds = new TreeSet<>();

    TopicDeleter(MetadataImage image, ControllerSettings settings) {
        this.image = image;
        this.settings = settings;
    }

    /** Decides; {@code version} is that of the request. */
    Decision<MetadataRecord, DeleteTopicsResponse> decide(DeleteTopicsRequest request, short version) {
        if (!settings.deleteTopicEnable()) {
            throw new RefusedException(version < 3 ? ErrorCode.INVALID_REQUEST : ErrorCode.TOPIC_DELETION_DISABLED,
                    "Topic deletion is disabled.");
        }
        List<DeleteTopicState> asked = new ArrayList<>(request.topics());
        for (String name : request.topicNames()) {
            asked.add(DeleteTopicState.builder().name(name).build());
        }
        for (DeleteTopicState topic : asked) {
            count(topic);
        }
        for (DeleteTopicState topic : asked) {
            delete(topic);
        }
        return Decision.atomic(records.list(), DeleteTopicsResponse.builder().responses(results).build());
    }

    private void count(DeleteTopicState topic) {
        if (topic.name() != null && topic.topicId().isZero()) {
            timesNamed.merge(topic.name(), 1, Integer::sum);
        } else if (topic.name() == null && !topic.topicId().isZero()) {
            timesGiven.merge(topic.topicId(), 1, Integer::sum);
        }
    }

    private void delete(DeleteTopicState topic) {
        if (topic.name() != null && !topic.topicId().isZero()) {
            add(topic.name(), topic.topicId(), ErrorCode.INVALID_REQUEST,
                    "A topic is given by name or by id, not by both.");
        } else if (topic.name() != null) {
            deleteNamed(topic.name());
        } else if (!topic.topicId().isZero()) {
            deleteGiven(topic.topicId());
        } else {
            add(null, Uuid.ZERO, ErrorCode.INVALID_REQUEST, "Neither the name nor the id of a topic is given.");
        }
    }

    private void deleteNamed(String name) {
        if (timesNamed.get(name) > 1) {
            if (duplicateNames.add(name)) {
                add(name, Uuid.ZERO, ErrorCode.INVALID_REQUEST, "Duplicate topic name.");
            }
            return;
        }
        TopicImage topic = image.topics().topic(name);
        if (topic == null) {
            add(name, Uuid.ZERO, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, null);
        } else if (timesGiven.containsKey(topic.id())) {
            add(name, topic.id(), ErrorCode.INVALID_REQUEST, "The topic is given by name and by id.");
        } else {
            remove(topic);
        }
    }

    private void deleteGiven(Uuid id) {
        if (timesGiven.get(id) > 1) {
            if (duplicateIds.add(id)) {
                add(null, id, ErrorCode.INVALID_REQUEST, "Duplicate topic id.");
            }
            return;
        }
        TopicImage topic = image.topics().topic(id);
        if (topic == null) {
            add(null, id, ErrorCode.UNKNOWN_TOPIC_ID, null);
        } else if (timesNamed.getOrDefault(topic.name(), 0) != 1) {
            remove(topic);
        }
        // Otherwise the answer to the name says that both were given.
    }

    private void remove(TopicImage topic) {
        records.add(RemoveTopicRecord.builder().topicId(topic.id()).build());
        add(topic.name(), topic.id(), ErrorCode.NONE, null);
    }

    private void add(String name, Uuid id, ErrorCode error, String message) {
        results.add(DeletableTopicResult.builder().name(name).topicId(id).errorCode(error.code()).errorMessage(message)
                .build());
    }
}
