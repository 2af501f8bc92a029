package dev.seedlog.broker.api;

import dev.seedlog.broker.connection.Exchange;
import dev.seedlog.broker.connection.ServedApis;
import dev.seedlog.broker.control.ControllerGateway;
import dev.seedlog.broker.control.PartitionCalls;
import dev.seedlog.machine.Refusal;
import dev.seedlog.machine.Reply;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.AllocateProducerIdsRequest;
import dev.seedlog.wire.message.AllocateProducerIdsResponse;
import dev.seedlog.wire.message.InitProducerIdRequest;
import dev.seedlog.wire.message.InitProducerIdResponse;
import java.util.ArrayDeque;
import java.util.function.LongSupplier;

/**
 * InitProducerId, versions 0 to 5, for idempotent producers (KIP-98). Ids come in blocks from the controller (KIP-730).
 * Who names a transactional id is refused: transactions are not served yet.
 */
public final class InitProducerIdHandler {

    private static final int TIMEOUT_MS = 30_000;
    private static final int MOST_WAITING = 10_000;
    private static final short FIRST_EPOCH = 0;

    private final ControllerGateway controller;
    private final int brokerId;
    private final LongSupplier brokerEpoch;
    private final ArrayDeque<Exchange> waiting = new ArrayDeque<>();
    private long nextId;
    private long blockEnd;
    private boolean asking;

    /** A handler; the epoch is the one that this broker is registered with. */
    public InitProducerIdHandler(ControllerGateway controller, int brokerId, LongSupplier brokerEpoch) {
        this.controller = controller;
        this.brokerId = brokerId;
        this.brokerEpoch = brokerEpoch;
    }

    /** Serves the API. */
    public void register(ServedApis apis) {
        apis.serve(Api.INIT_PRODUCER_ID, InitProducerIdRequest::read, this::handle);
    }

    private void handle(Exchange exchange, InitProducerIdRequest request) {
        if (request.transactionalId() != null) {
            ErrorCode error = request.transactionalId().isEmpty()
                    ? ErrorCode.INVALID_REQUEST : ErrorCode.UNSUPPORTED_VERSION;
            exchange.respond(refused(error));
        } else if (request.producerId() < 0 != request.producerEpoch() < 0) {
            // A producer that asks for its next epoch names both.
            exchange.respond(refused(ErrorCode.INVALID_REQUEST));
        } else if (waiting.size() >= MOST_WAITING) {
            exchange.respond(refused(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS));
        } else {
            waiting.add(exchange);
            serveWaiting();
        }
    }

    private void serveWaiting() {
        while (!waiting.isEmpty() && nextId < blockEnd) {
            waiting.poll().respond(InitProducerIdResponse.builder().producerId(nextId++).producerEpoch(FIRST_EPOCH)
                    .build());
        }
        if (!waiting.isEmpty() && !asking) {
            askForBlock();
        }
    }

    private void askForBlock() {
        asking = true;
        AllocateProducerIdsRequest request = AllocateProducerIdsRequest.builder().brokerId(brokerId)
                .brokerEpoch(brokerEpoch.getAsLong()).build();
        controller.submit(PartitionCalls.ALLOCATE_PRODUCER_IDS, request, TIMEOUT_MS,
                new Reply<AllocateProducerIdsResponse>() {
                    @Override
                    public void answer(AllocateProducerIdsResponse block) {
                        asking = false;
                        if (block.errorCode() != 0) {
                            refuseWaiting();
                            return;
                        }
                        nextId = block.producerIdStart();
                        blockEnd = nextId + block.producerIdLen();
                        serveWaiting();
                    }

                    @Override
                    public void refuse(Refusal refusal) {
                        asking = false;
                        refuseWaiting();
                    }
                });
    }

    /** The producers try again; by then there may be a controller. */
    private void refuseWaiting() {
        while (!waiting.isEmpty()) {
            waiting.poll().respond(refused(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS));
        }
    }

    private static InitProducerIdResponse refused(ErrorCode error) {
        return InitProducerIdResponse.builder().errorCode(error.code()).producerId(-1).producerEpoch((short) -1)
                .build();
    }
}
