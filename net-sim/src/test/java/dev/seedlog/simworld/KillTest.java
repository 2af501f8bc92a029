package dev.seedlog.simworld;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.env.CloseReason;
import dev.seedlog.env.Connection;
import dev.seedlog.env.DiskFile;
import dev.seedlog.env.OpenMode;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.env.contract.Files;
import dev.seedlog.env.contract.Peer;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What remains of a process that is killed in the middle of a turn. */
class KillTest {

    private static final int SEEDS = 300;

    private static void prepare(ShardEnv env) {
        DiskFile file = env.disk().open("/data/old", OpenMode.CREATE_NEW);
        Files.append(file, Stages.filled(1000, 1));
        file.close();
        env.disk().open("/data/doomed", OpenMode.CREATE_NEW).close();
    }

    /** Six operations of different kinds. */
    private static void work(ShardEnv env) {
        DiskFile old = env.disk().open("/data/old", OpenMode.READ_WRITE);
        Files.write(old, 900, Stages.filled(200, 2));
        old.truncate(950);
        Files.append(old, Stages.filled(100, 3));
        env.disk().open("/data/new", OpenMode.CREATE_NEW).close();
        env.disk().rename("/data/new", "/data/newer");
        env.disk().delete("/data/doomed");
    }

    /** What the disk is like after so many whole operations. */
    private static String stateAfter(int operations) {
        String[] sizes = {"1000", "1100", "950", "1050", "1050", "1050", "1050"};
        String[] names = {"[doomed, old]", "[doomed, old]", "[doomed, old]", "[doomed, old]", "[doomed, new, old]",
            "[doomed, newer, old]", "[newer, old]"};
        return sizes[operations] + names[operations];
    }

    @Test
    void aPrefixOfTheTurnsOperationsRemainsAndTheLastWriteIsCutAnywhere() {
        TreeSet<Integer> whole = new TreeSet<>();
        int cutWrites = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            Stages.Stage stage = new Stages.Stage(seed);
            SimNode node = stage.node("a");
            stage.run(node, KillTest::prepare);
            node.killInWritingTurn();
            stage.submit(node, 0, KillTest::work);
            assertTrue(stage.world.runUntil(() -> !node.running(), Stages.SECOND));
            byte[] content = node.disk().content("/data/old");
            String state = content.length + node.disk().names("/data", true).toString();
            assertEquals(content.length, node.disk().usedBytes());
            assertArrayEquals(Stages.filled(900, 1), Arrays.copyOf(content, 900), "seed " + seed);
            int found = 0;
            while (found <= 6 && !stateAfter(found).equals(state)) {
                found++;
            }
            if (found <= 6 && (found > 0 || content[900] == 1)) {
                whole.add(found);
            } else {
                cutWrites++;
                assertTrue(node.disk().names("/data", true).toString().equals("[doomed, old]"), state);
            }
        }
        assertEquals(new TreeSet<>(List.of(0, 1, 2, 3, 4, 5, 6)), whole);
        assertTrue(cutWrites > 5, cutWrites + " writes were cut");
    }

    @Test
    void theKilledTurnSendsNothing() {
        int heard = 0;
        for (int seed = 0; seed < 50; seed++) {
            Stages.Stage stage = new Stages.Stage(seed);
            SimNode node = stage.node("a");
            SimNode other = stage.node("b");
            Peer end = new Peer();
            Peer otherEnd = new Peer();
            Connection connection = stage.connected(node, other, end, otherEnd);
            stage.send(node, connection, 1);
            stage.world.runFor(10 * Stages.MILLI);
            assertEquals(1, otherEnd.receivedBytes());
            node.killInWritingTurn();
            stage.submit(node, 0, env -> {
                assertTrue(connection.trySend(Stages.message(2)));
                prepare(env);
            });
            assertTrue(stage.world.runUntil(otherEnd::closed, Stages.SECOND));
            assertEquals(1, otherEnd.receivedBytes());
            assertEquals(List.of(CloseReason.RESET), otherEnd.closings());
            heard++;
        }
        assertEquals(50, heard);
    }

    @Test
    void eachShardIsCutAlone() {
        TreeSet<String> states = new TreeSet<>();
        for (int seed = 0; seed < SEEDS; seed++) {
            SimOptions.TurnOptions longTurns = new SimOptions.TurnOptions(Stages.MILLI, 2 * Stages.MILLI, 1000, 0, 64);
            Stages.Stage stage = new Stages.Stage(new SimWorld(seed, SimOptions.calm().withTurns(longTurns)));
            SimNode node = stage.world.node("a");
            node.disk().provide("/data");
            stage.start(node, 2);
            node.killInWritingTurn();
            for (int shard = 0; shard < 2; shard++) {
                String name = "/data/" + shard;
                stage.submit(node, shard, env -> {
                    env.disk().createDirectories(name + "/a");
                    env.disk().createDirectories(name + "/b");
                });
            }
            assertTrue(stage.world.runUntil(() -> !node.running(), Stages.SECOND));
            StringBuilder state = new StringBuilder();
            for (String shard : node.disk().names("/data", true)) {
                state.append(shard).append(node.disk().names("/data/" + shard, true).size());
            }
            states.add(state.toString());
        }
        assertTrue(states.contains("0112") && states.contains("0211") && states.contains("0212"), states.toString());
    }

    @Test
    void aCutBeforeAForceMeansThatItWasNeverAskedFor() {
        TreeSet<String> outcomes = new TreeSet<>();
        for (int seed = 0; seed < SEEDS; seed++) {
            Stages.Stage stage = new Stages.Stage(seed);
            SimNode node = stage.node("a");
            boolean[] forced = new boolean[1];
            node.powerCutInWritingTurn();
            stage.submit(node, 0, env -> {
                DiskFile file = env.disk().open("/data/f", OpenMode.CREATE_NEW);
                Files.append(file, Stages.filled(100, 1));
                file.force((generation, end, failure) -> forced[0] = true);
            });
            assertTrue(stage.world.runUntil(() -> !node.running(), Stages.SECOND));
            assertFalse(node.powered());
            stage.world.runFor(Stages.SECOND);
            assertFalse(forced[0], "nobody hears of it");
            outcomes.add(node.disk().names("/data", true).toString());
        }
        assertEquals(2, outcomes.size(), outcomes.toString());
    }

    @Test
    void aKilledProcessRunsNoMoreAndItsSuccessorIsAnother() {
        Stages.Stage stage = new Stages.Stage(1);
        SimNode node = stage.node("a");
        stage.run(node, env -> env.disk().tryLock("/data/.lock"));
        node.kill();
        assertEquals(137, node.exitStatus());
        long turns = node.turns();
        stage.world.runFor(Stages.SECOND);
        assertEquals(turns, node.turns());
        stage.start(node, 1);
        assertEquals(2, node.incarnation());
        stage.run(node, env -> assertTrue(env.disk().tryLock("/data/.lock") != null));
    }
}
