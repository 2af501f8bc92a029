package dev.seedlog.broker.api;

import dev.seedlog.controller.Controller;
import dev.seedlog.machine.Command;
import dev.seedlog.machine.Reply;
import dev.seedlog.metadata.MetadataRecord;
import java.util.function.Function;

/** The way to the active controller. */
public interface ControllerGateway {

    /**
     * Has the controller decide.
     *
     * @param command makes the command for the controller that is to decide it
     * @param timeoutMs how long the answer may take
     * @param reply takes the answer; its refusal is NOT_CONTROLLER if there is no active controller here
     */
    <A> void submit(Function<Controller, Command<MetadataRecord, A>> command, long timeoutMs, Reply<A> reply);
}
