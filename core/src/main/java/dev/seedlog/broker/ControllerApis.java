package dev.seedlog.broker;

import dev.seedlog.broker.api.AlterConfigsHandlers;
import dev.seedlog.broker.api.ApiVersionsHandler;
import dev.seedlog.broker.api.DescribeQuorumHandler;
import dev.seedlog.broker.api.TopicAdminHandlers;
import dev.seedlog.broker.connection.ServedApis;
import dev.seedlog.broker.quorum.MetadataQuorum;
import dev.seedlog.broker.quorum.QuorumHandlers;
import dev.seedlog.env.Clock;

/** All that is served on a node's controller listeners: the quorum's own requests, and what the controller decides. */
final class ControllerApis {

    private ControllerApis() {
    }

    /** Begins to serve. The listeners are open before, because the quorum has to know their ports. */
    static void register(ServedApis apis, MetadataQuorum quorum, Clock clock) {
        new QuorumHandlers(quorum.driver()).register(apis);
        new DescribeQuorumHandler(quorum::describe, clock).register(apis);
        new TopicAdminHandlers(quorum.controller()).register(apis);
        new AlterConfigsHandlers(quorum.controller()).register(apis);
        new ApiVersionsHandler(apis, quorum::image, quorum::appliedOffset).register(apis);
    }
}
