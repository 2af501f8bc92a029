package dev.seedlog.broker.api;

import dev.seedlog.base.Nanos;
import dev.seedlog.broker.connection.Exchange;
import dev.seedlog.broker.connection.ServedApis;
import dev.seedlog.env.Timers;
import dev.seedlog.replica.PendingFetch;
import dev.seedlog.replica.fetch.FetchPlan;
import dev.seedlog.replica.fetch.FetchReader;
import dev.seedlog.replica.fetch.FetchSessions;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.message.FetchRequest;
import dev.seedlog.wire.message.FetchResponse;

/**
 * Fetch, versions 4 to 18, by consumers and followers. Version 5 tells the log start offset, 7 has sessions (KIP-227),
 * 9 checks the leader epoch (KIP-320), 11 says a consumer's rack (KIP-392), 12 is flexible and finds diverging epochs
 * (KIP-595), 13 names topics by id (KIP-516), 15 has a follower's broker epoch (KIP-903), 16 tells who leads instead
 * (KIP-951), 18 the high watermark that it knows (KIP-1166).
 *
 * <p>If there is less to read than the client wants, it waits for more; whatever it asks for, the first batch is given
 * whole, so that a consumer with a small limit is not stuck.
 *
 * <p>Bytes that are not in memory are prefetched, off the shard. Whoever has enough without them is answered at once;
 * who has not waits for them, and if the disk takes longer than the client's wait, is answered without: other
 * partitions are not held up by a slow disk, and the next fetch finds what has arrived meanwhile.
 */
public final class FetchHandler {

    /** Who does not want to wait for records waits for a disk all the same, as a read would have it. */
    static final int COLD_WAIT_MS = 100;
    private static final short FIRST_VERSION_WITH_LEADERS = 16;

    private final PartitionLookup lookup;
    private final FetchSessions sessions;
    private final Timers timers;
    private final int mostBytes;
    private final FetchPeers peers;

    /**
     * A handler.
     *
     * @param mostBytes fetch.max.bytes: no answer has more, except for one batch that is larger
     */
    public FetchHandler(PartitionLookup lookup, FetchSessions sessions, Timers timers, int mostBytes) {
        this(lookup, sessions, timers, mostBytes, null);
    }

    /**
     * A handler of a shard that is not the only one.
     *
     * @param peers the others; null if there are none
     */
    public FetchHandler(PartitionLookup lookup, FetchSessions sessions, Timers timers, int mostBytes,
                        FetchPeers peers) {
        this.peers = peers;
        this.lookup = lookup;
        this.sessions = sessions;
        this.timers = timers;
        this.mostBytes = mostBytes;
    }

    /** Serves the API. */
    public void register(ServedApis apis) {
        apis.serve(Api.FETCH, FetchRequest::read, this::handle);
    }

    private void handle(Exchange exchange, FetchRequest request) {
        FetchPlan plan = sessions.plan(request, exchange.version());
        if (plan.errorCode() != 0) {
            exchange.respond(FetchResponse.builder().errorCode(plan.errorCode()).build());
            return;
        }
        if (peers != null) {
            endSessionElsewhere(request);
            if (SpreadFetch.concernsOthers(plan, peers)) {
                new SpreadFetch(exchange, request, plan, peers, mostBytes(request), () -> hints(exchange))
                        .begin(lookup, timers);
                return;
            }
        }
        FetchRound first = FetchRound.arrival(lookup, reader(exchange, request), plan.partitions(),
                mostBytes(request));
        int waitMs = first.cold() ? Math.max(COLD_WAIT_MS, request.maxWaitMs()) : request.maxWaitMs();
        if (waitMs <= 0 || plan.partitions().isEmpty() || first.enough(leastBytes(request))) {
            exchange.respond(first.toResponse(plan, hints(exchange)));
            return;
        }
        first.discard();
        PendingFetch pending = new PendingFetch(() -> answerIfEnough(exchange, request, plan),
                () -> answer(exchange, request, plan));
        exchange.whenAbandoned(pending::abandon);
        pending.begin(first.served(), timers, Nanos.ofMillis(waitMs));
    }

    /** A session's id says its shard; a client that begins another may have come by another connection. */
    private void endSessionElsewhere(FetchRequest request) {
        int shard = request.sessionId() % peers.shards();
        if (request.sessionId() > 0 && shard != peers.self()) {
            peers.endSession(shard, request.sessionId());
        }
    }

    private boolean answerIfEnough(Exchange exchange, FetchRequest request, FetchPlan plan) {
        FetchRound round = read(exchange, request, plan);
        if (round.enough(leastBytes(request))) {
            exchange.respond(round.toResponse(plan, hints(exchange)));
            return true;
        }
        round.discard();
        return false;
    }

    private void answer(Exchange exchange, FetchRequest request, FetchPlan plan) {
        exchange.respond(read(exchange, request, plan).toResponse(plan, hints(exchange)));
    }

    /** Of the metadata as it is when the answer is made. */
    private LeaderHints hints(Exchange exchange) {
        return exchange.version() < FIRST_VERSION_WITH_LEADERS ? null
                : new LeaderHints(lookup.image(), exchange.connection().listenerName());
    }

    private FetchRound read(Exchange exchange, FetchRequest request, FetchPlan plan) {
        return FetchRound.again(lookup, reader(exchange, request), plan.partitions(), mostBytes(request));
    }

    static FetchReader reader(Exchange exchange, FetchRequest request) {
        return FetchReader.of(request, exchange.version(), exchange.connection().listenerName());
    }

    private int mostBytes(FetchRequest request) {
        return Math.min(request.maxBytes(), mostBytes);
    }

    /** Who wants more than there may be in one answer would wait in vain. */
    private int leastBytes(FetchRequest request) {
        return Math.min(request.minBytes(), mostBytes(request));
    }
}
