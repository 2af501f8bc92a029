package dev.seedlog.sim;

import dev.seedlog.base.config.Config;
import dev.seedlog.base.config.ConfigEntry;
import dev.seedlog.base.config.NodeConfig;
import dev.seedlog.base.config.StandaloneDefaults;
import dev.seedlog.broker.BrokerProgram;
import dev.seedlog.env.NodeProgram;
import dev.seedlog.record.CodecInstances;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes the node of this build, alone in its cluster. */
public final class SeedlogNodes implements NodeFactory {

    @Override
    public NodeProgram create(Map<String, String> settings) {
        List<ConfigEntry> entries = new ArrayList<>(StandaloneDefaults.entries());
        settings.forEach((name, value) -> entries.add(new ConfigEntry(name, value, "the seed")));
        return new BrokerProgram(NodeConfig.of(Config.of(entries)), CodecInstances.pureJava());
    }
}
