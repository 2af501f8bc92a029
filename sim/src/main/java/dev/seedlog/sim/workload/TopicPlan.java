package dev.seedlog.sim.workload;

import dev.seedlog.histories.KeyProfile;
import java.util.Map;
import java.util.TreeMap;

/**
 * A topic that is created.
 *
 * @param name its name
 * @param partitions how many it begins with
 * @param configs its settings
 * @param kind what may become of it
 * @param replicas how many brokers have each partition; {@link #BY_DEFAULT} for as many as the cluster says
 */
public record TopicPlan(String name, int partitions, Map<String, String> configs, Kind kind,
                        short replicas) {

    /** The cluster's setting applies. */
    public static final short BY_DEFAULT = -1;


    /** What may become of a topic and its records. */
    public enum Kind {
        /** Nothing leaves it. */
        KEPT,
        /** Its oldest records go, by retention or because somebody has them deleted. */
        SHRINKING,
        /** Of records with the same key, only the newest stays. */
        COMPACTED,
        /** As above, and it is deleted and created again; only clients that know topics by their ids use it. */
        CHURNED
    }

    /** A topic with as many replicas as the cluster says. */
    public TopicPlan(String name, int partitions, Map<String, String> configs, Kind kind) {
        this(name, partitions, configs, kind, BY_DEFAULT);
    }

    /** Copies the settings. */
    public TopicPlan {
        configs = new TreeMap<>(configs);
    }

    /** What its logs forget of themselves. */
    KeyProfile.Cleanup cleanup() {
        return switch (kind) {
            case KEPT -> KeyProfile.Cleanup.NONE;
            case COMPACTED -> KeyProfile.Cleanup.COMPACT;
            default -> KeyProfile.Cleanup.DELETE;
        };
    }

    /** Whether only clients that know topics by their ids can tell which one they use. */
    public boolean churned() {
        return kind == Kind.CHURNED;
    }
}
