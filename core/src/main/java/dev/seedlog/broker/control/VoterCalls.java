package dev.seedlog.broker.control;

import dev.seedlog.broker.connection.RequestReader;
import dev.seedlog.controller.Controller;
import dev.seedlog.machine.Command;
import dev.seedlog.machine.Decision;
import dev.seedlog.machine.Refusal;
import dev.seedlog.metadata.MetadataRecord;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.WireMessage;
import dev.seedlog.wire.message.AddRaftVoterRequest;
import dev.seedlog.wire.message.AddRaftVoterResponse;
import dev.seedlog.wire.message.RemoveRaftVoterRequest;
import dev.seedlog.wire.message.RemoveRaftVoterResponse;
import java.util.function.Function;

/** What the quorum's leader is asked about who votes: AddRaftVoter 0 and 1, RemoveRaftVoter 0 (KIP-853). */
public final class VoterCalls {

    /** Lets a replica vote. */
    public static final ControllerCall<AddRaftVoterRequest, AddRaftVoterResponse> ADD =
            new VoterCall<>(Api.ADD_RAFT_VOTER, AddRaftVoterRequest::read, AddRaftVoterResponse::read,
                    refusal -> AddRaftVoterResponse.builder().errorCode(refusal.error().code())
                            .errorMessage(refusal.message()).build(),
                    AddRaftVoterResponse::errorCode);
    /** Lets a replica vote no more. */
    public static final ControllerCall<RemoveRaftVoterRequest, RemoveRaftVoterResponse> REMOVE =
            new VoterCall<>(Api.REMOVE_RAFT_VOTER, RemoveRaftVoterRequest::read, RemoveRaftVoterResponse::read,
                    refusal -> RemoveRaftVoterResponse.builder().errorCode(refusal.error().code())
                            .errorMessage(refusal.message()).build(),
                    RemoveRaftVoterResponse::errorCode);

    private VoterCalls() {
    }

    /** A call to the leader that is passed on only; a node that leads does not ask. */
    private static final class VoterCall<Q extends WireMessage, A extends WireMessage> extends ControllerCall<Q, A> {

        private final Function<Refusal, A> refused;
        private final Function<A, Short> error;

        private VoterCall(Api api, RequestReader<Q> requests, RequestReader<A> answers, Function<Refusal, A> refused,
                          Function<A, Short> error) {
            super(api, requests, answers);
            this.refused = refused;
            this.error = error;
        }

        /** This node has come to lead while the request waited: who asks again is served. */
        @Override
        public Command<MetadataRecord, A> command(Controller controller, Q request, short version) {
            return at -> Decision.immediate(refused.apply(Refusal.of(ErrorCode.NOT_LEADER_OR_FOLLOWER)));
        }

        @Override
        public A refused(Q request, short version, Refusal refusal) {
            return refused.apply(refusal);
        }

        @Override
        short error(A answer) {
            short code = error.apply(answer);
            return code == ErrorCode.NOT_LEADER_OR_FOLLOWER.code() ? ErrorCode.NOT_CONTROLLER.code() : code;
        }
    }
}
