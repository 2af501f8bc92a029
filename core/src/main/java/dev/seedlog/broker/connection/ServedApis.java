package dev.seedlog.broker.connection;

import dev.seedlog.wire.Api;
import dev.seedlog.wire.WireMessage;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What this node serves: for each API the versions, how its requests are read, and who handles them. */
public final class ServedApis {

    private final Map<Api, Served<?>> byApi = new EnumMap<>(Api.class);

    /** Serves every stable version of an API. */
    public <Q extends WireMessage> ServedApis serve(Api api, RequestReader<Q> reader, RequestHandler<Q> handler) {
        return serve(api, api.lowestVersion(), api.highestVersion(), reader, handler);
    }

    /** Serves some versions of an API. */
    public <Q extends WireMessage> ServedApis serve(Api api, short lowestVersion, short highestVersion,
                                                    RequestReader<Q> reader, RequestHandler<Q> handler) {
        byApi.put(api, new Served<>(api, lowestVersion, highestVersion, reader, handler));
        return this;
    }

    /** How an API is served; null if it is not. */
    public Served<?> find(Api api) {
        return byApi.get(api);
    }

    /** All that is served, in the order of the API keys. */
    public List<Served<?>> all() {
        return new ArrayList<>(byApi.values());
    }

    /** All that is served, without who serves it. */
    public List<Offer<?>> offers() {
        List<Offer<?>> offers = new ArrayList<>(byApi.size());
        byApi.values().forEach(served -> offers.add(served.offer()));
        return offers;
    }

    /**
     * One API that is served somewhere on the node.
     *
     * @param api the API
     * @param lowestVersion the oldest version that is served
     * @param highestVersion the newest
     * @param reader reads its requests; it has no state, so shards may share it
     * @param <Q> the request's type
     */
    public record Offer<Q extends WireMessage>(Api api, short lowestVersion, short highestVersion,
                                               RequestReader<Q> reader) {
    }

    /**
     * One API that is served.
     *
     * @param api the API
     * @param lowestVersion the oldest version that is served
     * @param highestVersion the newest
     * @param reader reads its requests
     * @param handler serves them
     * @param <Q> the request's type
     */
    public record Served<Q extends WireMessage>(Api api, short lowestVersion, short highestVersion,
                                                RequestReader<Q> reader, RequestHandler<Q> handler) {

        private Offer<Q> offer() {
            return new Offer<>(api, lowestVersion, highestVersion, reader);
        }

        /** Whether this version is among those served. */
        public boolean serves(short version) {
            return version >= lowestVersion && version <= highestVersion;
        }
    }
}
