package dev.seedlog.broker.shard;

import dev.seedlog.broker.api.FetchLook;
import dev.seedlog.broker.api.FetchPeers;
import dev.seedlog.broker.api.FetchWatch;
import dev.seedlog.broker.api.FetchWish;
import dev.seedlog.broker.api.PartitionLookup;
import dev.seedlog.replica.fetch.FetchSessions;
import dev.seedlog.replica.fetch.FetchTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.agrona.collections.Long2ObjectHashMap;

/** The fetches that concern several shards: what this one asked of others, and what they asked of it. */
public final class FetchDesk implements FetchPeers {

    private final ShardPost post;
    private final PartitionOwnership ownership;
    private final PartitionLookup lookup;
    private final FetchSessions sessions;
    private final Long2ObjectHashMap<Consumer<FetchLook>> asked = new Long2ObjectHashMap<>();
    private final List<Long2ObjectHashMap<FetchWatch>> watches = new ArrayList<>();
    private long lastNumber;
    private boolean closed;

    /** A desk for this shard's partitions and sessions. */
    public FetchDesk(ShardPost post, PartitionOwnership ownership, PartitionLookup lookup, FetchSessions sessions) {
        this.post = post;
        this.ownership = ownership;
        this.lookup = lookup;
        this.sessions = sessions;
        for (int i = 0; i < post.count(); i++) {
            watches.add(new Long2ObjectHashMap<>());
        }
    }

    /** From now on nothing is looked at: the logs are closed. */
    public void close() {
        closed = true;
    }

    @Override
    public int self() {
        return post.self();
    }

    @Override
    public int shards() {
        return post.count();
    }

    @Override
    public int ownerOf(FetchTarget target) {
        return ownership.of(target.topicId(), target.topic(), target.partition());
    }

    @Override
    public long ask(int shard, FetchWish wish, Consumer<FetchLook> looks) {
        asked.put(++lastNumber, looks);
        post.send(shard, new FetchMail.Ask(lastNumber, wish));
        return lastNumber;
    }

    @Override
    public void end(int shard, long number) {
        asked.remove(number);
        // Its client asks again at once, as a rule. Until then the other shard may look once in vain, and is told then.
        post.sendWithNext(shard, new FetchMail.End(number));
    }

    @Override
    public void endSession(int shard, int sessionId) {
        post.send(shard, new FetchMail.SessionOver(sessionId));
    }

    /** Takes mail about fetches. */
    void onMail(int from, FetchMail mail) {
        if (mail instanceof FetchMail.Ask ask) {
            if (!closed) {
                watch(from, ask);
            }
        } else if (mail instanceof FetchMail.Seen seen) {
            seen(seen.number(), seen.look());
        } else if (mail instanceof FetchMail.End end) {
            FetchWatch watch = watches.get(from).remove(end.number());
            if (watch != null) {
                watch.end();
            }
        } else if (mail instanceof FetchMail.SessionOver over) {
            sessions.end(over.sessionId());
        }
    }

    private void watch(int from, FetchMail.Ask ask) {
        FetchWatch watch = new FetchWatch(lookup, ask.wish(), look -> {
            if (!look.watching()) {
                watches.get(from).remove(ask.number());
            }
            post.send(from, new FetchMail.Seen(ask.number(), look));
        });
        watches.get(from).put(ask.number(), watch);
        watch.begin();
    }

    private void seen(long number, FetchLook look) {
        Consumer<FetchLook> looks = look.watching() ? asked.get(number) : asked.remove(number);
        if (looks == null) {
            look.release();
        } else {
            looks.accept(look);
        }
    }
}
