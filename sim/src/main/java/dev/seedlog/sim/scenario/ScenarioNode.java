package dev.seedlog.sim.scenario;

import dev.seedlog.log.TopicPartition;
import dev.seedlog.metadata.BrokerImage;
import dev.seedlog.metadata.PartitionImage;
import dev.seedlog.sim.HeldLogs;
import dev.seedlog.sim.ServerNode;
import dev.seedlog.simworld.SimNetwork;
import dev.seedlog.simworld.SimNode;
import dev.seedlog.simworld.SimOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** A node of a scenario: what goes wrong with it, and what is expected of it. Each method gives the node itself. */
public final class ScenarioNode {

    private final Story story;
    private final ServerNode server;
    /** What it had of each partition when its last trouble ended. */
    private final Map<TopicPartition, HeldLogs.Content> before = new TreeMap<>();
    private boolean mayBeDown = true;

    ScenarioNode(Story story, ServerNode server) {
        this.story = story;
        this.server = server;
    }

    /** Its number. */
    public int id() {
        return server.id();
    }

    ServerNode server() {
        return server;
    }

    private SimNode machine() {
        return server.node();
    }

    private SimNetwork network() {
        return story.cluster().world().network();
    }

    /** Whether it does not run though nobody ended it. */
    boolean endedByItself() {
        if (machine().running()) {
            return false;
        }
        return !mayBeDown;
    }

    /** It is meant to run from now on. */
    void started() {
        mayBeDown = false;
    }

    private ScenarioNode does(String what) {
        story.timeline().note(this + " " + what);
        return this;
    }

    private List<SimNode> others(Predicate<ServerNode> which) {
        List<SimNode> others = new ArrayList<>();
        for (ScenarioNode other : story.nodes()) {
            if (other != this && which.test(other.server)) {
                others.add(other.machine());
            }
        }
        return others;
    }

    /** Nothing gets through between it and the other brokers, in either direction; clients still reach it. */
    public ScenarioNode isolateFromBrokers() {
        network().partition(List.of(machine()), others(ServerNode::isBroker));
        return does("is cut off from the other brokers");
    }

    /** Nothing gets through between it and any other node; clients still reach it. */
    public ScenarioNode isolateFromNodes() {
        network().partition(List.of(machine()), others(node -> true));
        return does("is cut off from the other nodes");
    }

    /** Nothing gets through between it and another node. */
    public ScenarioNode isolateFrom(ScenarioNode other) {
        network().partition(List.of(machine()), List.of(other.machine()));
        return does("is cut off from " + other);
    }

    /** What was sent to it and what it sent gets through again. */
    public ScenarioNode heal() {
        remember();
        for (SimNode other : others(node -> true)) {
            network().unblock(machine(), other);
            network().unblock(other, machine());
        }
        return does("is reached by all again");
    }

    /** Its process dies, as by SIGKILL. */
    public ScenarioNode kill() {
        mayBeDown = true;
        machine().kill();
        return does("is killed");
    }

    /** Its process dies within the next turn in which it writes, at a moment that the seed draws. */
    public ScenarioNode killWhenItWrites() {
        mayBeDown = true;
        machine().killInWritingTurn();
        return does("is to be killed when it writes");
    }

    /** Its machine loses its power: of what was not forced, the seed draws what is left. */
    public ScenarioNode powerCut() {
        mayBeDown = true;
        story.cluster().powerCut(server);
        return does("loses its power");
    }

    /** Its machine loses its power and its disk, and gets an empty one. What nobody else has is lost. */
    public ScenarioNode loseDisk() {
        mayBeDown = true;
        story.cluster().loseDisk(server);
        return does("loses its disk");
    }

    /** It is asked to stop in an orderly way, and does so. */
    public ScenarioNode stop() {
        mayBeDown = true;
        machine().stop();
        does("is stopped");
        story.await(this + " stops with status 0", () -> !machine().running() && machine().exitStatus() == 0,
                () -> machine().running() ? "it runs" : "status " + machine().exitStatus());
        return this;
    }

    /** Its process stands still, as in a long garbage collection: time goes on, what is sent to it waits. */
    public ScenarioNode pause() {
        machine().pause();
        return does("stands still");
    }

    /** Its process goes on. */
    public ScenarioNode resume() {
        remember();
        machine().resume();
        return does("goes on");
    }

    /** It is started again. */
    public ScenarioNode start() {
        remember();
        server.start();
        mayBeDown = false;
        return does("is started");
    }

    /** It is started again, and its controller listens at another port than before. */
    public ScenarioNode startElsewhere() {
        server.moveController();
        return start();
    }

    /** What it sends to another node takes so long to get there. */
    public ScenarioNode slowLinkTo(ScenarioNode other, long latencyMs) {
        network().setLatency(machine(), other.machine(), latencyMs * Story.MILLI, latencyMs * Story.MILLI);
        return does("sends to " + other + " over a link of " + latencyMs + " ms");
    }

    /** Nothing that it has its disk force gets durable, until it is {@link #unstickDisk released}. */
    public ScenarioNode stickDisk() {
        machine().disk().faults().stick();
        return does("has a disk that is stuck");
    }

    /** What it has its disk force gets durable. */
    public ScenarioNode unstickDisk() {
        machine().disk().faults().unstick();
        return does("has a disk that goes on");
    }

    /** It runs and nothing is wrong with it any more. */
    void recover() {
        SimOptions.NetworkOptions links = story.cluster().world().options().network();
        for (SimNode other : others(node -> true)) {
            network().setLatency(machine(), other, links.minLatencyNanos(), links.maxLatencyNanos());
        }
        if (machine().paused()) {
            machine().resume();
        }
        if (!machine().running()) {
            start();
        }
        // A death that was to come, and has not, comes no more.
        machine().inWritingTurn(() -> { });
        machine().disk().faults().unstick();
        mayBeDown = false;
    }

    private void remember() {
        before.clear();
        for (TopicPartition partition : story.cluster().recorder().partitions()) {
            HeldLogs.Content log = log(partition);
            if (log != null) {
                before.put(partition, log);
            }
        }
    }

    private HeldLogs.Content log(TopicPartition partition) {
        return story.cluster().log(server, partition);
    }

    /**
     * It throws away what it has of the first topic's first partition from an offset on, and nothing before: what it
     * had there when it was healed, resumed or started is there no more.
     */
    public ScenarioNode expectTruncatedTo(long offset) {
        return expectTruncatedTo(story.firstPartition(), offset);
    }

    /** As above, of a partition such as {@code orders-0}. */
    public ScenarioNode expectTruncatedTo(String partition, long offset) {
        return expectTruncatedTo(Story.partition(partition), offset);
    }

    private ScenarioNode expectTruncatedTo(TopicPartition partition, long offset) {
        HeldLogs.Content had = before.get(partition);
        if (had == null || had.endOffset() <= offset) {
            throw story.failure(this + " has more of " + partition + " than " + offset + " records to throw away",
                    had == null ? "it has none" : "it had " + had.endOffset(), null);
        }
        story.await(this + " truncates " + partition + " to " + offset,
                () -> commonEnd(had, log(partition)) == offset,
                () -> "it has kept " + commonEnd(had, log(partition)) + " of " + had.endOffset());
        return this;
    }

    /** Up to where two logs are the same; what one has lost at its beginning on purpose counts as the same. */
    private static long commonEnd(HeldLogs.Content one, HeldLogs.Content other) {
        if (other == null) {
            return 0;
        }
        long first = Math.max(one.firstOffset(), other.firstOffset());
        long offset = first;
        long end = Math.min(one.endOffset(), other.endOffset());
        while (offset < end && one.values()[(int) (offset - one.firstOffset())]
                == other.values()[(int) (offset - other.firstOffset())]) {
            offset++;
        }
        return offset;
    }

    /**
     * It comes into the ISR of a partition such as {@code orders-0}, and has all that clients know to be written when
     * it does.
     */
    public ScenarioNode expectInSync(String name) {
        TopicPartition partition = Story.partition(name);
        story.await(this + " is in the ISR of " + partition,
                () -> story.image(partition).isr().containsInt(id()), () -> story.text(partition));
        long known = story.cluster().recorder().counts()
                .knownEnd(story.cluster().recorder().presentKey(partition));
        int leader = story.image(partition).leader();
        long shared = commonEnd(story.node(leader).log(partition), log(partition));
        if (shared < known) {
            throw story.failure(this + " has what is written of " + partition + ", up to " + known,
                    "it shares with the leader, node " + leader + ", what is before " + shared, null);
        }
        return this;
    }

    /** It is in sync wherever it has a replica, and has the very records that the leader has. */
    public ScenarioNode expectCaughtUp() {
        story.await(this + " has caught up", () -> behind().isEmpty(), this::behind);
        return this;
    }

    /** Where it has not what the leader has, in words; empty if nowhere. */
    private String behind() {
        StringBuilder behind = new StringBuilder();
        for (TopicPartition partition : story.cluster().recorder().partitions()) {
            PartitionImage image = story.image(partition);
            if (image == null || !image.replicas().containsInt(id())) {
                continue;
            }
            if (!image.hasLeader() || !image.isr().containsInt(id())) {
                behind.append(story.text(partition)).append("; ");
                continue;
            }
            HeldLogs.Content mine = log(partition);
            HeldLogs.Content leaders = story.node(image.leader()).log(partition);
            if (mine == null || leaders == null || mine.endOffset() != leaders.endOffset()
                    || !Arrays.equals(mine.values(), leaders.values())) {
                behind.append(partition).append(": it ends at ").append(mine == null ? 0 : mine.endOffset())
                        .append(", its leader's at ").append(leaders == null ? 0 : leaders.endOffset()).append("; ");
            }
        }
        return behind.toString();
    }

    /** The controller fences it. */
    public ScenarioNode expectFenced() {
        story.await(this + " is fenced", () -> broker() != null && broker().fenced(), this::registration);
        return this;
    }

    /** It is registered, not fenced, and serves. */
    public ScenarioNode expectServing() {
        story.await(this + " serves", () -> machine().running() && machine().bootstrap() != null
                && (!server.isBroker() || broker() != null && broker().isActive()), this::registration);
        return this;
    }

    /** It is killed, or ends, as it was told to. */
    public ScenarioNode expectDown() {
        story.await(this + " is down", () -> !machine().running(), () -> "it runs");
        return this;
    }

    private BrokerImage broker() {
        return story.image().cluster().broker(id());
    }

    private String registration() {
        return (machine().running() ? "it runs, " : "it does not run, ") + (broker() == null ? "not registered"
                : broker().fenced() ? "fenced" : "not fenced");
    }

    @Override
    public String toString() {
        return "node " + id();
    }
}
