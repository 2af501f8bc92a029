package dev.seedlog.sim;

import dev.seedlog.env.RandomSource;
import dev.seedlog.sim.workload.MortalProgram;
import dev.seedlog.simworld.SimNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Kills clients' processes and starts them again, with nothing left of what they knew. */
final class ClientKills {

    private static final int LONGEST_DOWN_MS = 12_000;

    private final FaultSite site;
    private final Map<SimNode, MortalProgram> mortals;

    ClientKills(FaultSite site, Map<SimNode, MortalProgram> mortals) {
        this.site = site;
        this.mortals = mortals;
    }

    void kill(RandomSource random) {
        List<SimNode> all = new ArrayList<>(mortals.keySet());
        SimNode victim = all.get(random.nextInt(all.size()));
        long downNanos = FaultSite.duration(random, LONGEST_DOWN_MS);
        if (victim.running()) {
            victim.resume();
            victim.kill();
            mortals.get(victim).died();
            site.episodes().happened(FaultKind.CLIENT_KILL);
            site.world().in(downNanos, () -> start(victim));
        }
    }

    /** All are there again. */
    void end() {
        mortals.keySet().forEach(this::start);
    }

    private void start(SimNode client) {
        if (!client.running()) {
            client.start(1, mortals.get(client));
        }
    }
}
