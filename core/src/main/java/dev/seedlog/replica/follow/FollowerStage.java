package dev.seedlog.replica.follow;

import java.util.EnumSet;
import java.util.Set;

/** What a follower does in one leader epoch. */
enum FollowerStage {
    /** It asks for what follows its log's end; at first it may turn out that its log is not the leader's. */
    FETCHING,
    /** It has cut its log, and asks for nothing before that is durable. */
    TRUNCATING,
    /** Its log's end is out of the leader's range: it asks where the leader's log ends, and then where it begins. */
    LOCATING,
    /** Something went wrong, with this partition alone; it tries again after a while. */
    BACKING_OFF,
    /** Nothing more is done in this epoch: the leader knows a later one, or the log cannot be used. */
    FAILED;

    /** The stages that may follow. */
    Set<FollowerStage> next() {
        return switch (this) {
            case FETCHING -> EnumSet.of(TRUNCATING, LOCATING, BACKING_OFF, FAILED);
            case TRUNCATING -> EnumSet.of(FETCHING, FAILED);
            case LOCATING -> EnumSet.of(FETCHING, TRUNCATING, BACKING_OFF, FAILED);
            case BACKING_OFF -> EnumSet.of(FETCHING, FAILED);
            case FAILED -> EnumSet.noneOf(FollowerStage.class);
        };
    }
}
