package dev.seedlog.broker;

import dev.seedlog.broker.api.AlterConfigsHandlers;
import dev.seedlog.broker.api.ApiVersionsHandler;
import dev.seedlog.broker.api.DescribeQuorumHandler;
import dev.seedlog.broker.api.QuorumHandlers;
import dev.seedlog.broker.api.TopicAdminHandlers;
import dev.seedlog.broker.connection.ApiDispatcher;
import dev.seedlog.broker.connection.ServedApis;
import dev.seedlog.broker.quorum.MetadataQuorum;
import dev.seedlog.env.Clock;

/** All that is served on a node's controller listeners. */
final class ControllerApis {

    private ControllerApis() {
    }

    /** The dispatcher of those listeners. */
    static ApiDispatcher dispatcher(MetadataQuorum quorum, Clock clock) {
        ServedApis apis = new ServedApis();
        new QuorumHandlers((request, reply) -> quorum.driver().handle(request, reply::reply)).register(apis);
        new DescribeQuorumHandler(quorum::describe, clock).register(apis);
        new TopicAdminHandlers(quorum.controller()).register(apis);
        new AlterConfigsHandlers(quorum.controller()).register(apis);
        ApiVersionsHandler versions = new ApiVersionsHandler(apis, quorum::image, quorum::appliedOffset);
        versions.register(apis);
        return new ApiDispatcher(apis, versions);
    }
}
