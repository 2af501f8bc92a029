package dev.seedlog.broker.control;

import dev.seedlog.broker.connection.Exchange;
import dev.seedlog.broker.connection.RequestSource;
import dev.seedlog.broker.connection.ServedApis;
import dev.seedlog.machine.Refusal;
import dev.seedlog.machine.Reply;
import dev.seedlog.wire.WireMessage;
import dev.seedlog.wire.message.BrokerHeartbeatRequest;
import java.util.function.BiConsumer;

/**
 * Serves what the controller decides: on a controller's listener by the controller itself, on a broker's by passing it
 * on. Who asks a broker is answered as by the controller, in the version of the request.
 */
public final class ControllerHandlers {

    private final ControllerGateway controller;

    /** Handlers that ask a controller. */
    public ControllerHandlers(ControllerGateway controller) {
        this.controller = controller;
    }

    /** What clients may ask a broker, and tools a controller. */
    public ControllerHandlers registerAdministration(ServedApis apis) {
        serve(apis, TopicCalls.CREATE_TOPICS);
        serve(apis, TopicCalls.DELETE_TOPICS);
        serve(apis, TopicCalls.CREATE_PARTITIONS);
        serve(apis, ConfigCalls.ALTER_CONFIGS);
        serve(apis, ConfigCalls.INCREMENTAL_ALTER_CONFIGS);
        serve(apis, NodeCalls.UNREGISTER_BROKER);
        serve(apis, FeatureCalls.UPDATE_FEATURES);
        serve(apis, ReplicaCalls.ELECT_LEADERS);
        serve(apis, ReplicaCalls.ALTER_REASSIGNMENTS);
        serve(apis, ReplicaCalls.LIST_REASSIGNMENTS);
        return this;
    }

    /**
     * What only the nodes of the cluster ask.
     *
     * @param contacts hears by which connection each heartbeat came
     */
    public void registerNodes(ServedApis apis, BiConsumer<BrokerHeartbeatRequest, RequestSource> contacts) {
        serve(apis, NodeCalls.REGISTER_BROKER);
        apis.serve(NodeCalls.HEARTBEAT.api(), NodeCalls.HEARTBEAT.requests(), (exchange, request) -> {
            contacts.accept(request, exchange.connection());
            submit(NodeCalls.HEARTBEAT, exchange, request);
        });
        serve(apis, NodeCalls.REGISTER_CONTROLLER);
        serve(apis, PartitionCalls.ALLOCATE_PRODUCER_IDS);
        serve(apis, PartitionCalls.ALTER_PARTITION);
        serve(apis, PartitionCalls.ASSIGN_DIRECTORIES);
    }

    private <Q extends WireMessage, A extends WireMessage> void serve(ServedApis apis, ControllerCall<Q, A> call) {
        apis.serve(call.api(), call.requests(), (exchange, request) -> submit(call, exchange, request));
    }

    private <Q extends WireMessage, A extends WireMessage> void submit(ControllerCall<Q, A> call, Exchange exchange,
                                                                       Q request) {
        controller.submit(call, exchange.version(), request, call.timeoutMs(request),
                new AnswerTo<>(exchange, call, request));
    }

    /** Answers who asked. */
    private record AnswerTo<Q extends WireMessage, A extends WireMessage>(Exchange exchange, ControllerCall<Q, A> call,
                                                                          Q request) implements Reply<A> {
        @Override
        public void answer(A answer) {
            exchange.respond(answer);
        }

        @Override
        public void refuse(Refusal refusal) {
            exchange.respond(call.refused(request, exchange.version(), refusal));
        }
    }
}
