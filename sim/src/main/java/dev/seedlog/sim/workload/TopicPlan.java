package dev.seedlog.sim.workload;

import dev.seedlog.log.TopicPartition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A topic that is created.
 *
 * @param name its name
 * @param partitions how many
 * @param configs its settings
 */
public record TopicPlan(String name, int partitions, Map<String, String> configs) {

    /** Copies the settings. */
    public TopicPlan {
        configs = new TreeMap<>(configs);
    }

    /** Its partitions in order. */
    public List<TopicPartition> all() {
        List<TopicPartition> all = new ArrayList<>();
        for (int i = 0; i < partitions; i++) {
            all.add(new TopicPartition(name, i));
        }
        return all;
    }
}
