package dev.seedlog.client;

import dev.seedlog.wire.Api;
import dev.seedlog.wire.message.UpdateFeaturesRequest;
import dev.seedlog.wire.message.UpdateFeaturesRequest.FeatureUpdateKey;
import dev.seedlog.wire.message.UpdateFeaturesResponse;
import dev.seedlog.wire.message.UpdateFeaturesResponse.UpdatableFeatureResult;
import java.util.List;

/** Calls about the levels of features (KIP-584). */
public final class FeatureCalls {

    private static final int TIMEOUT_MS = 10_000;

    private FeatureCalls() {
    }

    /** What a change may be. */
    public enum Change {
        /** To a higher level. */
        UPGRADE,
        /** To a lower level, if nothing is lost by it. */
        SAFE_DOWNGRADE;

        private byte code() {
            return (byte) (ordinal() + 1);
        }
    }

    /** Sets the level of a feature. */
    public static AdminCall<Void> update(String feature, short level, Change change) {
        UpdateFeaturesRequest request = UpdateFeaturesRequest.builder().timeoutMs(TIMEOUT_MS)
                .featureUpdates(List.of(FeatureUpdateKey.builder().feature(feature).maxVersionLevel(level)
                        .upgradeType(change.code()).build())).build();
        return new SimpleCall<>(Api.UPDATE_FEATURES, SimpleCall.ANYBODY, version -> request, (body, version) -> {
            UpdateFeaturesResponse response = UpdateFeaturesResponse.read(body, version);
            for (UpdatableFeatureResult result : response.results()) {
                if (result.errorCode() != 0) {
                    return AdminCall.Answer.failed(result.errorCode(), result.errorMessage());
                }
            }
            return AdminCall.Answer.failed(response.errorCode(), response.errorMessage());
        });
    }
}
