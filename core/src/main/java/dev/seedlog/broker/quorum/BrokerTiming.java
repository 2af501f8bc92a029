package dev.seedlog.broker.quorum;

import dev.seedlog.base.config.BrokerConfigKeys;
import dev.seedlog.base.config.Config;

/**
 * How often a broker speaks to the controller, and how long it waits.
 *
 * @param heartbeatIntervalMs {@code broker.heartbeat.interval.ms}
 * @param sessionTimeoutMs {@code broker.session.timeout.ms}
 * @param registrationTimeoutMs {@code initial.broker.registration.timeout.ms}
 */
public record BrokerTiming(long heartbeatIntervalMs, long sessionTimeoutMs, long registrationTimeoutMs) {

    /** Kafka's defaults. */
    public static final BrokerTiming DEFAULT = new BrokerTiming(2_000, 9_000, 60_000);

    /** Reads a node's configuration. */
    public static BrokerTiming of(Config config) {
        return new BrokerTiming(config.getInt(BrokerConfigKeys.BROKER_HEARTBEAT_INTERVAL_MS),
                config.getInt(BrokerConfigKeys.BROKER_SESSION_TIMEOUT_MS),
                config.getInt(BrokerConfigKeys.INITIAL_BROKER_REGISTRATION_TIMEOUT_MS));
    }
}
