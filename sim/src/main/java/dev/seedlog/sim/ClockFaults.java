package dev.seedlog.sim;

import dev.seedlog.env.RandomSource;
import dev.seedlog.simworld.SimNode;
import java.util.LinkedHashSet;
import java.util.Set;

/** What is wrong with the clocks of the nodes and of their clients. */
final class ClockFaults {

    private static final long SECOND = 1_000 * FaultSite.MILLI;
    private static final long MOST_NANOS = 3 * 3_600 * SECOND;
    private static final int SEEN_WITHIN_MS = 4_000;
    private static final int[] DRIFTS_PPM = {100, 1_000, 20_000, 200_000};
    private static final long[] JUMPS_NANOS = {5 * FaultSite.MILLI, SECOND, 60 * SECOND, 3_600 * SECOND};

    private final FaultSite site;
    private final Set<SimNode> drifting = new LinkedHashSet<>();

    ClockFaults(FaultSite site) {
        this.site = site;
    }

    void drift(RandomSource random) {
        int most = DRIFTS_PPM[random.nextInt(DRIFTS_PPM.length)];
        SimNode machine = machine(random);
        machine.clock().setDrift(random.nextInt(2 * most + 1) - most);
        drifting.add(machine);
        seenSoon(FaultKind.CLOCK_DRIFT);
    }

    void forth(RandomSource random) {
        machine(random).clock().jumpWall(jump(random));
        seenSoon(FaultKind.CLOCK_FORTH);
    }

    void back(RandomSource random) {
        machine(random).clock().jumpWall(-jump(random));
        seenSoon(FaultKind.CLOCK_BACK);
    }

    /** Has all clocks run right again: waits would not end in time where one side counts them twice as fast. */
    void end() {
        drifting.forEach(machine -> machine.clock().setDrift(0));
    }

    private void seenSoon(FaultKind kind) {
        site.episodes().begin(kind, SEEN_WITHIN_MS * FaultSite.MILLI, () -> { });
    }

    private long jump(RandomSource random) {
        long most = JUMPS_NANOS[random.nextInt(JUMPS_NANOS.length)];
        return Math.min(MOST_NANOS, most / FaultSite.PERMILLE * (1 + random.nextInt(2 * FaultSite.PERMILLE)));
    }

    /** A node's machine, or a client's. */
    private SimNode machine(RandomSource random) {
        return random.nextInt(2) == 0 ? site.node(random) : site.client(random);
    }
}
