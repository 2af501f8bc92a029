package dev.seedlog.sim.scenario;

import dev.seedlog.client.ClientSettings;
import dev.seedlog.client.ProducerSettings;
import dev.seedlog.log.TopicPartition;
import dev.seedlog.sim.workload.CommandedProducer;
import dev.seedlog.simworld.SimNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A producer of a scenario, on a machine of its own. Records are sent at once, each as a batch of its own, to the first
 * partition of the first topic if nothing else is said. Each method gives the producer itself.
 */
public final class ScenarioProducer {

    private static final short ALL = -1;
    private static final int TIMEOUT_MS = 3_000;
    private static final long BACKOFF_NANOS = 100 * Story.MILLI;
    private static final int MOST_IN_FLIGHT = 5;
    /** Longer than a pinned producer tries, so that it sends each record once. */
    private static final int PINNED_TIMEOUT_MS = 30_000;
    private static final long PINNED_PATIENCE_NANOS = 10 * Story.SECOND;
    private static final int PINNED_IN_FLIGHT = 1_000;
    /** How long nothing must happen where nothing is expected. */
    private static final long SILENCE_NANOS = 5 * Story.SECOND;

    private final Story story;
    private final ScenarioNode pinnedTo;
    private short acks = ALL;
    private TopicPartition partition;
    private CommandedProducer program;
    private String name = "a producer";

    ScenarioProducer(Story story, ScenarioNode pinnedTo) {
        this.story = story;
        this.pinnedTo = pinnedTo;
    }

    /** A record is acknowledged when all that are in sync have it; the producer is idempotent. This is the usual. */
    public ScenarioProducer acksAll() {
        acks = ALL;
        return this;
    }

    /** A record is acknowledged when its leader has it. */
    public ScenarioProducer acksLeader() {
        acks = 1;
        return this;
    }

    /** From now on it sends to this partition, such as {@code orders-0}. */
    public ScenarioProducer to(String name) {
        partition = Story.partition(name);
        return this;
    }

    /** Sends so many records, and waits for nothing. */
    public ScenarioProducer send(int records) {
        program().send(partition(), records);
        story.timeline().note(name + " sends " + records + " records to " + partition());
        return this;
    }

    /** Sends a record again and again, until {@link #rest} or the end of the story. */
    public ScenarioProducer sendEvery(long intervalMs) {
        program().sendEvery(partition(), intervalMs * Story.MILLI);
        story.timeline().note(name + " sends a record every " + intervalMs + " ms to " + partition());
        return this;
    }

    /** Sends nothing more. */
    public ScenarioProducer rest() {
        if (program != null) {
            program.rest();
        }
        return this;
    }

    /** So many of all its records are acknowledged in the end, and none has another fate meanwhile. */
    public ScenarioProducer expectAcked(int records) {
        story.await(records + " records of " + name + " are acknowledged",
                () -> program().acked() >= records || lost() > 0, this::state);
        if (program().acked() != records || lost() > 0) {
            throw story.failure("exactly " + records + " records of " + name + " are acknowledged", state(), null);
        }
        return this;
    }

    /** All of its records are acknowledged in the end. */
    public ScenarioProducer expectAllAcked() {
        story.await("all records of " + name + " are acknowledged", () -> pending() == 0 || lost() > 0, this::state);
        if (lost() > 0) {
            throw story.failure("all records of " + name + " are acknowledged", state(), null);
        }
        return this;
    }

    /** More of its records are acknowledged from now on: it gets on. */
    public ScenarioProducer expectProgress(int records) {
        int now = program().acked();
        story.await(records + " more records of " + name + " are acknowledged",
                () -> program().acked() >= now + records, this::state);
        return this;
    }

    /** None of its records that is not acknowledged yet is, for five seconds. */
    public ScenarioProducer expectNoAck() {
        int now = program().acked();
        story.holds(SILENCE_NANOS, "no record of " + name + " is acknowledged", () -> program().acked() == now,
                this::state);
        return this;
    }

    /** How many of its records were acknowledged. */
    public int acked() {
        return program().acked();
    }

    int pending() {
        return program == null ? 0 : program.pending();
    }

    private int lost() {
        return program().unknown() + program().refused();
    }

    private String state() {
        return program().acked() + " of " + program().told() + " acknowledged, " + program().unknown()
                + " that nobody knows of, " + program().refused() + " refused, " + pending() + " under way";
    }

    private TopicPartition partition() {
        return partition == null ? story.firstPartition() : partition;
    }

    private CommandedProducer program() {
        if (program == null) {
            begin();
        }
        return program;
    }

    private void begin() {
        boolean pinned = pinnedTo != null;
        ProducerSettings settings = pinned
                ? new ProducerSettings(acks, false, PINNED_IN_FLIGHT, PINNED_TIMEOUT_MS, Story.SECOND,
                        PINNED_PATIENCE_NANOS)
                : new ProducerSettings(acks, acks == ALL, acks == ALL ? MOST_IN_FLIGHT : 1, TIMEOUT_MS, BACKOFF_NANOS);
        ClientSettings client = pinned ? new ClientSettings("pinned", 2 * PINNED_TIMEOUT_MS * Story.MILLI,
                50 * Story.MILLI, Story.SECOND, Map.of()) : Story.calm();
        program = new CommandedProducer(pinned ? story.workload(List.of(pinnedTo.server().address()), story.topics())
                : story.workload(), client, settings);
        SimNode machine = story.client("producer", program);
        name = machine.name();
        if (pinned) {
            pin(machine);
        }
        story.add(this);
    }

    /** It reaches nobody else, whoever is said to lead. */
    private void pin(SimNode machine) {
        List<SimNode> others = new ArrayList<>();
        for (ScenarioNode node : story.nodes()) {
            if (node != pinnedTo) {
                others.add(node.server().node());
            }
        }
        story.cluster().world().network().partition(List.of(machine), others);
        story.timeline().note(name + " reaches nobody but " + pinnedTo);
    }

    @Override
    public String toString() {
        return name;
    }
}
