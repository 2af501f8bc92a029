package dev.seedlog.replica;

import dev.seedlog.base.Uuid;
import dev.seedlog.log.PartitionLog;
import dev.seedlog.metadata.PartitionImage;
import dev.seedlog.wire.ErrorCode;

/** A partition that this broker has a replica of, whatever can be done with it at the moment. */
public final class Replica {

    private final Uuid topicId;
    private final String topic;
    private final int partition;
    private PartitionLog log;
    private PartitionLeader leader;
    private PartitionFollower follower;
    private ErrorCode unavailable = ErrorCode.NOT_LEADER_OR_FOLLOWER;
    private PartitionImage awaitingLead;

    Replica(Uuid topicId, String topic, int partition) {
        this.topicId = topicId;
        this.topic = topic;
        this.partition = partition;
    }

    /** The topic's id. */
    public Uuid topicId() {
        return topicId;
    }

    /** The topic's name. */
    public String topic() {
        return topic;
    }

    /** The partition's number. */
    public int partition() {
        return partition;
    }

    /** Its log; null while it is being opened, and if it could not be. */
    public PartitionLog log() {
        return log;
    }

    /** What leads it here; null if {@link #unavailable()} says why nothing does. */
    public PartitionLeader leader() {
        return leader;
    }

    /** What lets consumers read it here though another broker leads (KIP-392); null if nothing does. */
    public PartitionFollower follower() {
        return follower;
    }

    /** Why it cannot be written or read here; NONE if it is led here. */
    public ErrorCode unavailable() {
        return leader == null ? unavailable : ErrorCode.NONE;
    }

    void opened(PartitionLog newLog) {
        log = newLog;
    }

    void follow(PartitionFollower newFollower) {
        follower = newFollower;
    }

    void lead(PartitionLeader newLeader) {
        leader = newLeader;
        awaitingLead = null;
    }

    /** It is to be led here, as soon as its log can be appended to. */
    void awaitLead(PartitionImage image) {
        awaitingLead = image;
    }

    /** What it waits for to be led here; null if it does not. */
    PartitionImage awaitingLead() {
        return awaitingLead;
    }

    /** Nothing can be done with it from now on, or for a while; all that waits is told why. */
    void end(ErrorCode why) {
        unavailable = why;
        awaitingLead = null;
        PartitionLeader ended = leader;
        leader = null;
        if (ended != null) {
            ended.end(why);
        }
        PartitionFollower unfollowed = follower;
        follower = null;
        if (unfollowed != null) {
            unfollowed.end(why);
        }
    }

    @Override
    public String toString() {
        return topic + "-" + partition;
    }
}
