package dev.seedlog.sim.scenario;

import dev.seedlog.sim.workload.TopicPlan;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** What a topic is like, where the usual is not wanted: one partition, as many replicas as brokers, 3 at most. */
public final class TopicOption {

    private final Consumer<Shape> effect;

    private TopicOption(Consumer<Shape> effect) {
        this.effect = effect;
    }

    /** How many partitions it has. */
    public static TopicOption partitions(int count) {
        return new TopicOption(shape -> shape.partitions = count);
    }

    /** How many brokers have each partition. */
    public static TopicOption replicas(int count) {
        return new TopicOption(shape -> shape.replicas = count);
    }

    /** How many of them must have a record before it is acknowledged to those who want that ({@code acks=all}). */
    public static TopicOption minIsr(int count) {
        return setting("min.insync.replicas", String.valueOf(count));
    }

    /** Any setting of a topic. */
    public static TopicOption setting(String name, String value) {
        return new TopicOption(shape -> shape.settings.put(name, value));
    }

    static TopicPlan plan(String topic, int usualReplicas, TopicOption... options) {
        Shape shape = new Shape(usualReplicas);
        for (TopicOption option : options) {
            option.effect.accept(shape);
        }
        return new TopicPlan(topic, shape.partitions, shape.settings, TopicPlan.Kind.KEPT, (short) shape.replicas);
    }

    /** A topic that takes shape. */
    private static final class Shape {
        private int partitions = 1;
        private int replicas;
        private final Map<String, String> settings = new TreeMap<>();

        private Shape(int replicas) {
            this.replicas = replicas;
            // A register of the history, which the last reading reads: it is written when the topic is created.
            settings.put("max.message.bytes", "2000000");
        }
    }
}
