package dev.seedlog.specs.quorum;

import dev.seedlog.broker.quorum.SnapshotPolicy;
import dev.seedlog.env.RandomSource;
import dev.seedlog.simworld.SimNode;
import dev.seedlog.simworld.SimWorld;
import java.util.Map;
import java.util.TreeMap;

/** A quorum of one, whose lives end in every way, and what it has promised. */
final class LoneController {

    private static final long SECOND = 1_000_000_000L;

    final SimWorld world;
    final SimNode machine;
    final TreeMap<String, String> acknowledged = new TreeMap<>();
    final TreeMap<Integer, Integer> epochs = new TreeMap<>();
    private final QuorumNode.Setup setup;
    private final RandomSource random;
    QuorumNode node;
    private int next;

    LoneController(SimWorld world, SnapshotPolicy snapshots) {
        this.world = world;
        this.setup = QuorumNode.Setup.alone(snapshots);
        this.machine = world.node("one");
        this.random = world.random("work");
        machine.disk().provide(QuorumNode.DIRECTORY);
    }

    /** Starts it. */
    void begin() {
        node = null;
        machine.start(1, (env, control) -> node = new QuorumNode(env, control, setup, "one"));
    }

    /** Starts it and waits until it decides. */
    LoneController start() {
        begin();
        if (!world.runUntil(() -> node.active() || !machine.running(), 30 * SECOND) || !machine.running()) {
            throw new AssertionError("it does not begin to decide: " + machine.fatalReason());
        }
        return this;
    }

    /** Has it decide for a while, one thing every few milliseconds. */
    void work(int operations) {
        for (int i = 0; i < operations && machine.running(); i++) {
            setNext();
            world.runFor(1 + random.nextInt(4_000_000));
        }
    }

    /** Waits until all is done that was asked for. */
    void settle() {
        world.runFor(SECOND);
    }

    private void setNext() {
        if (machine.running() && node.active()) {
            String number = Integer.toString(next++);
            node.set("key-" + "0".repeat(6 - number.length()) + number, "value-" + number, acknowledged);
        }
    }

    /** Asks for the end of this life, at a moment that is drawn. */
    void crash() {
        switch (random.nextInt(4)) {
            case 0 -> machine.kill();
            case 1 -> machine.powerCut();
            case 2 -> machine.killInWritingTurn();
            default -> machine.powerCutInWritingTurn();
        }
        work(20);
        if (machine.running()) {
            machine.kill();
        }
    }

    /** What was promised and is not there. */
    TreeMap<String, String> lost() {
        TreeMap<String, String> lost = new TreeMap<>();
        for (Map.Entry<String, String> promised : acknowledged.entrySet()) {
            if (!promised.getValue().equals(node.get(promised.getKey()))) {
                lost.put(promised.getKey(), String.valueOf(node.get(promised.getKey())));
            }
        }
        return lost;
    }
}
