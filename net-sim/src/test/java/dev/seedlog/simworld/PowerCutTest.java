package dev.seedlog.simworld;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.env.DiskFile;
import dev.seedlog.env.OpenMode;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.env.contract.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What a power cut may do to a disk and what not, each seen over many seeds. */
class PowerCutTest {

    private static final int SEEDS = 300;
    private static final String FILE = "/data/file";

    /** Runs a story, cuts the power, and counts the outcomes over many seeds. */
    private static Map<String, Integer> outcomes(Consumer<Stages.Stage> story,
                                                 BiFunction<SimDisk, Integer, String> look) {
        Map<String, Integer> counts = new TreeMap<>();
        for (int seed = 0; seed < SEEDS; seed++) {
            Stages.Stage stage = new Stages.Stage(seed);
            SimNode node = stage.node("a");
            story.accept(stage);
            node.powerCut();
            counts.merge(look.apply(node.disk(), seed), 1, Integer::sum);
        }
        return counts;
    }

    private static void on(Stages.Stage stage, Consumer<ShardEnv> code) {
        stage.run(stage.world.nodes().get(0), code);
    }

    private static void forced(Stages.Stage stage, Consumer<ShardEnv> writing, String... paths) {
        int[] done = new int[1];
        on(stage, env -> {
            writing.accept(env);
            for (String path : paths) {
                env.disk().open(path, OpenMode.READ).force((generation, end, failure) -> done[0]++);
            }
            env.disk().forceDirectory("/data", failure -> done[0]++);
        });
        assertTrue(stage.world.runUntil(() -> done[0] == paths.length + 1, Stages.SECOND));
    }

    private static void create(ShardEnv env, String path, byte[] content) {
        DiskFile file = env.disk().open(path, OpenMode.CREATE_NEW);
        Files.append(file, content);
        file.close();
    }

    private static void append(ShardEnv env, String path, byte[] content) {
        DiskFile file = env.disk().open(path, OpenMode.READ_WRITE);
        Files.append(file, content);
        file.close();
    }

    @Test
    void forcedBytesStayAndAppendedOnesMayBeKeptDroppedTornOrCutAway() {
        Map<String, Integer> counts = outcomes(stage -> {
            forced(stage, env -> create(env, FILE, Stages.filled(1300, 1)), FILE);
            on(stage, env -> append(env, FILE, Stages.filled(3000, 2)));
        }, (disk, seed) -> {
            byte[] content = disk.content(FILE);
            assertArrayEquals(Stages.filled(1300, 1), Arrays.copyOf(content, 1300), "seed " + seed);
            byte[] rest = Arrays.copyOfRange(content, 1300, content.length);
            for (byte each : rest) {
                assertTrue(each == 0 || each == 2, "seed " + seed);
            }
            if (rest.length == 0) {
                return "cut away";
            }
            if (rest.length < 3000) {
                return "shorter";
            }
            return Arrays.equals(rest, new byte[3000]) ? "dropped"
                    : Arrays.equals(rest, Stages.filled(3000, 2)) ? "kept" : "partly";
        });
        assertEquals(List.of("cut away", "dropped", "kept", "partly", "shorter"), List.copyOf(counts.keySet()));
    }

    @Test
    void overwrittenBytesAreOldOrNewSectorBySector() {
        Map<String, Integer> counts = outcomes(stage -> {
            forced(stage, env -> create(env, FILE, Stages.filled(4096, 1)), FILE);
            on(stage, env -> {
                DiskFile file = env.disk().open(FILE, OpenMode.READ_WRITE);
                Files.write(file, 600, Stages.filled(2000, 2));
            });
        }, (disk, seed) -> {
            byte[] content = disk.content(FILE);
            assertEquals(4096, content.length);
            assertArrayEquals(Stages.filled(600, 1), Arrays.copyOf(content, 600), "seed " + seed);
            assertArrayEquals(Stages.filled(1496, 1), Arrays.copyOfRange(content, 2600, 4096), "seed " + seed);
            byte[] middle = Arrays.copyOfRange(content, 600, 2600);
            for (byte each : middle) {
                assertTrue(each == 1 || each == 2, "seed " + seed);
            }
            boolean torn = false;
            for (int at = 1024; at < 2560; at += 512) {
                byte[] sector = Arrays.copyOfRange(content, at, at + 512);
                torn |= !Arrays.equals(sector, Stages.filled(512, 1)) && !Arrays.equals(sector, Stages.filled(512, 2));
            }
            return torn ? "torn" : Arrays.equals(middle, Stages.filled(2000, 1)) ? "old"
                    : Arrays.equals(middle, Stages.filled(2000, 2)) ? "new" : "some";
        });
        assertEquals(List.of("new", "old", "some", "torn"), List.copyOf(counts.keySet()));
    }

    @Test
    void aForceCoversWhatWasWrittenBeforeItAndNotWhatCameWhileItRan() {
        Map<String, Integer> counts = outcomes(stage -> {
            int[] done = new int[1];
            forced(stage, env -> create(env, FILE, Stages.filled(512, 1)), FILE);
            on(stage, env -> {
                DiskFile file = env.disk().open(FILE, OpenMode.READ_WRITE);
                Files.write(file, 0, Stages.filled(512, 2));
                file.force((generation, end, failure) -> done[0]++);
                Files.write(file, 0, Stages.filled(512, 3));
            });
            assertTrue(stage.world.runUntil(() -> done[0] == 1, Stages.SECOND));
        }, (disk, seed) -> {
            byte[] content = disk.content(FILE);
            for (byte each : content) {
                assertTrue(each == 2 || each == 3, "seed " + seed + ": " + each);
            }
            return content[0] == content[511] ? "all " + content[0] : "torn";
        });
        assertEquals(List.of("all 2", "all 3", "torn"), List.copyOf(counts.keySet()));
    }

    @Test
    void anUnforcedNameMayVanishEvenIfItsBytesAreForced() {
        Map<String, Integer> counts = outcomes(stage -> {
            int[] done = new int[1];
            on(stage, env -> {
                create(env, FILE, Stages.filled(10, 1));
                env.disk().open(FILE, OpenMode.READ).force((generation, end, failure) -> done[0]++);
            });
            assertTrue(stage.world.runUntil(() -> done[0] == 1, Stages.SECOND));
        }, (disk, seed) -> disk.names("/data", true).isEmpty() ? "gone" : "there");
        assertEquals(List.of("gone", "there"), List.copyOf(counts.keySet()));
    }

    @Test
    void aRenameHappensWhollyOrNotAtAll() {
        Map<String, Integer> counts = outcomes(stage -> {
            forced(stage, env -> {
                create(env, FILE, Stages.filled(10, 1));
                create(env, FILE + ".tmp", Stages.filled(10, 2));
            }, FILE, FILE + ".tmp");
            on(stage, env -> env.disk().rename(FILE + ".tmp", FILE));
        }, (disk, seed) -> disk.names("/data", true) + " " + disk.content(FILE)[0]);
        assertEquals(List.of("[file, file.tmp] 1", "[file] 2"), List.copyOf(counts.keySet()));
    }

    @Test
    void aFileWhoseRenameMayBeUndoneIsSurelyThereUnderOneOfItsNames() {
        outcomes(stage -> {
            forced(stage, env -> create(env, FILE + ".tmp", Stages.filled(10, 2)), FILE + ".tmp");
            on(stage, env -> env.disk().rename(FILE + ".tmp", FILE));
            SimDisk disk = stage.world.nodes().get(0).disk();
            assertEquals(0, disk.durableContent(FILE).length);
            assertEquals(10, disk.durableContent(FILE, "file.tmp").length);
        }, (disk, seed) -> disk.names("/data", true).toString());
    }

    @Test
    void aForcedDirectoryKeepsItsNames() {
        Map<String, Integer> counts = outcomes(stage -> {
            forced(stage, env -> {
                create(env, FILE, Stages.filled(10, 1));
                create(env, FILE + ".old", Stages.filled(10, 2));
            }, FILE);
            forced(stage, env -> {
                env.disk().delete(FILE + ".old");
                env.disk().rename(FILE, FILE + ".new");
            });
        }, (disk, seed) -> disk.names("/data", true).toString());
        assertEquals(List.of("[file.new]"), List.copyOf(counts.keySet()));
    }

    @Test
    void aDeletionMayBeUndone() {
        Map<String, Integer> counts = outcomes(stage -> {
            forced(stage, env -> create(env, FILE, Stages.filled(10, 1)), FILE);
            on(stage, env -> env.disk().delete(FILE));
        }, (disk, seed) -> disk.names("/data", true).isEmpty() ? "gone" : "content " + disk.content(FILE)[9]);
        assertEquals(List.of("content 1", "gone"), List.copyOf(counts.keySet()));
    }

    @Test
    void aTruncationMayBeUndoneUntilFileAndDirectoryAreForced() {
        Consumer<Stages.Stage> truncating = stage -> {
            forced(stage, env -> create(env, FILE, Stages.filled(3000, 1)), FILE);
            on(stage, env -> env.disk().open(FILE, OpenMode.READ_WRITE).truncate(1000));
        };
        assertEquals(List.of("1000", "3000"), List.copyOf(outcomes(truncating, PowerCutTest::sizeOfOnes).keySet()));
        assertEquals(List.of("1000", "3000"), List.copyOf(outcomes(stage -> {
            truncating.accept(stage);
            int[] done = new int[1];
            on(stage, env -> env.disk().open(FILE, OpenMode.READ).force((generation, end, failure) -> done[0]++));
            assertTrue(stage.world.runUntil(() -> done[0] == 1, Stages.SECOND));
        }, PowerCutTest::sizeOfOnes).keySet()));
        assertEquals(List.of("1000"), List.copyOf(outcomes(stage -> {
            truncating.accept(stage);
            forced(stage, env -> { }, FILE);
        }, PowerCutTest::sizeOfOnes).keySet()));
    }

    private static String sizeOfOnes(SimDisk disk, int seed) {
        byte[] content = disk.content(FILE);
        assertArrayEquals(Stages.filled(content.length, 1), content, "seed " + seed);
        return Integer.toString(content.length);
    }

    @Test
    void afterAFailedForceNoLaterOneMakesAnythingDurable() {
        Map<String, Integer> counts = outcomes(stage -> {
            SimDisk disk = stage.world.nodes().get(0).disk();
            forced(stage, env -> create(env, FILE, Stages.filled(512, 1)), FILE);
            String[] heard = new String[2];
            disk.faults().failForces(1000);
            on(stage, env -> {
                DiskFile file = env.disk().open(FILE, OpenMode.READ_WRITE);
                Files.write(file, 0, Stages.filled(512, 2));
                file.force((generation, end, failure) -> heard[0] = String.valueOf(failure));
            });
            assertTrue(stage.world.runUntil(() -> heard[0] != null, Stages.SECOND));
            disk.faults().clear();
            on(stage, env -> env.disk().open(FILE, OpenMode.READ_WRITE)
                    .force((generation, end, failure) -> heard[1] = String.valueOf(failure)));
            assertTrue(stage.world.runUntil(() -> heard[1] != null, Stages.SECOND));
            assertTrue(heard[0].contains("FORCE_FAILED"), heard[0]);
            assertEquals("null", heard[1]);
        }, (disk, seed) -> "all " + disk.content(FILE)[0]);
        assertTrue(counts.containsKey("all 1"), counts.toString());
    }

    @Test
    void anotherBootAndAnotherMachineHaveAnotherBootId() {
        Stages.Stage stage = new Stages.Stage(1);
        SimNode node = stage.node("a");
        SimNode other = stage.node("b");
        List<String> ids = new ArrayList<>();
        stage.run(node, env -> ids.add(env.disk().bootId()));
        node.kill();
        stage.start(node, 1);
        stage.run(node, env -> ids.add(env.disk().bootId()));
        node.powerCut();
        stage.start(node, 1);
        stage.run(node, env -> ids.add(env.disk().bootId()));
        stage.run(other, env -> ids.add(env.disk().bootId()));
        assertEquals(ids.get(0), ids.get(1));
        assertEquals(3, ids.stream().distinct().count(), ids.toString());
    }

    @Test
    void aKillLosesNothingThatWasWrittenInAnEarlierTurn() {
        for (int seed = 0; seed < 50; seed++) {
            Stages.Stage stage = new Stages.Stage(seed);
            SimNode node = stage.node("a");
            on(stage, env -> create(env, FILE, Stages.filled(5000, 1)));
            node.kill();
            assertFalse(node.running());
            assertArrayEquals(Stages.filled(5000, 1), node.disk().content(FILE));
        }
    }

    @Test
    void whatWasLostIsCounted() {
        long[] totals = new long[6];
        outcomes(stage -> {
            forced(stage, env -> create(env, FILE, Stages.filled(3000, 1)), FILE);
            on(stage, env -> {
                DiskFile file = env.disk().open(FILE, OpenMode.READ_WRITE);
                file.truncate(1000);
                Files.append(file, Stages.filled(5000, 2));
                create(env, FILE + "2", Stages.filled(10, 1));
            });
        }, (disk, seed) -> {
            DiskLosses losses = disk.losses();
            totals[0] += losses.sectorsKept();
            totals[1] += losses.sectorsDropped();
            totals[2] += losses.sectorsTorn();
            totals[3] += losses.bytesCutAway();
            totals[4] += losses.entriesUndone();
            totals[5] += losses.truncationsUndone();
            return "";
        });
        for (long total : totals) {
            assertTrue(total > 0, Arrays.toString(totals));
        }
    }
}
