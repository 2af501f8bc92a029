package dev.seedlog.broker.control;

import dev.seedlog.machine.Reply;
import dev.seedlog.wire.WireMessage;

/** The way to the active controller. */
public interface ControllerGateway {

    /**
     * Has the controller decide.
     *
     * @param version the version of the request, and of its answer: some decisions depend on it
     * @param timeoutMs how long the answer may take
     * @param reply takes the answer. Its refusal is NOT_CONTROLLER if there is no active controller here and this is no
     *     way to another, REQUEST_TIMED_OUT if none answered in time: then nobody can say whether it was done
     */
    <Q extends WireMessage, A extends WireMessage> void submit(ControllerCall<Q, A> call, short version, Q request,
                                                               long timeoutMs, Reply<A> reply);

    /** As above, in the newest version. */
    default <Q extends WireMessage, A extends WireMessage> void submit(ControllerCall<Q, A> call, Q request,
                                                                       long timeoutMs, Reply<A> reply) {
        submit(call, call.api().highestVersion(), request, timeoutMs, reply);
    }
}
