package dev.seedlog.client;

import dev.seedlog.log.TopicPartition;
import dev.seedlog.record.RecordReader;

/** Hears what a fetcher found. */
public interface FetchListener {

    /** One record at or behind the position; the reader shows it until this returns. */
    void onRecord(TopicPartition partition, RecordReader record);

    /**
     * The records of one answer for one partition are over; also called if there were none.
     *
     * @param position where the fetch began
     * @param nextPosition where the next will
     */
    void onFetched(TopicPartition partition, ClientChannel channel, long position, long nextPosition,
                   long highWatermark);

    /** The broker said that it has an offset (the earliest or latest), from which fetching begins. */
    void onPosition(TopicPartition partition, ClientChannel channel, long position);

    /** The broker does not have the position: it is found anew. */
    void onOutOfRange(TopicPartition partition, ClientChannel channel, long position);

    /**
     * The topic was deleted and another one of its name created: that one is read from now on, from the end that the
     * partition was assigned with.
     */
    default void onTopicReplaced(TopicPartition partition) {
    }

    /** The bytes of an answer are not what was written: a checksum is wrong, or a length. */
    void onCorrupt(TopicPartition partition, long position, String what);
}
