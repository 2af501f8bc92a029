package dev.seedlog.simworld;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.base.InvariantViolation;
import dev.seedlog.env.RandomSource;
import dev.seedlog.env.SeededRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeterminismTest {

    /** A run of chatty nodes under every kind of fault. */
    private static SimWorld chat(long seed, List<String> lines) {
        SimWorld world = new SimWorld(seed, SimOptions.drawn(new SeededRandom(seed).fork("options")));
        if (lines != null) {
            world.trace().setSink(lines::add);
        }
        List<SimNode> nodes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            SimNode node = world.node("n" + i);
            node.disk().provide("/data");
            nodes.add(node);
            node.start(1 + i % 2, Chatter.program(nodes));
        }
        Trouble trouble = new Trouble(world, nodes);
        trouble.next();
        world.runFor(5 * Stages.SECOND);
        return world;
    }

    /** Draws a fault now and then. */
    private record Trouble(SimWorld world, List<SimNode> nodes, RandomSource random) {

        Trouble(SimWorld world, List<SimNode> nodes) {
            this(world, nodes, world.random("trouble"));
        }

        void next() {
            world.in(random.nextInt(100_000_000), () -> {
                SimNode node = nodes.get(random.nextInt(nodes.size()));
                SimNode other = nodes.get(random.nextInt(nodes.size()));
                switch (random.nextInt(9)) {
                    case 0 -> node.kill();
                    case 1 -> node.powerCut();
                    case 2 -> node.killInWritingTurn();
                    case 3 -> node.pause();
                    case 4 -> world.network().clog(node, other, 50 * Stages.MILLI);
                    case 5 -> world.network().reset(node, other);
                    case 6 -> node.clock().setDrift(random.nextInt(1000));
                    case 7 -> node.disk().faults().failForces(random.nextInt(100));
                    default -> node.powerCutInWritingTurn();
                }
                world.in(30 * Stages.MILLI, () -> {
                    node.resume();
                    if (!node.running()) {
                        node.start(1 + random.nextInt(2), Chatter.program(nodes));
                    }
                });
                next();
            });
        }
    }

    @Test
    void equalSeedsAreEqualRuns() {
        for (int seed = 0; seed < 10; seed++) {
            SimWorld first = chat(seed, null);
            chat(seed + 100, null);
            SimWorld second = chat(seed, null);
            assertArrayEquals(first.trace().checkpoints(), second.trace().checkpoints(), "seed " + seed);
            assertEquals(first.trace().hex(), second.trace().hex());
            assertEquals(first.events(), second.events());
            assertTrue(first.events() > 3000, first.events() + " events");
            assertEquals(16, first.trace().hex().length());
        }
    }

    @Test
    void differentSeedsAreDifferentRuns() {
        assertNotEquals(chat(1, null).trace().hex(), chat(2, null).trace().hex());
    }

    @Test
    void watchingChangesNothing() {
        List<String> lines = new ArrayList<>();
        SimWorld watched = chat(3, lines);
        assertEquals(chat(3, null).trace().hex(), watched.trace().hex());
        assertEquals(watched.trace().entries(), lines.size());
        assertTrue(lines.stream().anyMatch(line -> line.contains(" POWER_CUT ")));
    }

    @Test
    void whatAProgramThrowsIsTheRunsFailure() {
        Stages.Stage stage = new Stages.Stage(1);
        SimNode node = stage.node("broken");
        stage.submit(node, 0, env -> {
            throw new InvariantViolation("LOG-1", "an offset went back");
        });
        SimFailure failure = assertThrows(SimFailure.class, () -> stage.world.runFor(Stages.SECOND));
        assertEquals("broken", failure.node());
        assertTrue(failure.getCause() instanceof InvariantViolation);
        assertTrue(failure.getMessage().contains("LOG-1"), failure.getMessage());
        assertThrows(SimFailure.class, stage.world::step);
    }

    @Test
    void rarePathsAreDrawnOnceForEachSeedAndCounted() {
        int exist = 0;
        for (int seed = 0; seed < 200; seed++) {
            SimWorld world = new SimWorld(seed, SimOptions.calm().withBuggify(250));
            for (int i = 0; i < 500; i++) {
                if (world.faults().at("rare")) {
                    world.probes().hit("seen");
                }
            }
            assertEquals(world.probes().count("seen"), world.faults().taken().get("rare"));
            exist += world.probes().count("seen") > 0 ? 1 : 0;
        }
        assertTrue(exist > 25 && exist < 75, exist + " of 200 worlds have it");
        SimWorld calm = new SimWorld(1);
        calm.faults().force("rare", 1000);
        assertTrue(calm.faults().at("rare"));
        calm.faults().setActive(false);
        assertEquals(false, calm.faults().at("rare"));
    }
}
