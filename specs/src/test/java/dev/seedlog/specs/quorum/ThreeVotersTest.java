package dev.seedlog.specs.quorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.env.SeededRandom;
import dev.seedlog.simworld.SimNode;
import dev.seedlog.simworld.SimOptions;
import dev.seedlog.simworld.SimWorld;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** Three controllers elect one of them, and the others follow it. */
class ThreeVotersTest {

    private static final long MINUTE = 60_000_000_000L;

    private final String[] hosts = {"one", "two", "three"};
    private final List<SimNode> machines = new ArrayList<>();
    private final QuorumNode[] nodes = new QuorumNode[hosts.length];
    private final TreeMap<String, String> acknowledged = new TreeMap<>();
    private SimWorld world;

    private void begin(long seed) {
        world = new SimWorld(seed, SimOptions.drawn(new SeededRandom(seed)));
        machines.clear();
        acknowledged.clear();
        for (int i = 0; i < hosts.length; i++) {
            machines.add(world.node(hosts[i]));
            machines.get(i).disk().provide(QuorumNode.DIRECTORY);
            start(i);
        }
    }

    private void start(int number) {
        nodes[number] = null;
        machines.get(number).start(1, (env, control) -> nodes[number] = new QuorumNode(env, control,
                QuorumNode.Setup.oneOf(number + 1, hosts), hosts[number]));
    }

    private void await(String what, BooleanSupplier condition) {
        assertTrue(world.runUntil(condition, MINUTE), () -> "not within a minute: " + what + describe());
    }

    private String describe() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < nodes.length; i++) {
            text.append("; ").append(machines.get(i)).append(machines.get(i).running() ? " runs" : " does not run")
                    .append(' ').append(machines.get(i).fatalReason());
            if (nodes[i] != null && nodes[i].quorum != null) {
                text.append(", ").append(nodes[i].quorum.driver().stage()).append(", ")
                        .append(nodes[i].quorum.driver().quorumState()).append(", ends at ")
                        .append(nodes[i].quorum.driver().endOffset());
            }
        }
        return text.toString();
    }

    private int leader() {
        for (int i = 0; i < nodes.length; i++) {
            if (machines.get(i).running() && nodes[i] != null && nodes[i].active()) {
                return i;
            }
        }
        return -1;
    }

    private boolean allHave(Map<String, String> expected) {
        for (int i = 0; i < nodes.length; i++) {
            for (Map.Entry<String, String> entry : expected.entrySet()) {
                if (machines.get(i).running() && !entry.getValue().equals(nodes[i].get(entry.getKey()))) {
                    return false;
                }
            }
        }
        return true;
    }

    private void setOne(String key) {
        nodes[leader()].set(key, "value of " + key, acknowledged);
        await(key + " is acknowledged", () -> acknowledged.containsKey(key));
    }

    @Test
    void electOneThatOthersFollow() {
        begin(1);
        await("one decides", () -> leader() >= 0);
        setOne("first");
        await("all have read it", () -> allHave(acknowledged));
        int epoch = nodes[leader()].quorum.driver().quorumState().epoch();
        for (QuorumNode node : nodes) {
            assertEquals(epoch, node.quorum.driver().quorumState().epoch());
            assertEquals(leader() + 1, node.quorum.driver().quorumState().leaderId());
        }
        assertEquals(3, nodes[leader()].quorum.describe().voters().size());
    }

    @Test
    void electAnotherWhenTheLeaderIsGone() {
        for (long seed = 0; seed < 20; seed++) {
            begin(seed);
            await("one decides", () -> leader() >= 0);
            setOne("first");
            int old = leader();
            machines.get(old).powerCut();
            await("another decides", () -> leader() >= 0);
            assertNotEquals(old, leader());
            setOne("second");
            start(old);
            await("all have read both, in seed " + seed, () -> allHave(acknowledged));
        }
    }

    @Test
    void loseNothingThatWasAnsweredWhenOneAfterTheOtherIsCut() {
        for (long seed = 100; seed < 115; seed++) {
            begin(seed);
            for (int round = 0; round < 5; round++) {
                await("one decides", () -> leader() >= 0);
                setOne("round-" + round);
                int victim = world.random("victims").nextInt(hosts.length);
                machines.get(victim).powerCutInWritingTurn();
                nodes[leader()].set("after-" + round, "x", new TreeMap<>());
                world.runFor(3_000_000_000L);
                if (!machines.get(victim).running()) {
                    start(victim);
                }
            }
            await("all have read everything, in seed " + seed, () -> allHave(acknowledged));
        }
    }

    @Test
    void aNewOneBeginsWithASnapshot() {
        begin(7);
        await("one decides", () -> leader() >= 0);
        int late = (leader() + 1) % hosts.length;
        machines.get(late).powerCut();
        machines.get(late).disk().wipe();
        for (int i = 0; i < 5; i++) {
            setOne("key-" + i);
        }
        nodes[leader()].snapshot();
        world.runFor(2_000_000_000L);
        machines.get(late).disk().provide(QuorumNode.DIRECTORY);
        start(late);
        await("the new one has it all", () -> nodes[late] != null && nodes[late].quorum != null
                && allHave(acknowledged));
        assertTrue(nodes[late].quorum.driver().log().logStartOffset() > 0, "it began with the log");
    }
}
