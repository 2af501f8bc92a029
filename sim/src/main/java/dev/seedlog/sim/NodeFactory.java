package dev.seedlog.sim;

import dev.seedlog.broker.FormatProgram;
import dev.seedlog.broker.quorum.QuorumObserver;
import dev.seedlog.env.NodeProgram;
import dev.seedlog.metadata.ClusterFeatures;
import dev.seedlog.record.CodecInstances;
import java.util.Map;

/** Makes the program of the node under test. */
@FunctionalInterface
public interface NodeFactory {

    /**
     * A program.
     *
     * @param settings those of {@code server.properties} that this run wants
     * @param observer whom it tells of its part in the quorum
     */
    NodeProgram create(Map<String, String> settings, QuorumObserver observer);

    /**
     * Formats the directories of a member of a quorum of several; where voters change, of the first and only one.
     *
     * @param settings those of {@code server.properties} that this run wants
     * @param features what the cluster begins with
     */
    default NodeProgram format(Map<String, String> settings, ClusterFeatures features) {
        return new FormatProgram(SeedlogNodes.config(settings), CodecInstances.pureJava(),
                new FormatProgram.FormatOptions("the-simulated-cluster",
                        !settings.containsKey(Topology.FIXED_VOTERS), false, features));
    }
}
