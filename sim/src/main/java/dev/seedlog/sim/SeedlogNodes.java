package dev.seedlog.sim;

import dev.seedlog.base.config.Config;
import dev.seedlog.base.config.ConfigEntry;
import dev.seedlog.base.config.NodeConfig;
import dev.seedlog.base.config.StandaloneDefaults;
import dev.seedlog.broker.BrokerProgram;
import dev.seedlog.broker.quorum.QuorumObserver;
import dev.seedlog.env.NodeProgram;
import dev.seedlog.record.CodecInstances;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes nodes of this build. */
public final class SeedlogNodes implements NodeFactory {

    @Override
    public NodeProgram create(Map<String, String> settings, QuorumObserver observer) {
        return new BrokerProgram(config(settings), CodecInstances.pureJava(), observer);
    }

    /** The configuration of a node that has these settings. */
    static NodeConfig config(Map<String, String> settings) {
        List<ConfigEntry> entries = new ArrayList<>(StandaloneDefaults.entries());
        settings.forEach((name, value) -> entries.add(new ConfigEntry(name, value, "the seed")));
        return NodeConfig.of(Config.of(entries));
    }
}
