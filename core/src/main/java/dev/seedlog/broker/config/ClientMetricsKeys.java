package dev.seedlog.broker.config;

import dev.seedlog.base.config.ConfigDefinition;
import dev.seedlog.base.config.ConfigException;
import dev.seedlog.base.config.ConfigKey;
import dev.seedlog.machine.RefusedException;
import dev.seedlog.metadata.PersistentMap;
import dev.seedlog.wire.ErrorCode;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What may be set for a subscription of clients' metrics (KIP-714). */
final class ClientMetricsKeys {

    private static final String MATCH = "match";
    private static final List<String> MATCHED = List.of("client_instance_id", "client_id", "client_software_name",
            "client_software_version", "client_source_address", "client_source_port");

    private ClientMetricsKeys() {
    }

    /**
     * Checks all that is to be set for a subscription.
     *
     * @throws RefusedException with Kafka's error for what is not accepted
     */
    static void validate(PersistentMap<String, String> settings) {
        settings.forEach((name, value) -> {
            ConfigKey key = ConfigDefinition.CLIENT_METRICS.find(name).orElseThrow(() -> new RefusedException(
                    ErrorCode.INVALID_REQUEST, "Unknown client metrics configuration: " + name));
            try {
                key.parse(value);
            } catch (ConfigException e) {
                throw new RefusedException(ErrorCode.INVALID_REQUEST, e.getMessage());
            }
            if (name.equals(MATCH) && !value.isBlank()) {
                checkPatterns(value);
            }
        });
    }

    private static void checkPatterns(String value) {
        for (String pattern : value.split(",")) {
            int equals = pattern.indexOf('=');
            boolean known = equals > 0 && MATCHED.contains(pattern.substring(0, equals).strip());
            if (!known || !isExpression(pattern.substring(equals + 1).strip())) {
                throw new RefusedException(ErrorCode.INVALID_CONFIG, "Illegal client matching pattern: " + pattern);
            }
        }
    }

    private static boolean isExpression(String text) {
        try {
            Pattern.compile(text);
            return true;
        } catch (PatternSyntaxException e) {
            return false;
        }
    }
}
