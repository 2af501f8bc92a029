package dev.seedlog.broker.control;

import dev.seedlog.broker.connection.RequestReader;
import dev.seedlog.controller.Controller;
import dev.seedlog.machine.Command;
import dev.seedlog.machine.Refusal;
import dev.seedlog.metadata.MetadataRecord;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.WireMessage;

/**
 * One thing that the active controller is asked: how it is said on the wire, and how it is decided where the controller
 * is. {@link ControllerCalls} has them all.
 *
 * @param <Q> the request
 * @param <A> the answer
 */
public abstract class ControllerCall<Q extends WireMessage, A extends WireMessage> {

    private static final int TIMEOUT_MS = 30_000;

    private final Api api;
    private final RequestReader<Q> requests;
    private final RequestReader<A> answers;

    ControllerCall(Api api, RequestReader<Q> requests, RequestReader<A> answers) {
        this.api = api;
        this.requests = requests;
        this.answers = answers;
    }

    /** The API by which it is asked. */
    public final Api api() {
        return api;
    }

    /** Reads its requests. */
    public final RequestReader<Q> requests() {
        return requests;
    }

    /** Reads its answers. */
    final RequestReader<A> answers() {
        return answers;
    }

    /** The command that the controller is given. */
    public abstract Command<MetadataRecord, A> command(Controller controller, Q request, short version);

    /** The answer that says why a request was refused as a whole. */
    public abstract A refused(Q request, short version, Refusal refusal);

    /** The error by which an answer says that all was refused; the first one, if each part has its own. */
    abstract short error(A answer);

    /** How long the answer to a client's request may take. */
    public int timeoutMs(Q request) {
        return TIMEOUT_MS;
    }
}
