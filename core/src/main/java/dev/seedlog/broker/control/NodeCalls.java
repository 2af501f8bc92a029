package dev.seedlog.broker.control;

import dev.seedlog.controller.Controller;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.message.BrokerHeartbeatRequest;
import dev.seedlog.wire.message.BrokerHeartbeatResponse;
import dev.seedlog.wire.message.BrokerRegistrationRequest;
import dev.seedlog.wire.message.BrokerRegistrationResponse;
import dev.seedlog.wire.message.ControllerRegistrationRequest;
import dev.seedlog.wire.message.ControllerRegistrationResponse;
import dev.seedlog.wire.message.UnregisterBrokerRequest;
import dev.seedlog.wire.message.UnregisterBrokerResponse;

/**
 * What the controller is asked about nodes: BrokerRegistration 0 to 4, BrokerHeartbeat 0 to 2 and UnregisterBroker 0
 * (KIP-631), ControllerRegistration 0 (KIP-919).
 */
public final class NodeCalls {

    /** Registers a broker. */
    public static final ControllerCall<BrokerRegistrationRequest, BrokerRegistrationResponse> REGISTER_BROKER =
            new SimpleCall<>(Api.BROKER_REGISTRATION, BrokerRegistrationRequest::read,
                    BrokerRegistrationResponse::read, Controller::registerBroker,
                    refusal -> BrokerRegistrationResponse.builder().errorCode(refusal.error().code()).build(),
                    BrokerRegistrationResponse::errorCode);
    /** Keeps a broker's session. */
    public static final ControllerCall<BrokerHeartbeatRequest, BrokerHeartbeatResponse> HEARTBEAT =
            new SimpleCall<>(Api.BROKER_HEARTBEAT, BrokerHeartbeatRequest::read, BrokerHeartbeatResponse::read,
                    Controller::heartbeat,
                    refusal -> BrokerHeartbeatResponse.builder().errorCode(refusal.error().code()).build(),
                    BrokerHeartbeatResponse::errorCode);
    /** Forgets a broker. */
    public static final ControllerCall<UnregisterBrokerRequest, UnregisterBrokerResponse> UNREGISTER_BROKER =
            new SimpleCall<>(Api.UNREGISTER_BROKER, UnregisterBrokerRequest::read, UnregisterBrokerResponse::read,
                    Controller::unregisterBroker,
                    refusal -> UnregisterBrokerResponse.builder().errorCode(refusal.error().code())
                            .errorMessage(refusal.message()).build(),
                    UnregisterBrokerResponse::errorCode);
    /** Registers a controller. */
    public static final ControllerCall<ControllerRegistrationRequest, ControllerRegistrationResponse>
            REGISTER_CONTROLLER = new SimpleCall<>(Api.CONTROLLER_REGISTRATION, ControllerRegistrationRequest::read,
                    ControllerRegistrationResponse::read, Controller::registerController,
                    refusal -> ControllerRegistrationResponse.builder().errorCode(refusal.error().code())
                            .errorMessage(refusal.message()).build(),
                    ControllerRegistrationResponse::errorCode);

    private NodeCalls() {
    }
}
