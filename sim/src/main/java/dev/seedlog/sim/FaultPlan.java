package dev.seedlog.sim;

import dev.seedlog.env.RandomSource;
import dev.seedlog.sim.check.Violation;
import dev.seedlog.sim.workload.Recorder;
import dev.seedlog.simworld.SimNode;
import dev.seedlog.simworld.SimWorld;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Does to a node and its clients what a seed has drawn, until it is healed. */
final class FaultPlan {

    private final FaultSite site;
    private final FaultMix mix;
    private final Totals totals;
    private final Operator operator;
    private final ProcessFaults processes;
    private final DiskTrouble disk;
    private final ClockFaults clocks;
    private final Outages outages;
    private final Map<FaultKind, Consumer<RandomSource>> actions = new EnumMap<>(FaultKind.class);
    private boolean over;

    FaultPlan(SimWorld world, ServerNode server, List<SimNode> clients, SwarmConfig config, Recorder recorder,
              Totals totals) {
        this.mix = config.faults();
        this.totals = totals;
        this.site = new FaultSite(world, server.node(), clients, new Episodes(world, totals));
        this.operator = new Operator(server, site);
        ForcedPrefixes forced = new ForcedPrefixes(server, recorder);
        this.outages = new Outages(world, server.node(), forced, recorder, totals, config.lossy());
        this.processes = new ProcessFaults(site, mix, operator, outages);
        this.disk = new DiskTrouble(site, server, operator, outages);
        this.clocks = new ClockFaults(site);
        processActions();
        worldActions();
    }

    private void processActions() {
        actions.put(FaultKind.KILL, processes::kill);
        actions.put(FaultKind.POWER_CUT, processes::cutPower);
        actions.put(FaultKind.CLEAN_RESTART, processes::restart);
        actions.put(FaultKind.PAUSE, processes::pause);
        actions.put(FaultKind.CLIENT_PAUSE, processes::pauseClient);
        actions.put(FaultKind.SLOW_DISK, disk::slow);
        actions.put(FaultKind.STUCK_DISK, disk::stick);
        actions.put(FaultKind.READ_ERROR, disk::failReads);
        actions.put(FaultKind.WRITE_ERROR, disk::failWrites);
        actions.put(FaultKind.FORCE_ERROR, disk::failForces);
        actions.put(FaultKind.FULL_DISK, disk::fill);
    }

    private void worldActions() {
        NetworkFaults network = new NetworkFaults(site);
        actions.put(FaultKind.CLOCK_DRIFT, clocks::drift);
        actions.put(FaultKind.CLOCK_FORTH, clocks::forth);
        actions.put(FaultKind.CLOCK_BACK, clocks::back);
        actions.put(FaultKind.CLOG, network::clog);
        actions.put(FaultKind.PARTITION, network::partition);
        actions.put(FaultKind.ONE_WAY_PARTITION, network::partitionOneWay);
        actions.put(FaultKind.RESET, network::reset);
        actions.put(FaultKind.HALF_OPEN, network::halfOpen);
        actions.put(FaultKind.REFUSE, network::refuse);
        actions.put(FaultKind.SLOW_LINK, network::slow);
    }

    /** From now on this one hears of all faults. */
    void listen(FaultListener listener) {
        site.episodes().listen(listener);
    }

    /** Begins. */
    void begin() {
        actions.forEach((kind, action) -> {
            if (mix.mean(kind) > 0) {
                every(mix.mean(kind), site.random(kind), action);
            }
        });
    }

    /** Ends all faults; the node runs, or will soon. */
    void heal() {
        over = true;
        processes.end();
        site.world().faults().setActive(false);
        site.world().network().heal();
        site.episodes().endAll();
        clocks.end();
        disk.end();
        operator.start();
        countLasting();
    }

    /** What was found wrong while faults happened; null if nothing was. */
    Violation gaveUp() {
        return outages.unforced() != null ? outages.unforced() : operator.gaveUp();
    }

    private void every(long meanNanos, RandomSource random, Consumer<RandomSource> fault) {
        // From a tenth to about double: faults soon after another are wanted, too.
        long delay = meanNanos / 10 + meanNanos / FaultSite.PERMILLE * random.nextInt(1_800);
        site.world().in(delay, () -> {
            if (!over) {
                operator.watch();
                fault.accept(random);
                every(meanNanos, random, fault);
            }
        });
    }

    private void countLasting() {
        for (FaultKind kind : FaultKind.values()) {
            boolean hit = kind == FaultKind.RARE_PATHS
                    ? site.world().faults().taken().values().stream().anyMatch(times -> times > 0)
                    : kind.lasting() && site.world().hits().count(kind.hit()) > 0;
            if (hit) {
                totals.hit(kind, 1);
            }
        }
    }
}
