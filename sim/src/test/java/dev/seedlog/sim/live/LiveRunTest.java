package dev.seedlog.sim.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.base.config.ProcessRole;
import dev.seedlog.metadata.ClusterFeatures;
import dev.seedlog.sim.StagedCluster;
import dev.seedlog.sim.check.Judge;
import dev.seedlog.simworld.SimNode;
import dev.seedlog.simworld.SimOptions;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What runs on real clusters, on a simulated one. */
class LiveRunTest {

    private static final long SECOND = 1_000_000_000;

    /** Whoever is told that the work is over stops the clients when he gets to it; some of them go on until then. */
    @Test
    void whatClientsStillAskForWhenTheWorkIsOverIsInTheHistory() {
        boolean[] over = new boolean[1];
        StagedCluster cluster = new StagedCluster(1, SimOptions.calm(),
                new StagedCluster.Cast(List.of(EnumSet.allOf(ProcessRole.class)), false, Map.of(),
                        ClusterFeatures.LATEST));
        cluster.start();
        LiveRun run = new LiveRun(new LiveRun.Plan(cluster.bootstrap(), 1, 10 * SECOND, 40, "", 1), Troubles.NONE,
                () -> over[0] = true);
        SimNode clients = cluster.world().node("clients");
        clients.start(1, run);
        assertTrue(cluster.world().runUntil(() -> over[0] || !clients.running(), 300 * SECOND), "it goes on and on");
        int entries = run.history().size();
        cluster.world().runFor(30 * SECOND);
        clients.stop();
        assertTrue(cluster.world().runUntil(() -> !clients.running(), 30 * SECOND), "it does not stop");
        assertNull(clients.fatalReason());
        assertTrue(run.history().size() > entries + 1, "nobody asked for anything");
        assertEquals(List.of(), Judge.judge(run.history()));
    }
}
