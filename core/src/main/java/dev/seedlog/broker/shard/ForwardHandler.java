package dev.seedlog.broker.shard;

import dev.seedlog.broker.connection.ApiDispatcher;
import dev.seedlog.broker.connection.Exchange;
import dev.seedlog.broker.connection.PartSource;
import dev.seedlog.broker.connection.RequestHandler;
import dev.seedlog.env.CloseReason;
import dev.seedlog.wire.WireMessage;
import java.util.function.ToIntFunction;

/**
 * Serves requests that concern one shard: those that are another's are sent there as they were received.
 *
 * @param <Q> the request's type
 */
final class ForwardHandler<Q extends WireMessage> implements RequestHandler<Q> {

    private final RequestDesk desk;
    private final ApiDispatcher clients;
    private final ToIntFunction<Q> shardOf;
    private final RequestHandler<Q> here;

    /**
     * A handler.
     *
     * @param clients what reads the requests of clients: it has their frames
     * @param shardOf whose a request is
     * @param here serves what is this shard's; null if nothing is
     */
    ForwardHandler(RequestDesk desk, ApiDispatcher clients, ToIntFunction<Q> shardOf, RequestHandler<Q> here) {
        this.desk = desk;
        this.clients = clients;
        this.shardOf = shardOf;
        this.here = here;
    }

    @Override
    public void handle(Exchange exchange, Q request) {
        int shard = shardOf.applyAsInt(request);
        if (shard == desk.self()) {
            here.handle(exchange, request);
            return;
        }
        long number = desk.forward(shard, exchange, clients.frame(), new PartSource.Asker() {
            @Override
            public void onAnswer(WireMessage response) {
                if (response == null) {
                    exchange.respondNothing();
                } else {
                    exchange.respond(response);
                }
            }

            @Override
            public void onDisconnect(CloseReason why) {
                exchange.disconnect(why);
            }
        });
        exchange.whenAbandoned(() -> desk.abandon(shard, number));
    }
}
