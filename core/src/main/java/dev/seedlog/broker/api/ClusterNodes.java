package dev.seedlog.broker.api;

import dev.seedlog.metadata.BrokerImage;
import dev.seedlog.metadata.MetadataImage;
import dev.seedlog.wire.metadata.RegisterBrokerRecord;
import java.util.ArrayList;
import java.util.List;

/** The brokers as clients of one listener see them. */
final class ClusterNodes {

    private ClusterNodes() {
    }

    /**
     * A broker and its address on one listener.
     *
     * @param broker the broker
     * @param endpoint where it listens
     */
    record Node(BrokerImage broker, RegisterBrokerRecord.BrokerEndpoint endpoint) {

        int id() {
            return broker.id();
        }

        String host() {
            return endpoint.host();
        }

        int port() {
            return endpoint.port();
        }
    }

    /** The brokers that are not fenced and have this listener. */
    static List<Node> active(MetadataImage image, String listener) {
        return all(image, listener, false);
    }

    /** The brokers that have this listener; the fenced ones only if they are wanted. */
    static List<Node> all(MetadataImage image, String listener, boolean fencedToo) {
        List<Node> nodes = new ArrayList<>();
        for (BrokerImage broker : image.cluster().brokers().values()) {
            RegisterBrokerRecord.BrokerEndpoint endpoint = broker.endpoint(listener);
            if (endpoint != null && (fencedToo || !broker.fenced())) {
                nodes.add(new Node(broker, endpoint));
            }
        }
        return nodes;
    }

    /** One broker that is not fenced; null if there is no such. */
    static Node find(MetadataImage image, String listener, int brokerId) {
        for (Node node : active(image, listener)) {
            if (node.id() == brokerId) {
                return node;
            }
        }
        return null;
    }
}
