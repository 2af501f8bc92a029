package dev.seedlog.broker.shard;

import dev.seedlog.broker.api.FetchLook;
import dev.seedlog.broker.api.FetchWish;
import dev.seedlog.env.ShardMessage;

/** What shards tell each other about fetches of what several of them own. */
sealed interface FetchMail extends ShardMessage {

    /** Look at these, and tell. */
    record Ask(long number, FetchWish wish) implements FetchMail {
    }

    /** What was seen; its regions are the receiver's now. */
    record Seen(long number, FetchLook look) implements FetchMail {
    }

    /** No more looks are wanted. */
    record End(long number) implements FetchMail {
    }

    /** The client of a session has begun another, on another shard. */
    record SessionOver(int sessionId) implements FetchMail {
    }
}
