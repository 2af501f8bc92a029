package dev.seedlog.broker.shard;

import dev.seedlog.broker.connection.ApiDispatcher;
import dev.seedlog.broker.connection.Exchange;
import dev.seedlog.broker.connection.PartSource;
import dev.seedlog.broker.connection.RequestHandler;
import dev.seedlog.env.CloseReason;
import dev.seedlog.wire.WireMessage;

/**
 * Serves on the first shard what may tell of new metadata: the answers pass the gate.
 *
 * @param <Q> the request's type
 */
final class GatedHandler<Q extends WireMessage> implements RequestHandler<Q> {

    private final MetadataGate gate;
    private final ApiDispatcher ungated;

    /** Gates what {@code ungated} answers. */
    GatedHandler(MetadataGate gate, ApiDispatcher ungated) {
        this.gate = gate;
        this.ungated = ungated;
    }

    @Override
    public void handle(Exchange exchange, Q request) {
        PartSource source = new PartSource(exchange.connection().remote(), exchange.connection().listenerName(),
                new PartSource.Asker() {
                    @Override
                    public void onAnswer(WireMessage response) {
                        gate.pass(() -> exchange.respond(response));
                    }

                    @Override
                    public void onDisconnect(CloseReason why) {
                        exchange.disconnect(why);
                    }
                });
        exchange.whenAbandoned(source::abandon);
        ungated.handle(source, exchange.api(), exchange.version(), exchange.clientId(), request);
    }
}
