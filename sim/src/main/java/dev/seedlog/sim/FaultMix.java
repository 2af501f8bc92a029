package dev.seedlog.sim;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * Which faults a run has and how often.
 *
 * @param meanNanos the mean time between two of a kind; a kind that is not in there never happens
 * @param inTurnPermille how many kills and power cuts happen within a turn that writes, in thousandths
 * @param maxDownNanos how long the node is down at most
 */
public record FaultMix(Map<FaultKind, Long> meanNanos, int inTurnPermille, long maxDownNanos) {

    /** Copies the map. */
    public FaultMix {
        EnumMap<FaultKind, Long> copy = new EnumMap<>(FaultKind.class);
        copy.putAll(meanNanos);
        meanNanos = copy;
    }

    /** The mean time between two faults of a kind; 0 if it never happens. */
    long mean(FaultKind kind) {
        return meanNanos.getOrDefault(kind, 0L);
    }

    /** This, with some kinds left out. */
    FaultMix without(Set<FaultKind> kinds) {
        EnumMap<FaultKind, Long> rest = new EnumMap<>(FaultKind.class);
        rest.putAll(meanNanos);
        rest.keySet().removeAll(kinds);
        return new FaultMix(rest, inTurnPermille, maxDownNanos);
    }
}
