package dev.seedlog.controller;

import dev.seedlog.machine.RefusedException;
import dev.seedlog.metadata.BrokerImage;
import dev.seedlog.metadata.ClusterImage;
import dev.seedlog.wire.ErrorCode;

/** Tells a broker from an earlier incarnation of it. */
final class BrokerEpochs {

    private BrokerEpochs() {
    }

    /**
     * The broker of this id and epoch.
     *
     * @throws RefusedException with STALE_BROKER_EPOCH if it is not registered, or with another epoch
     */
    static BrokerImage require(ClusterImage cluster, int brokerId, long epoch) {
        BrokerImage broker = cluster.broker(brokerId);
        if (broker == null) {
            throw new RefusedException(ErrorCode.STALE_BROKER_EPOCH, "Broker " + brokerId + " is not registered.");
        }
        if (broker.epoch() != epoch) {
            throw new RefusedException(ErrorCode.STALE_BROKER_EPOCH, "Broker " + brokerId + " has epoch "
                    + broker.epoch() + ", not " + epoch + ".");
        }
        return broker;
    }
}
