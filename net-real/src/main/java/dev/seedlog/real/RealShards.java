package dev.seedlog.real;

import dev.seedlog.env.ShardMessage;
import dev.seedlog.env.ShardProgram;
import dev.seedlog.env.Shards;
import java.util.ArrayDeque;
import org.agrona.concurrent.OneToOneConcurrentArrayQueue;

/**
 * One shard's end of the mailboxes. There is one queue for each ordered pair of shards, for requests and replies alike,
 * so that they stay in order.
 *
 * <p>A shard has at most {@code slots} requests open at another; a request is open from when it is sent to when its
 * reply was delivered. So a queue never holds more than {@code slots} requests of its sender and {@code slots} replies
 * to its receiver, and it has room for both.
 */
final class RealShards implements Shards {

    /** Precedes a reply in its queue. */
    private static final Object REPLY = new Object();

    private final int self;
    private final int slots;
    private final Route[] routes;

    /** One shard's end; {@code queues[from][to]} are all the node's mailboxes, {@code owners} their receivers. */
    RealShards(int self, int slots, OneToOneConcurrentArrayQueue<Object>[][] queues, Parking[] owners) {
        this.self = self;
        this.slots = slots;
        this.routes = new Route[owners.length];
        for (int other = 0; other < routes.length; other++) {
            routes[other] = new Route(queues[self][other], queues[other][self], owners[other]);
        }
    }

    /** The mailboxes of a node: {@code [from][to]}. */
    @SuppressWarnings("unchecked")
    static OneToOneConcurrentArrayQueue<Object>[][] mailboxes(int shards, int slots) {
        // A request takes one place, a reply two.
        int capacity = Math.max(2, Math.multiplyExact(slots, 3));
        OneToOneConcurrentArrayQueue<Object>[][] queues = new OneToOneConcurrentArrayQueue[shards][shards];
        for (OneToOneConcurrentArrayQueue<Object>[] from : queues) {
            for (int to = 0; to < shards; to++) {
                from[to] = new OneToOneConcurrentArrayQueue<>(capacity);
            }
        }
        return queues;
    }

    @Override
    public int self() {
        return self;
    }

    @Override
    public int count() {
        return routes.length;
    }

    @Override
    public boolean trySend(int shard, ShardMessage request) {
        Route route = routes[shard];
        if (route.open == slots) {
            return false;
        }
        route.open++;
        route.staged.add(request);
        return true;
    }

    @Override
    public void reply(int shard, ShardMessage reply) {
        Route route = routes[shard];
        if (route.owed == 0) {
            throw new IllegalStateException("shard " + shard + " waits for no reply of shard " + self);
        }
        route.owed--;
        route.staged.add(REPLY);
        route.staged.add(reply);
    }

    /** Whether mail has arrived. */
    boolean hasMail() {
        for (Route route : routes) {
            if (!route.in.isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** Hands over the mail that is there now. */
    void deliver(ShardProgram program) {
        for (int from = 0; from < routes.length; from++) {
            Route route = routes[from];
            for (int left = route.in.size(); left > 0; left--) {
                Object mail = route.in.poll();
                if (mail == REPLY) {
                    route.replyIsNext = true;
                } else {
                    route.count();
                    program.onMail(from, (ShardMessage) mail);
                }
            }
        }
    }

    /** The turn is over: its mail leaves. */
    void release() {
        for (Route route : routes) {
            if (!route.staged.isEmpty()) {
                route.release();
            }
        }
    }

    /** The two mailboxes shared with one shard. */
    private static final class Route {
        private final OneToOneConcurrentArrayQueue<Object> out;
        private final OneToOneConcurrentArrayQueue<Object> in;
        private final Parking receiver;
        private final ArrayDeque<Object> staged = new ArrayDeque<>();
        /** Our requests whose replies were not delivered yet. */
        private int open;
        /** The other's requests that were not answered yet. */
        private int owed;
        private boolean replyIsNext;

        private Route(OneToOneConcurrentArrayQueue<Object> out, OneToOneConcurrentArrayQueue<Object> in,
                      Parking receiver) {
            this.out = out;
            this.in = in;
            this.receiver = receiver;
        }

        private void count() {
            if (replyIsNext) {
                replyIsNext = false;
                open--;
            } else {
                owed++;
            }
        }

        private void release() {
            for (Object mail = staged.poll(); mail != null; mail = staged.poll()) {
                if (!out.offer(mail)) {
                    throw new IllegalStateException("a mailbox overflowed in spite of its reservations");
                }
            }
            receiver.wake();
        }
    }
}
