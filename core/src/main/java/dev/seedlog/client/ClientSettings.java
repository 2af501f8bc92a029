package dev.seedlog.client;

import dev.seedlog.wire.Api;
import java.util.EnumMap;
import java.util.Map;

/**
 * How a client behaves towards brokers.
 *
 * @param clientId what it calls itself
 * @param requestTimeoutNanos how long it waits for an answer ({@code request.timeout.ms})
 * @param minBackoffNanos how long it waits before it tries again, the first time
 * @param maxBackoffNanos how long at most, after several failures in a row
 * @param highestVersions APIs that are used in an older version than the newest, and which; it must be served
 */
public record ClientSettings(String clientId, long requestTimeoutNanos, long minBackoffNanos, long maxBackoffNanos,
                             Map<Api, Short> highestVersions) {

    /** The largest answer that is accepted. */
    public static final int LARGEST_RESPONSE_BYTES = 64 * 1024 * 1024;

    /** Copies the map. */
    public ClientSettings {
        Map<Api, Short> copy = new EnumMap<>(Api.class);
        copy.putAll(highestVersions);
        highestVersions = copy;
    }

    /** The newest version of an API that this client speaks. */
    short highestVersion(Api api) {
        return highestVersions.getOrDefault(api, api.highestVersion());
    }
}
