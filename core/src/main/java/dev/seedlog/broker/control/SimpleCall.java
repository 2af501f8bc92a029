package dev.seedlog.broker.control;

import dev.seedlog.broker.connection.RequestReader;
import dev.seedlog.controller.Controller;
import dev.seedlog.machine.Command;
import dev.seedlog.machine.Refusal;
import dev.seedlog.metadata.MetadataRecord;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.WireMessage;
import java.util.function.BiFunction;
import java.util.function.Function;

/** A call whose answer has one error for all of it. */
final class SimpleCall<Q extends WireMessage, A extends WireMessage> extends ControllerCall<Q, A> {

    private final BiFunction<Controller, Q, Command<MetadataRecord, A>> command;
    private final Function<Refusal, A> refused;
    private final Function<A, Short> error;

    SimpleCall(Api api, RequestReader<Q> requests, RequestReader<A> answers,
               BiFunction<Controller, Q, Command<MetadataRecord, A>> command, Function<Refusal, A> refused,
               Function<A, Short> error) {
        super(api, requests, answers);
        this.command = command;
        this.refused = refused;
        this.error = error;
    }

    @Override
    public Command<MetadataRecord, A> command(Controller controller, Q request, short version) {
        return command.apply(controller, request);
    }

    @Override
    public A refused(Q request, short version, Refusal refusal) {
        return refused.apply(refusal);
    }

    @Override
    short error(A answer) {
        return error.apply(answer);
    }
}
