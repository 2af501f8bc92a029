package dev.seedlog.broker.api;

import dev.seedlog.broker.connection.Exchange;
import dev.seedlog.broker.connection.ServedApis;
import dev.seedlog.metadata.MetadataImage;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.DescribeClusterRequest;
import dev.seedlog.wire.message.DescribeClusterResponse;
import java.util.ArrayList;
import java.util.List;

/**
 * DescribeCluster, versions 0 to 2, on a broker's listener. Version 1 can ask a controller's (KIP-919), which is
 * another listener; 2 can ask for fenced brokers too (KIP-1073).
 */
public final class DescribeClusterHandler {

    private static final byte BROKERS = 1;
    private static final byte CONTROLLERS = 2;

    private final MetadataView metadata;
    private final ClusterFacts cluster;

    /** A handler. */
    public DescribeClusterHandler(MetadataView metadata, ClusterFacts cluster) {
        this.metadata = metadata;
        this.cluster = cluster;
    }

    /** Serves the API. */
    public void register(ServedApis apis) {
        apis.serve(Api.DESCRIBE_CLUSTER, DescribeClusterRequest::read, this::handle);
    }

    private void handle(Exchange exchange, DescribeClusterRequest request) {
        if (request.endpointType() != BROKERS) {
            boolean controllers = request.endpointType() == CONTROLLERS;
            exchange.respond(DescribeClusterResponse.builder()
                    .errorCode((controllers ? ErrorCode.MISMATCHED_ENDPOINT_TYPE
                            : ErrorCode.UNSUPPORTED_ENDPOINT_TYPE).code())
                    .errorMessage("This endpoint is a broker's, not one of type " + request.endpointType() + ".")
                    .endpointType(BROKERS).build());
            return;
        }
        MetadataImage image = metadata.image();
        List<DescribeClusterResponse.DescribeClusterBroker> brokers = new ArrayList<>();
        for (ClusterNodes.Node node : ClusterNodes.all(image, exchange.connection().listenerName(),
                request.includeFencedBrokers())) {
            brokers.add(DescribeClusterResponse.DescribeClusterBroker.builder().brokerId(node.id()).host(node.host())
                    .port(node.port()).rack(node.broker().rack()).isFenced(node.broker().fenced()).build());
        }
        exchange.respond(DescribeClusterResponse.builder().clusterId(cluster.clusterId())
                .controllerId(cluster.controllerFor(image)).brokers(brokers).endpointType(BROKERS)
                .clusterAuthorizedOperations(
                        AuthorizedOperations.onCluster(request.includeClusterAuthorizedOperations()))
                .build());
    }
}
