package dev.seedlog.group;

import dev.seedlog.wire.coordinator.CoordinatorRecordType;
import dev.seedlog.wire.coordinator.OffsetCommitKey;
import dev.seedlog.wire.coordinator.OffsetCommitValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The committed offsets of all groups of one coordinator: by group, topic and partition. */
final class OffsetStore {

    private static final SortedMap<String, SortedMap<Integer, CommittedOffset>> NOTHING =
            Collections.unmodifiableSortedMap(new TreeMap<>());

    private final Map<String, SortedMap<String, SortedMap<Integer, CommittedOffset>>> byGroup = new LinkedHashMap<>();

    /** Null if the group has committed nothing there. */
    CommittedOffset find(String groupId, String topic, int partition) {
        SortedMap<Integer, CommittedOffset> ofTopic = ofGroup(groupId).get(topic);
        return ofTopic == null ? null : ofTopic.get(partition);
    }

    /** What a group has committed, by topic and partition. */
    SortedMap<String, SortedMap<Integer, CommittedOffset>> ofGroup(String groupId) {
        return byGroup.getOrDefault(groupId, NOTHING);
    }

    /** Follows the log. */
    void apply(OffsetCommitKey key, OffsetCommitValue value) {
        if (value != null) {
            byGroup.computeIfAbsent(key.group(), group -> new TreeMap<>())
                    .computeIfAbsent(key.topic(), topic -> new TreeMap<>())
                    .put(key.partition(), CommittedOffset.of(value));
            return;
        }
        SortedMap<String, SortedMap<Integer, CommittedOffset>> ofGroup = byGroup.get(key.group());
        SortedMap<Integer, CommittedOffset> ofTopic = ofGroup == null ? null : ofGroup.get(key.topic());
        if (ofTopic != null) {
            ofTopic.remove(key.partition());
            if (ofTopic.isEmpty()) {
                ofGroup.remove(key.topic());
            }
            if (ofGroup.isEmpty()) {
                byGroup.remove(key.group());
            }
        }
    }

    void clear() {
        byGroup.clear();
    }

    /** Says that an offset was committed, or, if it is null, that it is no more. */
    static GroupRecord record(String groupId, String topic, int partition, CommittedOffset offset) {
        OffsetCommitKey key = OffsetCommitKey.builder().group(groupId).topic(topic).partition(partition).build();
        return new GroupRecord(CoordinatorRecordType.OFFSET_COMMIT, key, offset == null ? null : offset.toValue());
    }
}
