package dev.seedlog.broker.control;

import dev.seedlog.controller.Controller;
import dev.seedlog.machine.Command;
import dev.seedlog.machine.Refusal;
import dev.seedlog.metadata.MetadataRecord;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.message.UpdateFeaturesRequest;
import dev.seedlog.wire.message.UpdateFeaturesResponse;

/** What the controller is asked about features: UpdateFeatures 0 to 2 (KIP-584, KIP-778). */
public final class FeatureCalls {

    /** Changes the levels of features. */
    public static final ControllerCall<UpdateFeaturesRequest, UpdateFeaturesResponse> UPDATE_FEATURES =
            new UpdateFeatures();

    private FeatureCalls() {
    }

    private static final class UpdateFeatures extends ControllerCall<UpdateFeaturesRequest, UpdateFeaturesResponse> {
        UpdateFeatures() {
            super(Api.UPDATE_FEATURES, UpdateFeaturesRequest::read, UpdateFeaturesResponse::read);
        }

        @Override
        public Command<MetadataRecord, UpdateFeaturesResponse> command(Controller controller,
                                                                       UpdateFeaturesRequest request, short version) {
            return controller.updateFeatures(request, version);
        }

        @Override
        public UpdateFeaturesResponse refused(UpdateFeaturesRequest request, short version, Refusal refusal) {
            return UpdateFeaturesResponse.builder().errorCode(refusal.error().code())
                    .errorMessage(refusal.message()).build();
        }

        @Override
        short error(UpdateFeaturesResponse answer) {
            return answer.errorCode();
        }

        @Override
        public int timeoutMs(UpdateFeaturesRequest request) {
            return request.timeoutMs();
        }
    }
}
