package dev.seedlog.sim;

import dev.seedlog.env.RandomSource;
import dev.seedlog.sim.check.Violation;
import dev.seedlog.sim.workload.MortalProgram;
import dev.seedlog.sim.workload.Recorder;
import dev.seedlog.simworld.SimNode;
import dev.seedlog.simworld.SimWorld;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Does to the nodes and their clients what a seed has drawn, until they are healed. */
final class FaultPlan {

    private final FaultSite site;
    private final FaultMix mix;
    private final Totals totals;
    private final List<NodeFaults> nodes = new ArrayList<>();
    private final ClockFaults clocks;
    private final Outages outages;
    private final ClientKills clientKills;
    private final Map<FaultKind, Consumer<RandomSource>> actions = new EnumMap<>(FaultKind.class);
    private boolean over;

    /**
     * A plan.
     *
     * @param clients the machines of all clients; more may come
     * @param mortals those whose processes may be killed; more may come
     */
    FaultPlan(SimWorld world, ServerCluster cluster, List<SimNode> clients, Map<SimNode, MortalProgram> mortals,
              SwarmConfig config, Recorder recorder, Totals totals) {
        this.mix = config.faults();
        this.totals = totals;
        this.site = new FaultSite(world, cluster.machines(), clients, new Episodes(world, totals));
        this.outages = new Outages(world, cluster, recorder, totals, config);
        cluster.nodes().forEach(server -> nodes.add(NodeFaults.of(server, site, mix, outages, recorder)));
        this.clocks = new ClockFaults(site);
        this.clientKills = new ClientKills(site, mortals);
        outages.beforeCut(() -> nodes.forEach(node -> node.damage().restore()));
        outages.endFenced(broker -> nodes.stream().map(NodeFaults::operator)
                .filter(operator -> operator.looksAfter(broker)).forEach(Operator::restart));
        site.episodes().listen((kind, moment) -> recorder.fault(kind.id(), moment.prefix()));
        nodeActions();
        worldActions();
    }

    private void nodeActions() {
        onNode(FaultKind.KILL, (node, random) -> node.processes().kill(random));
        onNode(FaultKind.POWER_CUT, (node, random) -> node.processes().cutPower(random));
        onNode(FaultKind.CLEAN_RESTART, (node, random) -> node.processes().restart(random));
        onNode(FaultKind.LOST_DISK, (node, random) -> node.loss().lose(random));
        onNode(FaultKind.PAUSE, (node, random) -> node.processes().pause(random));
        onNode(FaultKind.SLOW_DISK, (node, random) -> node.disk().slow(random));
        onNode(FaultKind.STUCK_DISK, (node, random) -> node.disk().stick(random));
        onNode(FaultKind.READ_ERROR, (node, random) -> node.disk().failReads(random));
        onNode(FaultKind.WRITE_ERROR, (node, random) -> node.disk().failWrites(random));
        onNode(FaultKind.FORCE_ERROR, (node, random) -> node.disk().failForces(random));
        onNode(FaultKind.FULL_DISK, (node, random) -> node.disk().fill(random));
        onNode(FaultKind.BIT_ROT, (node, random) -> node.damage().flip(random));
        onNode(FaultKind.MISDIRECTED_WRITE, (node, random) -> node.damage().misdirect(random));
    }

    private void onNode(FaultKind kind, BiConsumer<NodeFaults, RandomSource> fault) {
        actions.put(kind, random -> fault.accept(FaultSite.one(nodes, random), random));
    }

    private void worldActions() {
        NetworkFaults network = new NetworkFaults(site);
        actions.put(FaultKind.CLIENT_PAUSE, random -> ProcessFaults.pauseClient(site, random));
        actions.put(FaultKind.CLIENT_KILL, clientKills::kill);
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

    /** Begins. */
    void begin() {
        actions.forEach((kind, action) -> {
            if (mix.mean(kind) > 0) {
                every(mix.mean(kind), site.random(kind), action);
            }
        });
    }

    /** Ends all faults; the nodes run, or will soon. */
    void heal() {
        over = true;
        nodes.forEach(node -> node.processes().end());
        site.world().faults().setActive(false);
        site.world().network().heal();
        site.episodes().endAll();
        clocks.end();
        clientKills.end();
        for (NodeFaults node : nodes) {
            node.disk().end();
            node.operator().start();
        }
        countLasting();
    }

    /** What was found wrong while faults happened; null if nothing was. */
    Violation gaveUp() {
        Violation found = outages.unforced();
        for (NodeFaults node : nodes) {
            found = found != null ? found : node.operator().gaveUp();
        }
        return found;
    }

    private void every(long meanNanos, RandomSource random, Consumer<RandomSource> fault) {
        // From a tenth to about double: faults soon after another are wanted, too.
        long delay = meanNanos / 10 + meanNanos / FaultSite.PERMILLE * random.nextInt(1_800);
        site.world().in(delay, () -> {
            if (!over) {
                nodes.forEach(node -> node.operator().watch());
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
