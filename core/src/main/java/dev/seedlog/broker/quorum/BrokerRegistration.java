package dev.seedlog.broker.quorum;

import dev.seedlog.base.Uuid;
import dev.seedlog.log.LogDirectory;
import dev.seedlog.metadata.BrokerImage;
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
 * @param previousBrokerEpoch its epoch, if nothing was lost since, or -1 ({@link #previousEpoch})
 */
public record BrokerRegistration(int brokerId, String clusterId, List<BrokerRegistrationRequest.Listener> listeners,
                                 String rack, List<Uuid> logDirs, long previousBrokerEpoch) {

    private static final long NO_EPOCH = -1;

    /** Copies the lists. */
    public BrokerRegistration {
        listeners = List.copyOf(listeners);
        logDirs = List.copyOf(logDirs);
    }

    /**
     * The epoch of the broker's registration, if nothing was lost since then in any log directory that is online; what
     * was in others the controller knows to be lost. Otherwise -1, which is also the answer for one that never was
     * registered.
     *
     * @param registered the broker as it is registered, or null
     */
    public static long previousEpoch(List<LogDirectory> directories, BrokerImage registered) {
        if (registered == null) {
            return NO_EPOCH;
        }
        for (LogDirectory directory : directories) {
            if (directory.health().isOnline() && !vouches(directory, registered)) {
                return NO_EPOCH;
            }
        }
        return registered.epoch();
    }

    /** If the process was registered without it, all replicas in it left then what they were in sync with. */
    private static boolean vouches(LogDirectory directory, BrokerImage registered) {
        return registered.hasOnlineDirectory(directory.directoryId())
                ? directory.vouchesFor(registered.incarnationId(), registered.epoch())
                : directory.vouchesForItsLastRun();
    }

    /**
     * Notes in the log directories that a process is about to register: from then on they can say what was lost.
     *
     * @param registered the broker as it is registered, or null
     * @param acksForced whether all that is acknowledged from now on is forced before
     * @param done called when it may register
     */
    public void beginRun(List<LogDirectory> directories, BrokerImage registered, Uuid incarnationId,
                         boolean acksForced, Runnable done) {
        Uuid since = previousBrokerEpoch == NO_EPOCH ? null : registered.incarnationId();
        List<LogDirectory> online = directories.stream().filter(each -> each.health().isOnline()).toList();
        int[] left = {online.size()};
        for (LogDirectory directory : online) {
            directory.beginRun(incarnationId, since, acksForced, () -> {
                if (--left[0] == 0) {
                    done.run();
                }
            });
        }
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
