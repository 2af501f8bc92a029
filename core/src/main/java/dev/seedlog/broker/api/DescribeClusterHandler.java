package dev.seedlog.broker.api;

import dev.seedlog.broker.connection.Exchange;
import dev.seedlog.broker.connection.ServedApis;
import dev.seedlog.metadata.ControllerImage;
import dev.seedlog.metadata.MetadataImage;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.DescribeClusterRequest;
import dev.seedlog.wire.message.DescribeClusterResponse;
import dev.seedlog.wire.metadata.RegisterControllerRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;

/**
 * DescribeCluster, versions 0 to 2: on a broker's listener the brokers, on a controller's the controllers that have
 * registered (KIP-919). Version 1 says which of the two is meant; 2 can ask for fenced brokers too (KIP-1073).
 */
public final class DescribeClusterHandler {

    private static final byte BROKERS = 1;
    private static final byte CONTROLLERS = 2;

    private final MetadataView metadata;
    private final ClusterFacts cluster;
    private final IntSupplier leader;

    private DescribeClusterHandler(MetadataView metadata, ClusterFacts cluster, IntSupplier leader) {
        this.metadata = metadata;
        this.cluster = cluster;
        this.leader = leader;
    }

    /** A handler for a broker's listener. */
    public static DescribeClusterHandler ofBroker(MetadataView metadata, ClusterFacts cluster) {
        return new DescribeClusterHandler(metadata, cluster, null);
    }

    /** A handler for a controller's listener; {@code leader} is the quorum's, -1 if that is not known. */
    public static DescribeClusterHandler ofController(MetadataView metadata, ClusterFacts cluster,
                                                      IntSupplier leader) {
        return new DescribeClusterHandler(metadata, cluster, leader);
    }

    /** Serves the API. */
    public void register(ServedApis apis) {
        apis.serve(Api.DESCRIBE_CLUSTER, DescribeClusterRequest::read, this::handle);
    }

    private void handle(Exchange exchange, DescribeClusterRequest request) {
        byte own = leader == null ? BROKERS : CONTROLLERS;
        if (request.endpointType() != own) {
            boolean other = request.endpointType() == BROKERS || request.endpointType() == CONTROLLERS;
            exchange.respond(DescribeClusterResponse.builder()
                    .errorCode((other ? ErrorCode.MISMATCHED_ENDPOINT_TYPE
                            : ErrorCode.UNSUPPORTED_ENDPOINT_TYPE).code())
                    .errorMessage("This endpoint is a " + (leader == null ? "broker" : "controller")
                            + "'s, not one of type " + request.endpointType() + ".")
                    .endpointType(own).build());
            return;
        }
        MetadataImage image = metadata.image();
        String listener = exchange.connection().listenerName();
        exchange.respond(DescribeClusterResponse.builder().clusterId(cluster.clusterId())
                .controllerId(leader == null ? cluster.controllerFor(image) : leader.getAsInt())
                .brokers(leader == null ? brokers(image, listener, request.includeFencedBrokers())
                        : controllers(image, listener))
                .endpointType(own)
                .clusterAuthorizedOperations(
                        AuthorizedOperations.onCluster(request.includeClusterAuthorizedOperations()))
                .build());
    }

    private static List<DescribeClusterResponse.DescribeClusterBroker> brokers(MetadataImage image, String listener,
                                                                               boolean fencedToo) {
        List<DescribeClusterResponse.DescribeClusterBroker> brokers = new ArrayList<>();
        for (ClusterNodes.Node node : ClusterNodes.all(image, listener, fencedToo)) {
            brokers.add(DescribeClusterResponse.DescribeClusterBroker.builder().brokerId(node.id()).host(node.host())
                    .port(node.port()).rack(node.broker().rack()).isFenced(node.broker().fenced()).build());
        }
        return brokers;
    }

    private static List<DescribeClusterResponse.DescribeClusterBroker> controllers(MetadataImage image,
                                                                                   String listener) {
        List<DescribeClusterResponse.DescribeClusterBroker> controllers = new ArrayList<>();
        for (ControllerImage controller : image.cluster().controllers().values()) {
            for (RegisterControllerRecord.ControllerEndpoint endpoint : controller.endpoints()) {
                if (endpoint.name().equals(listener)) {
                    controllers.add(DescribeClusterResponse.DescribeClusterBroker.builder().brokerId(controller.id())
                            .host(endpoint.host()).port(endpoint.port()).build());
                }
            }
        }
        return controllers;
    }
}
