package dev.seedlog.group;

import dev.seedlog.base.Uuid;
import dev.seedlog.wire.coordinator.OffsetCommitValue;

/**
 * Where a group has got to in one partition.
 *
 * @param offset the next record to be read
 * @param leaderEpoch the epoch of the record before it; -1 if the client did not say
 * @param metadata the client's own words
 * @param commitTimestampMs when it was committed
 * @param expireTimestampMs when it ends by the client's own wish; -1 if the broker's retention applies
 * @param topicId of the topic that it was committed for, as another of its name may follow; zero if that is not known
 */
record CommittedOffset(long offset, int leaderEpoch, String metadata, long commitTimestampMs, long expireTimestampMs,
                       Uuid topicId) {

    static final long NO_EXPIRY = -1;

    static CommittedOffset of(OffsetCommitValue value) {
        return new CommittedOffset(value.offset(), value.leaderEpoch(), value.metadata(), value.commitTimestamp(),
                value.expireTimestamp(), value.topicId());
    }

    OffsetCommitValue toValue() {
        return OffsetCommitValue.builder().offset(offset).leaderEpoch(leaderEpoch).metadata(metadata)
                .commitTimestamp(commitTimestampMs).expireTimestamp(expireTimestampMs).topicId(topicId).build();
    }

    /** Whether it was committed for another topic than one; who does not say which topic he means gets any. */
    boolean isOfAnother(Uuid topic) {
        return !topicId.isZero() && !topic.isZero() && !topicId.equals(topic);
    }

    static boolean hasTopicId(GroupRecord record) {
        return record.value() instanceof OffsetCommitValue value && !value.topicId().isZero();
    }

    static boolean hasExpiry(GroupRecord record) {
        return record.value() instanceof OffsetCommitValue value && value.expireTimestamp() != NO_EXPIRY;
    }
}
