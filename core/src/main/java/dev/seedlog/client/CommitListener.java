package dev.seedlog.client;

import dev.seedlog.log.TopicPartition;
import dev.seedlog.wire.ErrorCode;
import java.util.SortedMap;

/** Hears what became of a commit; one of its methods is called, once. */
public interface CommitListener {

    /** The coordinator answered, for each partition; {@code NONE} where it is committed. */
    void onAnswer(SortedMap<TopicPartition, ErrorCode> results);

    /** There will be no answer: it may be committed or not, and may still be. */
    void onLost();
}
