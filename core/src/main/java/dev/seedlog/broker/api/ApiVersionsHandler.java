package dev.seedlog.broker.api;

import dev.seedlog.broker.connection.ApiDispatcher;
import dev.seedlog.broker.connection.Exchange;
import dev.seedlog.broker.connection.ServedApis;
import dev.seedlog.metadata.SupportedFeatures;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.ApiVersionsRequest;
import dev.seedlog.wire.message.ApiVersionsResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/**
 * ApiVersions, versions 0 to 4. It tells what is served, and the features of the cluster (KIP-584). Version 3 says
 * which client it is (KIP-511); from version 4 on, a feature's lowest level may be 0.
 *
 * <p>Produce is told from version 0 on, though 3 is the first that is served: librdkafka looks for that.
 */
public final class ApiVersionsHandler implements ApiDispatcher.UnknownApiVersions {

    private static final short FIRST_VERSION_WITH_CLIENT = 3;
    private static final short FIRST_VERSION_WITH_LEVEL_0 = 4;
    private static final Pattern CLIENT_TEXT = Pattern.compile("[a-zA-Z0-9](?:[a-zA-Z0-9\\-.]*[a-zA-Z0-9])?");

    private final ServedApis served;
    private final MetadataView metadata;
    private final LongSupplier metadataOffset;

    /**
     * A handler.
     *
     * @param metadataOffset the offset of the metadata as of now: the epoch of the features
     */
    public ApiVersionsHandler(ServedApis served, MetadataView metadata, LongSupplier metadataOffset) {
        this.served = served;
        this.metadata = metadata;
        this.metadataOffset = metadataOffset;
    }

    /** Serves the API. */
    public void register(ServedApis apis) {
        apis.serve(Api.API_VERSIONS, ApiVersionsRequest::read, this::handle);
    }

    @Override
    public void answer(Exchange exchange) {
        exchange.respond(ApiVersionsResponse.builder().errorCode(ErrorCode.UNSUPPORTED_VERSION.code())
                .apiKeys(List.of(version(served.find(Api.API_VERSIONS)))).build());
    }

    private void handle(Exchange exchange, ApiVersionsRequest request) {
        boolean named = CLIENT_TEXT.matcher(request.clientSoftwareName()).matches()
                && CLIENT_TEXT.matcher(request.clientSoftwareVersion()).matches();
        if (exchange.version() >= FIRST_VERSION_WITH_CLIENT && !named) {
            exchange.respond(ApiVersionsResponse.builder().errorCode(ErrorCode.INVALID_REQUEST.code()).build());
            return;
        }
        List<ApiVersionsResponse.ApiVersion> versions = new ArrayList<>();
        served.all().forEach(each -> versions.add(version(each)));
        List<ApiVersionsResponse.FinalizedFeatureKey> finalized = new ArrayList<>();
        metadata.image().features().finalized().forEach((feature, level) -> {
            if (level > 0) {
                finalized.add(ApiVersionsResponse.FinalizedFeatureKey.builder().name(feature).maxVersionLevel(level)
                        .minVersionLevel(level).build());
            }
        });
        exchange.respond(ApiVersionsResponse.builder().apiKeys(versions)
                .supportedFeatures(supported(exchange.version() >= FIRST_VERSION_WITH_LEVEL_0))
                .finalizedFeatures(finalized).finalizedFeaturesEpoch(metadataOffset.getAsLong()).build());
    }

    private static List<ApiVersionsResponse.SupportedFeatureKey> supported(boolean knowsLevel0) {
        List<ApiVersionsResponse.SupportedFeatureKey> supported = new ArrayList<>();
        SupportedFeatures.CURRENT.ranges().forEach((feature, range) -> {
            int lowest = knowsLevel0 ? range.min() : Math.max(1, range.min());
            if (range.max() >= lowest && range.max() > 0) {
                supported.add(ApiVersionsResponse.SupportedFeatureKey.builder().name(feature)
                        .minVersion((short) lowest).maxVersion(range.max()).build());
            }
        });
        return supported;
    }

    private static ApiVersionsResponse.ApiVersion version(ServedApis.Served<?> each) {
        short lowest = each.api() == Api.PRODUCE ? 0 : each.lowestVersion();
        return ApiVersionsResponse.ApiVersion.builder().apiKey(each.api().id()).minVersion(lowest)
                .maxVersion(each.highestVersion()).build();
    }
}
