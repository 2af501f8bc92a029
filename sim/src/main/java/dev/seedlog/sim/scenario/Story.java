package dev.seedlog.sim.scenario;

import dev.seedlog.base.HostPort;
import dev.seedlog.client.ClientSettings;
import dev.seedlog.env.NodeProgram;
import dev.seedlog.log.TopicPartition;
import dev.seedlog.metadata.MetadataImage;
import dev.seedlog.metadata.PartitionImage;
import dev.seedlog.metadata.TopicImage;
import dev.seedlog.record.CodecInstances;
import dev.seedlog.sim.StagedCluster;
import dev.seedlog.sim.check.Violation;
import dev.seedlog.sim.workload.AuditorProgram;
import dev.seedlog.sim.workload.Clients;
import dev.seedlog.sim.workload.TopicPlan;
import dev.seedlog.sim.workload.Workload;
import dev.seedlog.sim.workload.WorkloadPlan;
import dev.seedlog.simworld.SimFailure;
import dev.seedlog.simworld.SimNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** What all parts of one scenario share: the cluster, its clients, and time that passes until something holds. */
final class Story implements Clients {

    static final long MILLI = 1_000_000;
    static final long SECOND = 1_000 * MILLI;
    /** How long anything may take that is expected. */
    private static final long PATIENCE_NANOS = 60 * SECOND;
    private static final long LOOK_NANOS = 5 * MILLI;
    private static final ClientSettings CALM = new ClientSettings("calm", 5 * SECOND, 50 * MILLI, SECOND, Map.of());

    private final long seed;
    private final StagedCluster cluster;
    private final Timeline timeline;
    private final List<ScenarioNode> nodes = new ArrayList<>();
    private final List<ScenarioProducer> producers = new ArrayList<>();
    private final List<TopicPlan> topics = new ArrayList<>();
    private final List<Workload> workloads = new ArrayList<>();
    private int clients;
    private boolean failed;

    Story(long seed, StagedCluster cluster) {
        this.seed = seed;
        this.cluster = cluster;
        this.timeline = new Timeline(cluster.world()::nowNanos);
        cluster.quorum().tell(timeline);
        cluster.nodes().forEach(server -> nodes.add(new ScenarioNode(this, server)));
    }

    StagedCluster cluster() {
        return cluster;
    }

    Timeline timeline() {
        return timeline;
    }

    List<ScenarioNode> nodes() {
        return nodes;
    }

    ScenarioNode node(int id) {
        return nodes.get(id - 1);
    }

    boolean failed() {
        return failed;
    }

    /** The topics that were created, or begun to be. */
    List<TopicPlan> topics() {
        return topics;
    }

    /** The partition that is meant where none is named. */
    TopicPartition firstPartition() {
        return new TopicPartition(topics.get(0).name(), 0);
    }

    /** The partition of a name such as {@code orders-0}. */
    static TopicPartition partition(String name) {
        int dash = name.lastIndexOf('-');
        return new TopicPartition(name.substring(0, dash), Integer.parseInt(name.substring(dash + 1)));
    }

    /** What is committed of the cluster, as far as any node knows. */
    MetadataImage image() {
        return cluster.quorum().newest();
    }

    /** What is committed of a partition; null if there is none. */
    PartitionImage image(TopicPartition partition) {
        TopicImage topic = image().topics().topic(partition.topic());
        return topic == null ? null : topic.partition(partition.partition());
    }

    /** What is committed of a partition, in words. */
    String text(TopicPartition partition) {
        PartitionImage image = image(partition);
        return image == null ? partition + " does not exist" : partition + ": " + Timeline.text(image);
    }

    /** Starts a client on a machine of its own. */
    SimNode client(String kind, NodeProgram program) {
        SimNode machine = cluster.world().node(kind + "-" + ++clients);
        machine.start(1, program);
        return machine;
    }

    /** What a client works with that knows some brokers and some topics. */
    Workload workload(List<HostPort> bootstrap, List<TopicPlan> known) {
        Workload workload = new Workload(bootstrap, new WorkloadPlan(known, List.of(), List.of(), List.of(),
                List.of()), cluster.recorder(), CodecInstances.pureJava());
        workloads.add(workload);
        return workload;
    }

    /** As above, with all brokers and all topics. */
    Workload workload() {
        return workload(cluster.bootstrap(), topics);
    }

    /** How a client behaves of which nothing else is said. */
    static ClientSettings calm() {
        return CALM;
    }

    void add(ScenarioProducer producer) {
        producers.add(producer);
    }

    /** Lets time pass. */
    void run(long nanos) {
        long until = cluster.world().nowNanos() + nanos;
        while (cluster.world().nowNanos() < until) {
            advance(Math.min(LOOK_NANOS, until - cluster.world().nowNanos()));
        }
    }

    private void advance(long nanos) {
        try {
            cluster.world().runFor(nanos);
        } catch (SimFailure failure) {
            throw failure("nobody fails", failure.getMessage(), failure);
        }
        for (ScenarioNode node : nodes) {
            if (node.endedByItself()) {
                throw failure(node + " runs", "it ended: " + node.server().node().fatalReason(), null);
            }
        }
    }

    /** Lets time pass until something holds; it is a failure if it does not within {@link #PATIENCE_NANOS}. */
    void await(String expected, BooleanSupplier condition, Supplier<String> seen) {
        long deadline = cluster.world().nowNanos() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            if (cluster.world().nowNanos() >= deadline) {
                throw failure(expected + ", within " + PATIENCE_NANOS / SECOND + " s", seen.get(), null);
            }
            advance(LOOK_NANOS);
        }
        timeline.note("as expected: " + expected);
    }

    /** Lets time pass, all of which something must hold. */
    void holds(long nanos, String expected, BooleanSupplier condition, Supplier<String> seen) {
        long until = cluster.world().nowNanos() + nanos;
        while (condition.getAsBoolean()) {
            if (cluster.world().nowNanos() >= until) {
                timeline.note("as expected for " + nanos / MILLI + " ms: " + expected);
                return;
            }
            advance(LOOK_NANOS);
        }
        throw failure(expected + ", for " + nanos / MILLI + " ms", seen.get(), null);
    }

    /** The failure of a story; it is over with it. */
    ScenarioFailure failure(String expected, String seen, Throwable cause) {
        failed = true;
        return new ScenarioFailure("expected: " + expected + "\n    seen: " + seen + "\n    when: "
                + timeline.time().strip() + " of virtual time, seed " + seed + "\nwhat happened:\n" + timeline.text(),
                cause);
    }

    /** All faults end, and all nodes run. */
    void healAll() {
        producers.forEach(ScenarioProducer::rest);
        cluster.world().network().heal();
        nodes.forEach(ScenarioNode::recover);
    }

    /** Gives native memory back. */
    void close() {
        workloads.forEach(Workload::close);
    }

    @Override
    public String unfinished() {
        for (ScenarioProducer producer : producers) {
            if (producer.pending() > 0) {
                return producer + " waits for the results of " + producer.pending() + " records";
            }
        }
        return null;
    }

    @Override
    public AuditorProgram auditor(boolean last) {
        return new AuditorProgram(workload(), CALM, last);
    }

    @Override
    public List<String> missing(Map<TopicPartition, Long> ends) {
        return List.of();
    }

    /** Has everything come to its end, and the history judged. */
    List<Violation> judged() {
        try {
            return cluster.judge(this);
        } catch (SimFailure failure) {
            throw failure("nobody fails", failure.getMessage(), failure);
        }
    }
}
