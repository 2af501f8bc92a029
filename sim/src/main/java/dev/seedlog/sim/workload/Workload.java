package dev.seedlog.sim.workload;

import dev.seedlog.base.HostPort;
import dev.seedlog.log.TopicPartition;
import dev.seedlog.record.CodecInstances;
import dev.seedlog.record.Codecs;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** What all clients of a run have in common. It is outside of the simulated world: clients look into it at will. */
public final class Workload {

    private final List<HostPort> bootstrap;
    private final List<TopicPlan> topics;
    private final Recorder recorder;
    private final LongSupplier worldNanos;
    private final Codecs codecs = new Codecs(CodecInstances.pureJava());
    private boolean topicsCreated;
    private boolean ending;

    /**
     * A workload on a cluster.
     *
     * @param worldNanos the world's time
     */
    public Workload(List<HostPort> bootstrap, List<TopicPlan> topics, Recorder recorder, LongSupplier worldNanos) {
        this.bootstrap = List.copyOf(bootstrap);
        this.topics = List.copyOf(topics);
        this.recorder = recorder;
        this.worldNanos = worldNanos;
    }

    /** Brokers to begin with. */
    public List<HostPort> bootstrap() {
        return bootstrap;
    }

    /** All topics. */
    public List<TopicPlan> topics() {
        return topics;
    }

    /** Their names. */
    public List<String> topicNames() {
        return topics.stream().map(TopicPlan::name).toList();
    }

    /** All partitions. */
    public List<TopicPartition> partitions() {
        List<TopicPartition> all = new ArrayList<>();
        topics.forEach(topic -> all.addAll(topic.all()));
        return all;
    }

    /** Takes down what happens. */
    public Recorder recorder() {
        return recorder;
    }

    /** The world's time. */
    public long nowNanos() {
        return worldNanos.getAsLong();
    }

    /** The clients' codecs. */
    Codecs codecs() {
        return codecs;
    }

    /** Whether the topics are there. */
    public boolean topicsCreated() {
        return topicsCreated;
    }

    void setTopicsCreated() {
        topicsCreated = true;
    }

    /** Whether nothing new is to be sent. */
    public boolean ending() {
        return ending;
    }

    /** Nothing new is to be sent; what is under way goes on. */
    public void end() {
        ending = true;
    }

    /** Gives native memory back. */
    public void close() {
        codecs.close();
    }
}
