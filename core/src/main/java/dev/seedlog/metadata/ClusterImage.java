package dev.seedlog.metadata;

/**
 * The nodes that have registered.
 *
 * @param brokers by id
 * @param controllers by id
 */
public record ClusterImage(PersistentMap<Integer, BrokerImage> brokers,
                           PersistentMap<Integer, ControllerImage> controllers) {

    /** No nodes. */
    public static final ClusterImage EMPTY = new ClusterImage(PersistentMap.empty(), PersistentMap.empty());

    /** A broker, or null. */
    public BrokerImage broker(int id) {
        return brokers.get(id);
    }

    /** Whether a broker is registered, not fenced and not shutting down. */
    public boolean isActive(int brokerId) {
        BrokerImage broker = brokers.get(brokerId);
        return broker != null && broker.isActive();
    }

    ClusterImage with(BrokerImage broker) {
        return new ClusterImage(brokers.with(broker.id(), broker), controllers);
    }

    ClusterImage withoutBroker(int id) {
        return new ClusterImage(brokers.without(id), controllers);
    }

    ClusterImage with(ControllerImage controller) {
        return new ClusterImage(brokers, controllers.with(controller.id(), controller));
    }
}
