package dev.seedlog.broker;

import dev.seedlog.broker.api.ApiVersionsHandler;
import dev.seedlog.broker.api.ClusterFacts;
import dev.seedlog.broker.api.DescribeClusterHandler;
import dev.seedlog.broker.api.DescribeQuorumHandler;
import dev.seedlog.broker.connection.ServedApis;
import dev.seedlog.broker.control.BrokerWatches;
import dev.seedlog.broker.control.ControllerHandlers;
import dev.seedlog.broker.quorum.MetadataQuorum;
import dev.seedlog.broker.quorum.QuorumHandlers;
import dev.seedlog.broker.quorum.VoterHandlers;
import dev.seedlog.env.Clock;
import dev.seedlog.env.Probes;

/** All that is served on a node's controller listeners: the quorum's own requests, and what the controller decides. */
final class ControllerApis {

    private ControllerApis() {
    }

    /** Begins to serve. The listeners are open before, because the quorum has to know their ports. */
    static void register(ServedApis apis, MetadataQuorum quorum, BrokerWatches watches, ClusterFacts cluster,
                         Clock clock, Probes probes) {
        new QuorumHandlers(quorum.driver(), probes).register(apis);
        new DescribeQuorumHandler(quorum::describe, clock, null).register(apis);
        DescribeClusterHandler.ofController(quorum::image, cluster, quorum::leaderId).register(apis);
        new VoterHandlers(quorum, null).register(apis);
        new ControllerHandlers(quorum.controller()).registerAdministration(apis).registerNodes(apis, watches::heard);
        new ApiVersionsHandler(apis, quorum::image, quorum::appliedOffset).register(apis);
    }
}
