package dev.seedlog.controller;

import dev.seedlog.machine.Decision;
import dev.seedlog.machine.DecisionPoint;
import dev.seedlog.metadata.BrokerImage;
import dev.seedlog.metadata.MetadataImage;
import dev.seedlog.metadata.MetadataRecord;

/**
 * Fences a broker before its session ends, because its process seems to be gone. That may be wrong: then nothing may
 * come of it but an election, and the broker's next heartbeat unfences it. So it is not done
 * <ul>
 * <li>to a broker that was heard of since, is fenced already, or is another process now;
 * <li>to more than one broker in a session timeout: whatever makes two of them look dead at once may be in between;
 * <li>if a partition would have no leader after it, or one that may lack acknowledged records. Its present leader, if
 *     it lives after all, is the only one that serves it.
 * </ul>
 * In these cases the session timeout decides, as without it.
 */
final class EarlyFencing {

    private final MetadataImage image;
    private final ConfigSchema schema;
    private final BrokerSessions sessions;

    EarlyFencing(MetadataImage image, ConfigSchema schema, BrokerSessions sessions) {
        this.image = image;
        this.schema = schema;
        this.sessions = sessions;
    }

    /** Decides; {@code goneSinceNanos} is when the process was last known to be there. */
    Decision<MetadataRecord, Boolean> decide(int brokerId, long brokerEpoch, long goneSinceNanos, DecisionPoint at) {
        BrokerImage broker = image.cluster().broker(brokerId);
        boolean fences = broker != null && broker.epoch() == brokerEpoch && !broker.fenced()
                && !sessions.heardSince(brokerId, goneSinceNanos) && sessions.mayFenceEarly(at.nowNanos())
                && !new LeadershipChanges(image, schema).costsMoreThanAnElection(brokerId);
        if (!fences) {
            return Decision.immediate(false);
        }
        sessions.fencedEarly(at.nowNanos());
        return Decision.splittable(new HeartbeatHandler(image, schema, sessions).fence(broker, at), true);
    }
}
