package dev.seedlog.sim.workload;

import dev.seedlog.base.HostPort;
import dev.seedlog.record.CodecInstances;
import dev.seedlog.record.Codecs;
import java.util.List;

/** What all clients of a run have in common. It is outside of the world they are in: clients look into it at will. */
public final class Workload {

    private final List<HostPort> bootstrap;
    private final WorkloadPlan plan;
    private final Recorder recorder;
    private final Codecs codecs;
    private final ClusterWork clusterWork = new ClusterWork();
    private boolean staleReads;
    private boolean topicsCreated;
    private boolean ending;
    private long nextNumber;

    /** A workload on a cluster, whose clients compress with these codecs. */
    public Workload(List<HostPort> bootstrap, WorkloadPlan plan, Recorder recorder, CodecInstances codecs) {
        this.bootstrap = List.copyOf(bootstrap);
        this.plan = plan;
        this.recorder = recorder;
        this.codecs = new Codecs(codecs);
        for (TopicPlan topic : plan.topics()) {
            recorder.cleanup(topic.name(), topic.cleanup());
        }
    }

    /** What a broker tells of the metadata may be older than what the controller has answered to somebody else. */
    public Workload withStaleReads() {
        staleReads = true;
        return this;
    }

    /** Whether settings can be read right only when all brokers have followed. */
    boolean staleReads() {
        return staleReads;
    }

    /** Brokers to begin with. */
    public List<HostPort> bootstrap() {
        return bootstrap;
    }

    /** What is done. */
    public WorkloadPlan plan() {
        return plan;
    }

    /** The topics' names. */
    public List<String> topicNames() {
        return plan.topics().stream().map(TopicPlan::name).toList();
    }

    /** A topic's plan. */
    TopicPlan topic(String name) {
        return plan.topics().stream().filter(topic -> topic.name().equals(name)).findFirst().orElseThrow();
    }

    /** Takes down what happens. */
    public Recorder recorder() {
        return recorder;
    }

    /** What operators have brought about. */
    public ClusterWork clusterWork() {
        return clusterWork;
    }

    /** The clients' codecs. */
    Codecs codecs() {
        return codecs;
    }

    /** A number that no other client of the run gets. */
    long nextNumber() {
        return ++nextNumber;
    }

    /** Whether the topics are there. */
    public boolean topicsCreated() {
        return topicsCreated;
    }

    void setTopicsCreated() {
        topicsCreated = true;
    }

    /** Whether nothing new is to be sent, and nobody is to leave or to change anything. */
    public boolean ending() {
        return ending;
    }

    /** Nothing new is to be begun; what is under way goes on. */
    public void end() {
        ending = true;
    }

    /** Gives native memory back. */
    public void close() {
        codecs.close();
    }
}
