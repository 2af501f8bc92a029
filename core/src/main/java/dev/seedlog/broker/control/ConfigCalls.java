package dev.seedlog.broker.control;

import dev.seedlog.controller.Controller;
import dev.seedlog.machine.Command;
import dev.seedlog.machine.Refusal;
import dev.seedlog.metadata.MetadataRecord;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.message.AlterConfigsRequest;
import dev.seedlog.wire.message.AlterConfigsResponse;
import dev.seedlog.wire.message.IncrementalAlterConfigsRequest;
import dev.seedlog.wire.message.IncrementalAlterConfigsResponse;
import java.util.ArrayList;
import java.util.List;

/** What the controller is asked about configurations: AlterConfigs 0 to 2, IncrementalAlterConfigs 0 to 1 (KIP-339). */
public final class ConfigCalls {

    /** Replaces configurations. */
    public static final ControllerCall<AlterConfigsRequest, AlterConfigsResponse> ALTER_CONFIGS = new Alter();
    /** Changes single keys of configurations. */
    public static final ControllerCall<IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse>
            INCREMENTAL_ALTER_CONFIGS = new AlterIncrementally();

    private ConfigCalls() {
    }

    private static final class Alter extends ControllerCall<AlterConfigsRequest, AlterConfigsResponse> {

        Alter() {
            super(Api.ALTER_CONFIGS, AlterConfigsRequest::read, AlterConfigsResponse::read);
        }

        @Override
        public Command<MetadataRecord, AlterConfigsResponse> command(Controller controller,
                                                                     AlterConfigsRequest request, short version) {
            return controller.alterConfigs(request);
        }

        @Override
        public AlterConfigsResponse refused(AlterConfigsRequest request, short version, Refusal refusal) {
            List<AlterConfigsResponse.AlterConfigsResourceResponse> responses = new ArrayList<>();
            for (AlterConfigsRequest.AlterConfigsResource resource : request.resources()) {
                responses.add(AlterConfigsResponse.AlterConfigsResourceResponse.builder()
                        .resourceType(resource.resourceType()).resourceName(resource.resourceName())
                        .errorCode(refusal.error().code()).errorMessage(refusal.message()).build());
            }
            return AlterConfigsResponse.builder().responses(responses).build();
        }

        @Override
        short error(AlterConfigsResponse answer) {
            return answer.responses().isEmpty() ? 0 : answer.responses().get(0).errorCode();
        }
    }

    private static final class AlterIncrementally
            extends ControllerCall<IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse> {

        AlterIncrementally() {
            super(Api.INCREMENTAL_ALTER_CONFIGS, IncrementalAlterConfigsRequest::read,
                    IncrementalAlterConfigsResponse::read);
        }

        @Override
        public Command<MetadataRecord, IncrementalAlterConfigsResponse> command(
                Controller controller, IncrementalAlterConfigsRequest request, short version) {
            return controller.incrementalAlterConfigs(request);
        }

        @Override
        public IncrementalAlterConfigsResponse refused(IncrementalAlterConfigsRequest request, short version,
                                                       Refusal refusal) {
            List<IncrementalAlterConfigsResponse.AlterConfigsResourceResponse> responses = new ArrayList<>();
            for (IncrementalAlterConfigsRequest.AlterConfigsResource resource : request.resources()) {
                responses.add(IncrementalAlterConfigsResponse.AlterConfigsResourceResponse.builder()
                        .resourceType(resource.resourceType()).resourceName(resource.resourceName())
                        .errorCode(refusal.error().code()).errorMessage(refusal.message()).build());
            }
            return IncrementalAlterConfigsResponse.builder().responses(responses).build();
        }

        @Override
        short error(IncrementalAlterConfigsResponse answer) {
            return answer.responses().isEmpty() ? 0 : answer.responses().get(0).errorCode();
        }
    }
}
