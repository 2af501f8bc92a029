package dev.seedlog.broker.api;

import dev.seedlog.metadata.MetadataImage;

/**
 * What clients are told about the cluster as a whole.
 *
 * @param clusterId its id
 * @param nodeId this node
 */
public record ClusterFacts(String clusterId, int nodeId) {

    private static final int NONE = -1;

    /**
     * Where clients send what the controller decides. Controllers do not serve clients; each broker passes on what it
     * is asked, so any active one will do, and this one is nearest.
     */
    int controllerFor(MetadataImage image) {
        if (image.cluster().isActive(nodeId)) {
            return nodeId;
        }
        for (int broker : image.cluster().brokers().keys()) {
            if (image.cluster().isActive(broker)) {
                return broker;
            }
        }
        return NONE;
    }
}
