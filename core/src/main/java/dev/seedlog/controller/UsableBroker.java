package dev.seedlog.controller;

import dev.seedlog.metadata.BrokerImage;
import dev.seedlog.metadata.ClusterImage;
import java.util.ArrayList;
import java.util.List;

/**
 * A broker that can get replicas.
 *
 * @param id its id
 * @param rack its rack, "" if it has none
 * @param fenced whether it is fenced; then it gets replicas only if there are not enough others
 */
record UsableBroker(int id, String rack, boolean fenced) {

    /**
     * The brokers that can get replicas, by id: not those that are shutting down, nor those with only cordoned
     * directories.
     */
    static List<UsableBroker> of(ClusterImage cluster) {
        List<UsableBroker> usable = new ArrayList<>();
        for (BrokerImage broker : cluster.brokers().values()) {
            boolean shuttingDown = broker.inControlledShutdown() && !broker.fenced();
            boolean allCordoned = !broker.logDirs().isEmpty() && broker.cordonedLogDirs().containsAll(broker.logDirs());
            if (!shuttingDown && !allCordoned) {
                usable.add(new UsableBroker(broker.id(), broker.rack() == null ? "" : broker.rack(), broker.fenced()));
            }
        }
        return usable;
    }
}
