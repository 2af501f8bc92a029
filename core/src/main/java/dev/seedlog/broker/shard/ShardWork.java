package dev.seedlog.broker.shard;

import dev.seedlog.broker.connection.ConnectionHost;
import dev.seedlog.env.ShardMessage;

/** What a shard does for the clients of others, and they for its own. */
public final class ShardWork {

    private final ShardPost post;
    private final RequestDesk requests;
    private final FetchDesk fetches;
    private final ConnectionHost clients;

    /** The work of a shard with these clients. */
    public ShardWork(ShardPost post, RequestDesk requests, FetchDesk fetches, ConnectionHost clients) {
        this.post = post;
        this.requests = requests;
        this.fetches = fetches;
        this.clients = clients;
        requests.lendFrom(clients.loans());
    }

    /** Takes mail; false if it is about something else. */
    public boolean onMessage(int from, ShardMessage message) {
        if (message instanceof RequestMail mail) {
            requests.onMail(from, mail);
        } else if (message instanceof FetchMail mail) {
            fetches.onMail(from, mail);
        } else {
            return false;
        }
        return true;
    }

    /** The turn's writes have returned: what was borrowed goes back. */
    public void endTurn() {
        requests.endTurn();
    }

    /** The turn's mail is on its way, or waits: clients wait for shards that are behind, and not longer. */
    public void mailLeft() {
        clients.holdBack(post.congested() || clients.loans().atLimit());
    }

    /** Others are served no more: the logs are about to be closed. */
    public void close() {
        requests.close();
        fetches.close();
    }
}
