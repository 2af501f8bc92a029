package dev.seedlog.client;

import dev.seedlog.base.Uuid;
import dev.seedlog.log.TopicPartition;

/** One partition that a fetcher reads. */
final class FetchState {

    /** No follower is preferred to the leader. */
    static final int NOBODY = -1;

    /** The position is not known. */
    static final long UNKNOWN = -1;

    private final TopicPartition partition;
    private final boolean fromEarliest;
    private long position;
    private boolean paused;
    private int preferred = NOBODY;
    private long preferredUntilNanos;
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

    /** The follower that the leader has sent it to; {@link #NOBODY} if it reads from the leader. */
    int preferred(long nowNanos) {
        return preferred != NOBODY && nowNanos - preferredUntilNanos < 0 ? preferred : NOBODY;
    }

    /** It reads from this follower until then, unless something goes wrong there. */
    void prefer(int broker, long untilNanos) {
        preferred = broker;
        preferredUntilNanos = untilNanos;
    }

    /** It reads from the leader again. */
    void preferNobody() {
        preferred = NOBODY;
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
