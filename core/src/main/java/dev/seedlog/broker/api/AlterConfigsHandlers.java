package dev.seedlog.broker.api;

import dev.seedlog.broker.connection.Exchange;
import dev.seedlog.broker.connection.ServedApis;
import dev.seedlog.machine.Refusal;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.message.AlterConfigsRequest;
import dev.seedlog.wire.message.AlterConfigsResponse;
import dev.seedlog.wire.message.IncrementalAlterConfigsRequest;
import dev.seedlog.wire.message.IncrementalAlterConfigsResponse;
import java.util.ArrayList;
import java.util.List;

/** AlterConfigs 0 to 2 and IncrementalAlterConfigs 0 to 1 (KIP-339): the controller decides. */
public final class AlterConfigsHandlers {

    private static final int TIMEOUT_MS = 30_000;

    private final ControllerGateway controller;

    /** Handlers that ask a controller. */
    public AlterConfigsHandlers(ControllerGateway controller) {
        this.controller = controller;
    }

    /** Serves the APIs. */
    public void register(ServedApis apis) {
        apis.serve(Api.ALTER_CONFIGS, AlterConfigsRequest::read, this::alter);
        apis.serve(Api.INCREMENTAL_ALTER_CONFIGS, IncrementalAlterConfigsRequest::read, this::alterIncrementally);
    }

    private void alter(Exchange exchange, AlterConfigsRequest request) {
        controller.submit(active -> active.alterConfigs(request), TIMEOUT_MS,
                new AnswerTo<>(exchange, refusal -> refused(request, refusal)));
    }

    private void alterIncrementally(Exchange exchange, IncrementalAlterConfigsRequest request) {
        controller.submit(active -> active.incrementalAlterConfigs(request), TIMEOUT_MS,
                new AnswerTo<>(exchange, refusal -> refused(request, refusal)));
    }

    private static AlterConfigsResponse refused(AlterConfigsRequest request, Refusal refusal) {
        List<AlterConfigsResponse.AlterConfigsResourceResponse> responses = new ArrayList<>();
        for (AlterConfigsRequest.AlterConfigsResource resource : request.resources()) {
            responses.add(AlterConfigsResponse.AlterConfigsResourceResponse.builder()
                    .resourceType(resource.resourceType()).resourceName(resource.resourceName())
                    .errorCode(refusal.error().code()).errorMessage(refusal.message()).build());
        }
        return AlterConfigsResponse.builder().responses(responses).build();
    }

    private static IncrementalAlterConfigsResponse refused(IncrementalAlterConfigsRequest request, Refusal refusal) {
        List<IncrementalAlterConfigsResponse.AlterConfigsResourceResponse> responses = new ArrayList<>();
        for (IncrementalAlterConfigsRequest.AlterConfigsResource resource : request.resources()) {
            responses.add(IncrementalAlterConfigsResponse.AlterConfigsResourceResponse.builder()
                    .resourceType(resource.resourceType()).resourceName(resource.resourceName())
                    .errorCode(refusal.error().code()).errorMessage(refusal.message()).build());
        }
        return IncrementalAlterConfigsResponse.builder().responses(responses).build();
    }
}
