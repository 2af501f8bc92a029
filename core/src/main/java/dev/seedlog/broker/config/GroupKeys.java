package dev.seedlog.broker.config;

import dev.seedlog.base.config.Config;
import dev.seedlog.base.config.ConfigDefinition;
import dev.seedlog.base.config.ConfigException;
import dev.seedlog.base.config.ConfigKey;
import dev.seedlog.base.config.ConfigSynonym;
import dev.seedlog.metadata.PersistentMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What may be set for a group: each value within what the broker allows for all groups. */
final class GroupKeys {

    private static final String OFFSET_RESET = "share.auto.offset.reset";
    private static final Pattern RESETS = Pattern.compile(
            "latest|earliest|by_duration:P(?=.)(\\d+D)?(T(?=.)(\\d+H)?(\\d+M)?(\\d+(\\.\\d+)?S)?)?");
    private static final List<String> KINDS = List.of("consumer", "share", "streams");

    private GroupKeys() {
    }

    /**
     * Checks all that is to be set for a group.
     *
     * @throws ConfigException naming what is not accepted
     */
    static void validate(PersistentMap<String, String> settings, Config broker) {
        List<String> problems = new ArrayList<>();
        Map<String, Object> values = new LinkedHashMap<>();
        for (ConfigKey key : ConfigDefinition.GROUP.keys()) {
            String own = settings.get(key.name());
            values.put(key.name(), own == null ? inherited(key, broker) : key.parse(own));
            if (own != null) {
                checkBounds(key, ((values.get(key.name()) instanceof Number number) ? number : null), broker, problems);
            }
        }
        settings.forEach((name, value) -> {
            if (ConfigDefinition.GROUP.find(name).isEmpty()) {
                problems.add("Unknown group config name: " + name);
            } else if (name.equals(OFFSET_RESET) && !RESETS.matcher(value.strip()).matches()) {
                problems.add("Invalid value '" + value + "' for configuration " + name
                        + ": it must be latest, earliest or by_duration:PnDTnHnMn.nS");
            }
        });
        for (String kind : KINDS) {
            String session = kind + ".session.timeout.ms";
            String heartbeat = kind + ".heartbeat.interval.ms";
            if (number(values, session) <= number(values, heartbeat)) {
                problems.add(session + " must be greater than " + heartbeat);
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
    }

    private static Object inherited(ConfigKey key, Config broker) {
        for (ConfigSynonym synonym : key.synonyms()) {
            return broker.value(ConfigDefinition.BROKER.key(synonym.name()));
        }
        return key.defaultValue();
    }

    private static long number(Map<String, Object> values, String name) {
        return ((Number) values.get(name)).longValue();
    }

    /** For consumer.x the broker may have group.consumer.min.x and group.consumer.max.x. */
    private static void checkBounds(ConfigKey key, Number value, Config broker, List<String> problems) {
        int dot = key.name().indexOf('.');
        String kind = "group." + key.name().substring(0, dot);
        String rest = key.name().substring(dot + 1);
        Optional<ConfigKey> least = ConfigDefinition.BROKER.find(kind + ".min." + rest);
        Optional<ConfigKey> most = ConfigDefinition.BROKER.find(
                kind + ".max." + (rest.equals("num.standby.replicas") ? "standby.replicas" : rest));
        if (value != null && least.isPresent() && value.longValue() < broker.getLong(least.get())) {
            problems.add(key.name() + " must be greater than or equal to " + least.get().name());
        }
        if (value != null && most.isPresent() && value.longValue() > broker.getLong(most.get())) {
            problems.add(key.name() + " must be less than or equal to " + most.get().name());
        }
    }
}
