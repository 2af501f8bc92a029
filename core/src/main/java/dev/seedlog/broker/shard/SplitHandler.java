package dev.seedlog.broker.shard;

import dev.seedlog.broker.connection.Exchange;
import dev.seedlog.broker.connection.Loan;
import dev.seedlog.broker.connection.PartSource;
import dev.seedlog.broker.connection.RequestHandler;
import dev.seedlog.env.CloseReason;
import dev.seedlog.wire.WireMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Serves requests that concern what several shards own: each is asked for its part, and their answers are joined in the
 * place that the request has in its connection's order. What concerns this shard alone is served as if there were no
 * other.
 *
 * @param <Q> the request's type
 * @param <A> the answer's type
 */
final class SplitHandler<Q extends WireMessage, A extends WireMessage> implements RequestHandler<Q> {

    private final RequestDesk desk;
    private final Splitting<Q, A> splitting;
    private final RequestHandler<Q> here;

    /** Splits; {@code here} serves what is this shard's. */
    SplitHandler(RequestDesk desk, Splitting<Q, A> splitting, RequestHandler<Q> here) {
        this.desk = desk;
        this.splitting = splitting;
        this.here = here;
    }

    @Override
    public void handle(Exchange exchange, Q request) {
        Parts<Q> parts = splitting.split(request);
        if (parts.isWhole() && parts.only() == desk.self()) {
            here.handle(exchange, request);
            return;
        }
        Joined joined = new Joined(exchange, request, parts);
        exchange.whenAbandoned(joined::abandon);
        for (int shard = 0; shard < desk.shards(); shard++) {
            if (parts.of(shard) != null && shard != desk.self()) {
                joined.ask(shard, parts.of(shard));
            }
        }
        if (parts.of(desk.self()) != null) {
            joined.askHere(parts.of(desk.self()));
        }
        joined.allAsked();
    }

    /** The answers as they come. */
    private final class Joined {
        private static final long NOT_ASKED = -1;

        private final Exchange exchange;
        private final Q request;
        private final Parts<Q> parts;
        private final List<A> answers = new ArrayList<>(Collections.nCopies(desk.shards(), null));
        private final long[] numbers = new long[desk.shards()];
        private PartSource own;
        private int missing = 1;
        private boolean answerWanted;
        private CloseReason disconnect;
        private boolean abandoned;

        private Joined(Exchange exchange, Q request, Parts<Q> parts) {
            this.exchange = exchange;
            this.request = request;
            this.parts = parts;
            Arrays.fill(numbers, NOT_ASKED);
        }

        private void ask(int shard, Q part) {
            List<Loan> loans = new ArrayList<>(0);
            Q lent = splitting.lend(part, desk.loans(), loans);
            missing++;
            numbers[shard] = desk.ask(shard, exchange, lent, loans, asker(shard));
        }

        private void askHere(Q part) {
            missing++;
            own = desk.serveHere(exchange, part, asker(desk.self()));
        }

        private void allAsked() {
            arrived();
        }

        private PartSource.Asker asker(int shard) {
            return new PartSource.Asker() {
                @Override
                @SuppressWarnings("unchecked")
                public void onAnswer(WireMessage response) {
                    numbers[shard] = NOT_ASKED;
                    answerWanted |= response != null;
                    answers.set(shard, (A) response);
                    arrived();
                }

                @Override
                public void onDisconnect(CloseReason why) {
                    numbers[shard] = NOT_ASKED;
                    disconnect = why;
                    arrived();
                }
            };
        }

        private void arrived() {
            if (--missing > 0 || abandoned) {
                return;
            }
            if (disconnect != null) {
                exchange.disconnect(disconnect);
            } else if (answerWanted) {
                exchange.respond(parts.isWhole() ? answers.get(parts.only()) : splitting.join(request, parts, answers));
            } else {
                exchange.respondNothing();
            }
        }

        private void abandon() {
            abandoned = true;
            for (int shard = 0; shard < numbers.length; shard++) {
                if (numbers[shard] != NOT_ASKED) {
                    desk.abandon(shard, numbers[shard]);
                }
            }
            if (own != null) {
                own.abandon();
            }
        }
    }
}
