package dev.seedlog.broker.shard;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.broker.connection.AnswerRegions;
import dev.seedlog.broker.connection.ApiDispatcher;
import dev.seedlog.broker.connection.Exchange;
import dev.seedlog.broker.connection.FrameLoans;
import dev.seedlog.broker.connection.Loan;
import dev.seedlog.broker.connection.PartSource;
import dev.seedlog.env.CloseReason;
import dev.seedlog.wire.WireMessage;
import java.util.ArrayList;
import java.util.List;
import org.agrona.collections.Long2ObjectHashMap;

/** Asks other shards for what they own, and serves what they ask of this one. */
public final class RequestDesk {

    private final ShardPost post;
    private final ApiDispatcher own;
    private final Long2ObjectHashMap<PartSource.Asker> asked = new Long2ObjectHashMap<>();
    private final List<Long2ObjectHashMap<PartSource>> served = new ArrayList<>();
    private final List<List<Loan>> borrowed = new ArrayList<>();
    private FrameLoans loans;
    private long lastNumber;
    private boolean closed;

    /**
     * A desk.
     *
     * @param own serves requests on this shard, and does not pass them on
     */
    public RequestDesk(ShardPost post, ApiDispatcher own) {
        this.post = post;
        this.own = own;
        for (int i = 0; i < post.count(); i++) {
            served.add(new Long2ObjectHashMap<>());
            borrowed.add(new ArrayList<>());
        }
    }

    /** From now on bytes of received frames can be lent. */
    public void lendFrom(FrameLoans newLoans) {
        loans = newLoans;
    }

    /** From now on nothing is served: what it would be served from is closed. */
    public void close() {
        closed = true;
    }

    /** What bytes are lent from. */
    FrameLoans loans() {
        return loans;
    }

    /** This shard's number. */
    int self() {
        return post.self();
    }

    /** How many shards there are. */
    int shards() {
        return post.count();
    }

    /**
     * Has another shard serve a request, or a part of one; {@code asker} hears the outcome in a later turn.
     *
     * @return the number by which it can be abandoned
     */
    long ask(int shard, Exchange exchange, WireMessage request, List<Loan> lent, PartSource.Asker asker) {
        long number = register(asker);
        post.send(shard, new RequestMail.Part(number, client(exchange), exchange.api(), exchange.version(), request,
                lent));
        return number;
    }

    /** Has another shard serve a request's frame as it was received. */
    long forward(int shard, Exchange exchange, BufferSlice frame, PartSource.Asker asker) {
        long number = register(asker);
        FrameLoans.Lent lent = loans.lend(frame);
        post.send(shard, new RequestMail.Frame(number, client(exchange), lent.bytes(), lent.loan()));
        return number;
    }

    /** The client is gone: the outcome is not wanted any more. */
    void abandon(int shard, long number) {
        if (asked.remove(number) != null) {
            post.send(shard, new RequestMail.Abandon(number));
        }
    }

    /** Serves a part of a request on this shard itself, as another shard would. */
    PartSource serveHere(Exchange exchange, WireMessage request, PartSource.Asker asker) {
        PartSource source = new PartSource(exchange.connection().remote(), exchange.connection().listenerName(), asker);
        own.handle(source, exchange.api(), exchange.version(), exchange.clientId(), request);
        return source;
    }

    private long register(PartSource.Asker asker) {
        asked.put(++lastNumber, asker);
        return lastNumber;
    }

    private static RequestMail.Client client(Exchange exchange) {
        return new RequestMail.Client(exchange.connection().remote(), exchange.connection().listenerName(),
                exchange.clientId());
    }

    /** Takes mail about requests. */
    void onMail(int from, RequestMail mail) {
        if (mail instanceof RequestMail.Part part) {
            borrowed.get(from).addAll(part.loans());
            PartSource source = begin(from, part.number(), part.client());
            if (source != null) {
                own.handle(source, part.api(), part.version(), part.client().clientId(), part.request());
            }
        } else if (mail instanceof RequestMail.Frame whole) {
            borrowed.get(from).add(whole.loan());
            PartSource source = begin(from, whole.number(), whole.client());
            if (source != null) {
                own.dispatch(source, whole.frame().buffer(), whole.frame().offset(), whole.frame().lengthBytes());
            }
        } else if (mail instanceof RequestMail.Answer answer) {
            answered(asked.remove(answer.number()), answer.response());
        } else if (mail instanceof RequestMail.Disconnect end) {
            PartSource.Asker asker = asked.remove(end.number());
            if (asker != null) {
                asker.onDisconnect(end.why());
            }
        } else if (mail instanceof RequestMail.Abandon gone) {
            PartSource source = served.get(from).remove(gone.number());
            if (source != null) {
                source.abandon();
            }
        } else if (mail instanceof RequestMail.Returned back) {
            back.loans().forEach(loans::returned);
        }
    }

    private static void answered(PartSource.Asker asker, WireMessage response) {
        if (asker == null) {
            AnswerRegions.release(response);
        } else {
            asker.onAnswer(response);
        }
    }

    /** The source of another shard's request; null if nothing is served any more. */
    private PartSource begin(int from, long number, RequestMail.Client client) {
        if (closed) {
            return null;
        }
        PartSource source = new PartSource(client.remote(), client.listenerName(), new PartSource.Asker() {
            @Override
            public void onAnswer(WireMessage response) {
                served.get(from).remove(number);
                post.send(from, new RequestMail.Answer(number, response));
            }

            @Override
            public void onDisconnect(CloseReason why) {
                served.get(from).remove(number);
                post.send(from, new RequestMail.Disconnect(number, why));
            }
        });
        served.get(from).put(number, source);
        return source;
    }

    /** The turn is over, and its writes have returned: what was borrowed goes back. */
    public void endTurn() {
        for (int shard = 0; shard < borrowed.size(); shard++) {
            if (!borrowed.get(shard).isEmpty()) {
                post.send(shard, new RequestMail.Returned(List.copyOf(borrowed.get(shard))));
                borrowed.get(shard).clear();
            }
        }
    }
}
