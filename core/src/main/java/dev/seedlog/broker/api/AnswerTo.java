package dev.seedlog.broker.api;

import dev.seedlog.broker.connection.Exchange;
import dev.seedlog.machine.Refusal;
import dev.seedlog.machine.Reply;
import dev.seedlog.wire.WireMessage;
import java.util.function.Function;

/**
 * Answers a client with what a machine replies.
 *
 * @param exchange whom to answer
 * @param onRefusal the answer that tells why it was refused as a whole
 * @param <A> the answer's type
 */
record AnswerTo<A extends WireMessage>(Exchange exchange, Function<Refusal, A> onRefusal) implements Reply<A> {

    @Override
    public void answer(A answer) {
        exchange.respond(answer);
    }

    @Override
    public void refuse(Refusal refusal) {
        exchange.respond(onRefusal.apply(refusal));
    }
}
