package dev.seedlog.sim;

import dev.seedlog.env.NodeProgram;
import java.util.Map;

/** Makes the program of the node under test. */
@FunctionalInterface
public interface NodeFactory {

    /**
     * A program.
     *
     * @param settings those of {@code server.properties} that this run wants
     */
    NodeProgram create(Map<String, String> settings);
}
