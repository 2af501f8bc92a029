package dev.seedlog.broker.quorum;

import dev.seedlog.base.Uuid;
import dev.seedlog.log.LogDirectory;
import dev.seedlog.metadata.SupportedFeatures;
import dev.seedlog.wire.message.BrokerRegistrationRequest;
import java.util.ArrayList;
import java.util.List;

/**
 * What a broker says of itself when it registers.
 *
 * @param brokerId its node id
 * @param clusterId the cluster that it believes to belong to
 * @param listeners where clients and other brokers reach it, with the ports that were bound
 * @param rack {@code broker.rack}, or null
 * @param logDirs the ids of the log directories that are online
 * @param previousBrokerEpoch its epoch when it was stopped cleanly, or -1 ({@link #previousEpoch})
 */
public record BrokerRegistration(int brokerId, String clusterId, List<BrokerRegistrationRequest.Listener> listeners,
                                 String rack, List<Uuid> logDirs, long previousBrokerEpoch) {

    /** Copies the lists. */
    public BrokerRegistration {
        listeners = List.copyOf(listeners);
        logDirs = List.copyOf(logDirs);
    }

    /** The epoch that all log directories were stopped cleanly at; -1 if one was not, or they do not agree. */
    public static long previousEpoch(List<LogDirectory> directories) {
        long epoch = -1;
        for (LogDirectory directory : directories) {
            long stoppedAt = directory.stoppedAtBrokerEpoch();
            if (stoppedAt < 0 || epoch >= 0 && epoch != stoppedAt) {
                return -1;
            }
            epoch = stoppedAt;
        }
        return epoch;
    }

    BrokerRegistrationRequest request(Uuid incarnationId) {
        List<BrokerRegistrationRequest.Feature> features = new ArrayList<>();
        SupportedFeatures.CURRENT.ranges().forEach((name, range) -> features.add(
                BrokerRegistrationRequest.Feature.builder().name(name).minSupportedVersion(range.min())
                        .maxSupportedVersion(range.max()).build()));
        return BrokerRegistrationRequest.builder().brokerId(brokerId).clusterId(clusterId)
                .incarnationId(incarnationId).listeners(listeners).features(features).rack(rack).logDirs(logDirs)
                .previousBrokerEpoch(previousBrokerEpoch).build();
    }
}
