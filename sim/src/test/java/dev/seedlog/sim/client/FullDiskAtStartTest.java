package dev.seedlog.sim.client;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.broker.quorum.QuorumObserver;
import dev.seedlog.sim.SeedlogNodes;
import dev.seedlog.simworld.SimNode;
import dev.seedlog.simworld.SimWorld;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A new node on a disk that is full after so many bytes, wherever in its start that comes. */
class FullDiskAtStartTest {

    private static final int MOST_BYTES = 3_000;
    private static final int STEP_BYTES = 20;

    @Test
    void itEndsWithAReasonOrServes() {
        int ended = 0;
        int served = 0;
        for (int bytes = 0; bytes <= MOST_BYTES; bytes += STEP_BYTES) {
            SimNode node = start(bytes);
            if (node.running()) {
                served++;
            } else {
                int after = bytes;
                assertTrue(node.fatalReason().contains("/data"), () -> after + " bytes: " + node.fatalReason());
                ended++;
            }
        }
        assertTrue(ended > 10 && served > 0, ended + " ended, " + served + " served");
    }

    private static SimNode start(int bytes) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("listeners", "PLAINTEXT://broker:9092,CONTROLLER://broker:9093");
        settings.put("log.dirs", "/data");
        SimWorld world = new SimWorld(1);
        SimNode node = world.node("broker");
        node.disk().provide("/data");
        node.disk().setCapacity(bytes);
        node.start(1, new SeedlogNodes().create(settings, QuorumObserver.NONE));
        world.runFor(2 * ClientStage.SECOND);
        return node;
    }
}
