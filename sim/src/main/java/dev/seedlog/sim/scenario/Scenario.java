package dev.seedlog.sim.scenario;

import dev.seedlog.log.TopicPartition;
import dev.seedlog.metadata.PartitionImage;
import dev.seedlog.sim.check.Violation;
import dev.seedlog.wire.IntList;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One story of a simulated cluster, told step by step:
 *
 * <pre>
 * try (var t = Scenario.seeded(7).brokers(3).topic("orders", partitions(1), replicas(3), minIsr(2))) {
 *     t.producer().acksAll().send(10).expectAcked(10);
 *     var old = t.leaderOf("orders-0").isolateFromBrokers();
 *     t.producerPinnedTo(old).acksAll().send(3).expectNoAck();
 *     t.producer().acksAll().send(5).expectAcked(5);
 *     old.heal().expectTruncatedTo(10).expectCaughtUp();
 *     t.consumer().expectReadsExactly(15);
 * }
 * </pre>
 *
 * <p>It is the product that runs, in virtual time, so a story of minutes takes a fraction of a second; equal seeds give
 * equal runs. A step that acts takes no time. One that expects something lets time pass until it holds; after a minute
 * it fails with a {@link ScenarioFailure}, which says what was expected, what was seen, when, the seed, and what
 * happened before: elections, changes of the ISR, faults. All that the product and the quorum's watcher check of
 * themselves is on.
 *
 * <p>When the story is closed, all faults end and all nodes are started; within bounded time everything must be served
 * again, and then the history of its clients is judged as that of any run: nothing acknowledged may be lost, nothing
 * be there twice or out of order.
 */
public final class Scenario implements AutoCloseable {

    private static final int MOST_VIOLATIONS = 5;

    private final Story story;
    private final int usualReplicas;
    private final ScenarioVoters voters;

    Scenario(Story story, int usualReplicas) {
        this.story = story;
        this.usualReplicas = usualReplicas;
        this.voters = new ScenarioVoters(story);
    }

    /** A story in the world of a seed. */
    public static ScenarioSetup seeded(long seed) {
        return new ScenarioSetup(seed);
    }

    /** What the parts of this story share. */
    Story story() {
        return story;
    }

    Scenario started() {
        story.cluster().start();
        story.nodes().forEach(ScenarioNode::started);
        story.nodes().forEach(ScenarioNode::expectServing);
        return this;
    }

    /** Creates a topic. */
    public Scenario topic(String name, TopicOption... options) {
        beginTopic(name, options).expectCreated();
        return this;
    }

    /** Asks for a topic, and waits for nothing. */
    public TopicCreation beginTopic(String name, TopicOption... options) {
        return new TopicCreation(story, TopicOption.plan(name, usualReplicas, options));
    }

    /** A new producer. */
    public ScenarioProducer producer() {
        return new ScenarioProducer(story, null);
    }

    /**
     * A new producer that reaches one node only, whoever leads by now. It is not idempotent, sends each record once,
     * and gives up after ten seconds.
     */
    public ScenarioProducer producerPinnedTo(ScenarioNode node) {
        return new ScenarioProducer(story, node);
    }

    /** A new consumer. */
    public ScenarioConsumer consumer() {
        return new ScenarioConsumer(story);
    }

    /** The node with an id. */
    public ScenarioNode node(int id) {
        return story.node(id);
    }

    /** All nodes, in the order of their ids. */
    public List<ScenarioNode> nodes() {
        return List.copyOf(story.nodes());
    }

    /** The voters of the metadata quorum. */
    public ScenarioVoters voters() {
        return voters;
    }

    /** The leader of a partition such as {@code orders-0}, once it has one. */
    public ScenarioNode leaderOf(String partition) {
        return expectLeader(partition, "has a leader", PartitionImage::hasLeader);
    }

    /** The leader of a partition, once that is another node than this one. */
    public ScenarioNode expectLeaderOtherThan(String partition, ScenarioNode node) {
        return expectLeader(partition, "has another leader than " + node,
                image -> image.hasLeader() && image.leader() != node.id());
    }

    /** This node leads a partition in the end. */
    public ScenarioNode expectLeader(String partition, ScenarioNode node) {
        return expectLeader(partition, "has the leader " + node, image -> image.leader() == node.id());
    }

    private ScenarioNode expectLeader(String name, String what, Predicate<PartitionImage> condition) {
        TopicPartition partition = Story.partition(name);
        story.await(partition + " " + what, () -> story.image(partition) != null
                && condition.test(story.image(partition)), () -> story.text(partition));
        return node(story.image(partition).leader());
    }

    /** Nobody leads a partition, and that for this long. */
    public Scenario expectLeaderless(String name, long forMs) {
        TopicPartition partition = Story.partition(name);
        story.await(partition + " has no leader", () -> !story.image(partition).hasLeader(),
                () -> story.text(partition));
        story.holds(forMs * Story.MILLI, partition + " has no leader", () -> !story.image(partition).hasLeader(),
                () -> story.text(partition));
        return this;
    }

    /** The nodes that have a partition, without its leader, as they were assigned. */
    public List<ScenarioNode> followersOf(String name) {
        ScenarioNode leader = leaderOf(name);
        List<ScenarioNode> followers = new ArrayList<>();
        for (int id : story.image(Story.partition(name)).replicas()) {
            if (id != leader.id()) {
                followers.add(node(id));
            }
        }
        return followers;
    }

    /** The ISR of a partition comes to be these nodes. */
    public Scenario expectIsr(String name, ScenarioNode... nodes) {
        TopicPartition partition = Story.partition(name);
        List<Integer> wanted = Stream.of(nodes).map(ScenarioNode::id).sorted().toList();
        story.await("the ISR of " + partition + " is " + wanted,
                () -> sorted(story.image(partition).isr()).equals(wanted), () -> story.text(partition));
        return this;
    }

    /** The replicas of a partition that may lead when nobody is in sync (KIP-966) come to be these nodes. */
    public Scenario expectEligible(String name, ScenarioNode... nodes) {
        TopicPartition partition = Story.partition(name);
        List<Integer> wanted = Stream.of(nodes).map(ScenarioNode::id).sorted().toList();
        story.await("the ELR of " + partition + " is " + wanted,
                () -> sorted(story.image(partition).elr()).equals(wanted), () -> story.text(partition));
        return this;
    }

    private static List<Integer> sorted(IntList ids) {
        List<Integer> sorted = new ArrayList<>(ids);
        sorted.sort(null);
        return sorted;
    }

    /** The node that was elected controller last, once there is one. */
    public ScenarioNode controller() {
        story.await("there is a controller", () -> story.timeline().controller() >= 0, () -> "none was elected");
        return node(story.timeline().controller());
    }

    /** Another node than this one is elected controller. */
    public ScenarioNode expectControllerOtherThan(ScenarioNode node) {
        story.await("another controller than " + node, () -> story.timeline().controller() != node.id(),
                () -> "node " + story.timeline().controller());
        return controller();
    }

    /** This node is elected controller from now on. */
    public Scenario expectController(ScenarioNode node) {
        int before = story.timeline().controllerEpoch();
        story.await(node + " is elected controller",
                () -> story.timeline().controllerEpoch() > before && story.timeline().controller() == node.id(),
                () -> "node " + story.timeline().controller() + " in epoch " + story.timeline().controllerEpoch());
        return this;
    }

    /** A controller is elected from now on, the same node or another one: an epoch begins. */
    public ScenarioNode expectElection() {
        int before = story.timeline().controllerEpoch();
        story.await("a controller is elected in an epoch behind " + before,
                () -> story.timeline().controllerEpoch() > before, () -> "nobody is");
        return controller();
    }

    /** Nobody is elected controller, for this long. */
    public Scenario expectNoElection(long forMs) {
        int before = story.timeline().controllerEpoch();
        story.holds(forMs * Story.MILLI, "nobody is elected controller",
                () -> story.timeline().controllerEpoch() == before, () -> story.timeline().controller() + " is");
        return this;
    }

    /** Lets time pass. */
    public Scenario runFor(long millis) {
        story.run(millis * Story.MILLI);
        return this;
    }

    /** Ends the story: all faults end, everything must be served again, and the history is judged. */
    @Override
    public void close() {
        try {
            if (!story.failed()) {
                judge();
            }
        } finally {
            story.close();
        }
    }

    private void judge() {
        story.healAll();
        List<Violation> violations = story.judged();
        if (!violations.isEmpty()) {
            throw story.failure("the history of all clients is right", violations.stream().limit(MOST_VIOLATIONS)
                    .map(found -> found.kind() + ": " + found.what() + String.join("\n        ", found.operations()))
                    .collect(Collectors.joining("\n    and: ")), null);
        }
    }
}
