package dev.seedlog.client;

import dev.seedlog.base.Uuid;
import dev.seedlog.log.TopicPartition;

/** One partition that a fetcher reads. */
final class FetchState {

    /** The position is not known. */
    static final long UNKNOWN = -1;

    private final TopicPartition partition;
    private final boolean fromEarliest;
    private long position;
    private boolean paused;
    private Uuid topicId = Uuid.ZERO;

    FetchState(TopicPartition partition, long position, boolean fromEarliest) {
        this.partition = partition;
        this.position = position;
        this.fromEarliest = fromEarliest;
    }

    TopicPartition partition() {
        return partition;
    }

    /** Which end to begin at when the position is not known. */
    boolean fromEarliest() {
        return fromEarliest;
    }

    long position() {
        return position;
    }

    boolean positioned() {
        return position != UNKNOWN;
    }

    void moveTo(long next) {
        position = next;
    }

    /** Which topic of this name is read; zero until that is known. */
    Uuid topicId() {
        return topicId;
    }

    /**
     * The topic has this id now.
     *
     * @return whether it is another topic than was read, so that the position means nothing any more
     */
    boolean learnTopicId(Uuid id) {
        boolean replaced = !topicId.isZero() && !id.isZero() && !id.equals(topicId);
        if (!id.isZero()) {
            topicId = id;
        }
        return replaced;
    }

    /** Whether it is left out for a while, after an error. */
    boolean paused() {
        return paused;
    }

    void setPaused(boolean pause) {
        paused = pause;
    }
}
