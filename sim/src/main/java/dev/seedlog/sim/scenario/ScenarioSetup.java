package dev.seedlog.sim.scenario;

import dev.seedlog.base.config.ProcessRole;
import dev.seedlog.env.SeededRandom;
import dev.seedlog.metadata.ClusterFeatures;
import dev.seedlog.sim.StagedCluster;
import dev.seedlog.sim.SwarmConfig;
import dev.seedlog.simworld.SimOptions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What a scenario begins with. Each method but the last two gives the setup itself. */
public final class ScenarioSetup {

    private final long seed;
    private final Map<String, String> settings = new TreeMap<>();
    private int brokers = 3;
    private int controllers;
    private boolean changingVoters;
    private ClusterFeatures features = ClusterFeatures.LATEST;
    private SimOptions world = SimOptions.calm();

    ScenarioSetup(long seed) {
        this.seed = seed;
    }

    /** How many brokers there are; each is a controller too, unless there are controllers of their own. */
    public ScenarioSetup brokers(int count) {
        brokers = count;
        return this;
    }

    /** So many controllers that are nothing else. They have the first ids, the brokers those behind. */
    public ScenarioSetup controllers(int count) {
        controllers = count;
        return this;
    }

    /** The voters are no matter of configuration (KIP-853): the first controller begins as the only one. */
    public ScenarioSetup changingVoters() {
        changingVoters = true;
        return this;
    }

    /** The cluster begins with a feature at this level, as {@code seedlog format --feature} has it. */
    public ScenarioSetup feature(String name, int level) {
        features = features.with(List.of(name + "=" + level));
        return this;
    }

    /** A setting of all nodes, as {@code server.properties} has it. */
    public ScenarioSetup with(String name, String value) {
        settings.put(name, value);
        return this;
    }

    /** How many shards each node has; one if nothing is said. */
    public ScenarioSetup shards(int count) {
        return with(SwarmConfig.SHARDS, String.valueOf(count));
    }

    /** The world has oddities that the seed draws: slow links, small pieces, rare paths. It is calm otherwise. */
    public ScenarioSetup inAnOddWorld() {
        world = SimOptions.drawn(new SeededRandom(seed).fork("world"));
        return this;
    }

    /** Starts all nodes and waits until they serve. */
    public Scenario start() {
        settings.putIfAbsent("offsets.topic.replication.factor", String.valueOf(Math.min(brokers, 3)));
        StagedCluster cluster = new StagedCluster(seed, world,
                new StagedCluster.Cast(roles(), changingVoters, settings, features));
        return new Scenario(new Story(seed, cluster), Math.min(brokers, 3)).started();
    }

    /** Starts all nodes, waits until they serve, and creates a topic. */
    public Scenario topic(String name, TopicOption... options) {
        return start().topic(name, options);
    }

    private List<Set<ProcessRole>> roles() {
        List<Set<ProcessRole>> roles = new ArrayList<>();
        for (int i = 0; i < controllers; i++) {
            roles.add(EnumSet.of(ProcessRole.CONTROLLER));
        }
        for (int i = 0; i < brokers; i++) {
            roles.add(controllers > 0 ? EnumSet.of(ProcessRole.BROKER) : EnumSet.allOf(ProcessRole.class));
        }
        return roles;
    }
}
