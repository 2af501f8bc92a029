package dev.seedlog.sim.storm;

import java.util.EnumSet;
import java.util.Set;

/** What is the matter with a node's process. */
enum NodeStage {
    /** It was started, and does not serve yet. */
    STARTING,
    /** It serves. */
    SERVING,
    /** It was told to end, or killed, and its end was not heard of yet. It may also end because its disk is full. */
    ENDING,
    /** There is no process. */
    DOWN;

    /** Which stages may follow. */
    Set<NodeStage> next() {
        return switch (this) {
            case STARTING -> EnumSet.of(SERVING, ENDING, DOWN);
            case SERVING -> EnumSet.of(ENDING, DOWN);
            case ENDING -> EnumSet.of(DOWN);
            case DOWN -> EnumSet.of(STARTING);
        };
    }
}
