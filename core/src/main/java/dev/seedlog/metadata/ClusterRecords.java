package dev.seedlog.metadata;

import dev.seedlog.wire.metadata.BrokerRegistrationChangeRecord;
import dev.seedlog.wire.metadata.FenceBrokerRecord;
import dev.seedlog.wire.metadata.RegisterBrokerRecord;
import dev.seedlog.wire.metadata.RegisterControllerRecord;
import dev.seedlog.wire.metadata.UnfenceBrokerRecord;
import dev.seedlog.wire.metadata.UnregisterBrokerRecord;

/** What the records about nodes do. */
final class ClusterRecords {

    private ClusterRecords() {
    }

    static ClusterImage apply(ClusterImage cluster, MetadataRecord record) {
        if (record.value() instanceof RegisterBrokerRecord registration) {
            return cluster.with(new BrokerImage(registration));
        }
        if (record.value() instanceof RegisterControllerRecord registration) {
            return cluster.with(new ControllerImage(registration));
        }
        if (record.value() instanceof UnregisterBrokerRecord gone) {
            return cluster.withoutBroker(existing(cluster, gone.brokerId(), gone.brokerEpoch()).id());
        }
        if (record.value() instanceof FenceBrokerRecord fence) {
            return cluster.with(existing(cluster, fence.id(), fence.epoch()).withFenced(true));
        }
        if (record.value() instanceof UnfenceBrokerRecord unfence) {
            return cluster.with(existing(cluster, unfence.id(), unfence.epoch()).withFenced(false));
        }
        if (record.value() instanceof BrokerRegistrationChangeRecord change) {
            requireRange("fenced", change.fenced(), -1);
            requireRange("inControlledShutdown", change.inControlledShutdown(), 0);
            return cluster.with(existing(cluster, change.brokerId(), change.brokerEpoch()).changedBy(change));
        }
        throw new IllegalArgumentException("the record is not about nodes");
    }

    private static void requireRange(String field, byte value, int lowest) {
        if (value < lowest || value > 1) {
            throw new IllegalArgumentException(field + " is " + value);
        }
    }

    private static BrokerImage existing(ClusterImage cluster, int id, long epoch) {
        BrokerImage broker = cluster.broker(id);
        if (broker == null) {
            throw new IllegalArgumentException("broker " + id + " is not registered");
        }
        if (broker.epoch() != epoch) {
            throw new IllegalArgumentException("broker " + id + " has epoch " + broker.epoch()
                    + ", the record " + epoch);
        }
        return broker;
    }
}
