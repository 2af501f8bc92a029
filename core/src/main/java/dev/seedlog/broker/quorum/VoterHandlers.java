package dev.seedlog.broker.quorum;

import dev.seedlog.broker.connection.Exchange;
import dev.seedlog.broker.connection.ServedApis;
import dev.seedlog.broker.control.ControllerCall;
import dev.seedlog.broker.control.ControllerGateway;
import dev.seedlog.broker.control.VoterCalls;
import dev.seedlog.machine.Refusal;
import dev.seedlog.machine.Reply;
import dev.seedlog.raft.RaftRequest;
import dev.seedlog.raft.message.VoterChangeMessages;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.WireMessage;
import dev.seedlog.wire.message.AddRaftVoterRequest;
import dev.seedlog.wire.message.RemoveRaftVoterRequest;
import java.util.Optional;

/**
 * AddRaftVoter, versions 0 and 1, and RemoveRaftVoter, version 0 (KIP-853): the leader of the quorum decides. A broker
 * passes on what it is asked; a controller that does not lead answers NOT_LEADER_OR_FOLLOWER.
 */
public final class VoterHandlers {

    private final MetadataQuorum quorum;
    private final ControllerGateway leader;

    /** Handlers; {@code leader} is the way to the leader if it is another node, null to pass nothing on. */
    public VoterHandlers(MetadataQuorum quorum, ControllerGateway leader) {
        this.quorum = quorum;
        this.leader = leader;
    }

    /** Serves the APIs. */
    public void register(ServedApis apis) {
        apis.serve(Api.ADD_RAFT_VOTER, AddRaftVoterRequest::read, this::add);
        apis.serve(Api.REMOVE_RAFT_VOTER, RemoveRaftVoterRequest::read, this::remove);
    }

    private void add(Exchange exchange, AddRaftVoterRequest request) {
        if (passesOn()) {
            passOn(exchange, VoterCalls.ADD, request);
            return;
        }
        Optional<RaftRequest.AddVoter> asked =
                VoterChangeMessages.received(request, quorum.driver().settings().listener());
        if (asked.isEmpty()) {
            exchange.respond(VoterCalls.ADD.refused(request, exchange.version(), new Refusal(
                    ErrorCode.INVALID_REQUEST, "A voter needs an id, and an address for the listener "
                            + quorum.driver().settings().listener() + ".")));
        } else {
            quorum.driver().handle(asked.get(),
                    (response, none) -> exchange.respond(VoterChangeMessages.addResponse(response)));
        }
    }

    private void remove(Exchange exchange, RemoveRaftVoterRequest request) {
        if (passesOn()) {
            passOn(exchange, VoterCalls.REMOVE, request);
        } else {
            quorum.driver().handle(VoterChangeMessages.received(request),
                    (response, none) -> exchange.respond(VoterChangeMessages.removeResponse(response)));
        }
    }

    private boolean passesOn() {
        return leader != null && !quorum.here();
    }

    private <Q extends WireMessage, A extends WireMessage> void passOn(Exchange exchange, ControllerCall<Q, A> call,
                                                                       Q request) {
        leader.submit(call, exchange.version(), request, call.timeoutMs(request), new Reply<A>() {
            @Override
            public void answer(A answer) {
                exchange.respond(answer);
            }

            @Override
            public void refuse(Refusal refusal) {
                exchange.respond(call.refused(request, exchange.version(), refusal));
            }
        });
    }
}
