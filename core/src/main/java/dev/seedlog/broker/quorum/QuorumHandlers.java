package dev.seedlog.broker.quorum;

import dev.seedlog.broker.connection.Exchange;
import dev.seedlog.broker.connection.ServedApis;
import dev.seedlog.env.Probes;
import dev.seedlog.raft.RaftResponse;
import dev.seedlog.raft.message.BeginQuorumEpochMessages;
import dev.seedlog.raft.message.EndQuorumEpochMessages;
import dev.seedlog.raft.message.FetchMessages;
import dev.seedlog.raft.message.FetchSnapshotMessages;
import dev.seedlog.raft.message.VoteMessages;
import dev.seedlog.raft.message.VoterChangeMessages;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.BeginQuorumEpochRequest;
import dev.seedlog.wire.message.EndQuorumEpochRequest;
import dev.seedlog.wire.message.FetchRequest;
import dev.seedlog.wire.message.FetchSnapshotRequest;
import dev.seedlog.wire.message.UpdateRaftVoterRequest;
import dev.seedlog.wire.message.VoteRequest;

/**
 * The quorum's requests on the controller listener: Vote, versions 0 to 2; BeginQuorumEpoch and EndQuorumEpoch, 0 and
 * 1; Fetch of the metadata log, 12 to 18 (older ones do not say epochs and are refused); FetchSnapshot, 0 and 1;
 * UpdateRaftVoter, 0. What is not about the one partition of the metadata log is refused with INVALID_REQUEST.
 */
public final class QuorumHandlers {

    private final RaftDriver driver;
    private final Probes probes;

    /** Handlers for a replica. */
    public QuorumHandlers(RaftDriver driver, Probes probes) {
        this.probes = probes;
        this.driver = driver;
    }

    /** Serves the APIs, on a listener of the quorum. */
    public void register(ServedApis apis) {
        apis.serve(Api.VOTE, VoteRequest::read, this::vote);
        apis.serve(Api.BEGIN_QUORUM_EPOCH, BeginQuorumEpochRequest::read, this::begin);
        apis.serve(Api.END_QUORUM_EPOCH, EndQuorumEpochRequest::read, this::end);
        apis.serve(Api.FETCH, FetchRequest::read, this::fetch);
        apis.serve(Api.FETCH_SNAPSHOT, FetchSnapshotRequest::read, this::fetchSnapshot);
        apis.serve(Api.UPDATE_RAFT_VOTER, UpdateRaftVoterRequest::read, this::updateVoter);
    }

    private void updateVoter(Exchange exchange, UpdateRaftVoterRequest request) {
        driver.handle(VoterChangeMessages.received(request, driver.settings().listener()), (response, none) -> {
            if (response.error() == ErrorCode.NONE) {
                probes.hit("quorum.voter.updated");
            }
            exchange.respond(VoterChangeMessages.updateResponse(response, listener(exchange)));
        });
    }

    private void vote(Exchange exchange, VoteRequest request) {
        VoteMessages.received(request).ifPresentOrElse(asked -> driver.handle(asked, (response, none) ->
                exchange.respond(response instanceof RaftResponse.Vote vote
                        ? VoteMessages.response(vote, listener(exchange), exchange.version())
                        : VoteMessages.refusal(response.error()))),
                () -> exchange.respond(VoteMessages.refusal(ErrorCode.INVALID_REQUEST)));
    }

    private void begin(Exchange exchange, BeginQuorumEpochRequest request) {
        BeginQuorumEpochMessages.received(request).ifPresentOrElse(asked -> driver.handle(asked, (response, none) ->
                exchange.respond(response instanceof RaftResponse.BeginQuorumEpoch begin
                        ? BeginQuorumEpochMessages.response(begin, listener(exchange), exchange.version())
                        : BeginQuorumEpochMessages.refusal(response.error()))),
                () -> exchange.respond(BeginQuorumEpochMessages.refusal(ErrorCode.INVALID_REQUEST)));
    }

    private void end(Exchange exchange, EndQuorumEpochRequest request) {
        EndQuorumEpochMessages.received(request).ifPresentOrElse(asked -> driver.handle(asked, (response, none) ->
                exchange.respond(response instanceof RaftResponse.EndQuorumEpoch end
                        ? EndQuorumEpochMessages.response(end, listener(exchange), exchange.version())
                        : EndQuorumEpochMessages.refusal(response.error()))),
                () -> exchange.respond(EndQuorumEpochMessages.refusal(ErrorCode.INVALID_REQUEST)));
    }

    /** Serves a fetch of the metadata log. */
    public void fetch(Exchange exchange, FetchRequest request) {
        short version = exchange.version();
        FetchMessages.received(request, version).ifPresentOrElse(asked -> driver.handle(asked, (response, records) ->
                exchange.respond(response instanceof RaftResponse.Fetch fetch
                        ? FetchMessages.response(fetch, records, listener(exchange), version)
                        : FetchMessages.refusal(response.error()))),
                () -> exchange.respond(FetchMessages.refusal(ErrorCode.INVALID_REQUEST)));
    }

    private void fetchSnapshot(Exchange exchange, FetchSnapshotRequest request) {
        FetchSnapshotMessages.received(request).ifPresentOrElse(asked -> driver.handle(asked, (response, bytes) ->
                exchange.respond(response instanceof RaftResponse.FetchSnapshot fetch
                        ? FetchSnapshotMessages.response(fetch, bytes, listener(exchange), exchange.version())
                        : FetchSnapshotMessages.refusal(response.error()))),
                () -> exchange.respond(FetchSnapshotMessages.refusal(ErrorCode.INVALID_REQUEST)));
    }

    private static String listener(Exchange exchange) {
        return exchange.connection().listenerName();
    }
}
