package dev.seedlog.sim;

import dev.seedlog.env.RandomSource;
import dev.seedlog.sim.Totals.Count;
import dev.seedlog.sim.check.Violation;
import dev.seedlog.sim.workload.Recorder;
import dev.seedlog.simworld.SimNode;
import dev.seedlog.simworld.SimWorld;
import java.util.List;

/** Does to a node what a seed has drawn, until it is healed. */
final class FaultPlan {

    private static final long MILLI = 1_000_000;
    private static final int PERMILLE = 1000;
    private static final long PATIENCE_NANOS = 2_000 * MILLI;

    private final SimWorld world;
    private final ServerNode server;
    private final List<SimNode> clients;
    private final FaultMix mix;
    private final Recorder recorder;
    private final ForcedPrefixes forced;
    private final Totals totals;
    private final RandomSource random;
    private boolean over;
    private Violation gaveUp;

    FaultPlan(SimWorld world, ServerNode server, List<SimNode> clients, SwarmConfig config, Recorder recorder,
              Totals totals) {
        this.world = world;
        this.server = server;
        this.clients = clients;
        this.mix = config.faults();
        this.recorder = recorder;
        this.totals = totals;
        this.forced = new ForcedPrefixes(world, server.node(), recorder);
        this.random = world.random("faults");
    }

    /** Begins. */
    void begin() {
        every(mix.killNanos(), this::kill);
        every(mix.powerCutNanos(), this::cutPower);
        every(mix.pauseNanos(), this::pause);
        every(mix.networkNanos(), this::disturbNetwork);
        every(mix.slowDiskNanos(), this::slowDisk);
    }

    /** Ends all faults; the node runs, or will soon. */
    void heal() {
        over = true;
        world.faults().setActive(false);
        world.network().heal();
        node().disk().faults().clear();
        node().resume();
        watch();
        server.start();
    }

    /** What is wrong if the node ended by itself at some time; null if nothing is. */
    Violation gaveUp() {
        watch();
        return gaveUp;
    }

    private SimNode node() {
        return server.node();
    }

    private void watch() {
        if (gaveUp == null) {
            gaveUp = server.gaveUp(world.nowNanos());
        }
    }

    private void every(long meanNanos, Runnable fault) {
        if (meanNanos > 0) {
            // From a tenth to about double: faults soon after another are wanted, too.
            long delay = meanNanos / 10 + meanNanos / PERMILLE * random.nextInt(1_800);
            world.in(delay, () -> {
                if (!over) {
                    watch();
                    fault.run();
                    every(meanNanos, fault);
                }
            });
        }
    }

    private void kill() {
        if (node().running()) {
            node().resume();
            happen(() -> {
                node().kill();
                totals.add(Count.KILLS, 1);
            });
        }
    }

    private void cutPower() {
        if (node().powered()) {
            node().resume();
            forced.look();
            happen(() -> {
                node().powerCut();
                recorder.powerCut();
                totals.add(Count.POWER_CUTS, 1);
            });
        }
    }

    /** Has the node die now, or in the middle of its next turn that writes; if none comes, soon all the same. */
    private void happen(Runnable death) {
        if (!node().running() || random.nextInt(PERMILLE) >= mix.inTurnPermille()) {
            death.run();
            restartLater();
            return;
        }
        boolean[] happened = new boolean[1];
        node().inWritingTurn(() -> {
            if (!happened[0] && !over) {
                happened[0] = true;
                death.run();
                totals.add(Count.CUT_TURNS, 1);
                restartLater();
            }
        });
        world.in(PATIENCE_NANOS, () -> {
            if (!happened[0] && !over) {
                happened[0] = true;
                death.run();
                restartLater();
            }
        });
    }

    private void restartLater() {
        world.in(MILLI + random.nextInt((int) (mix.maxDownNanos() / MILLI)) * MILLI, server::start);
    }

    private void pause() {
        if (node().running() && !node().paused()) {
            int incarnation = node().incarnation();
            node().pause();
            totals.add(Count.PAUSES, 1);
            world.in(MILLI * (1 + random.nextInt(random.nextInt(4) == 0 ? 15_000 : 1_500)), () -> {
                if (node().incarnation() == incarnation) {
                    node().resume();
                }
            });
        }
    }

    private void disturbNetwork() {
        SimNode client = clients.get(random.nextInt(clients.size()));
        long nanos = MILLI * (1 + random.nextInt(4_000));
        switch (random.nextInt(4)) {
            case 0 -> world.network().clog(client, node(), nanos);
            case 1 -> world.network().clog(node(), client, nanos);
            case 2 -> world.network().silence(client, node());
            default -> world.network().reset(client, node());
        }
        totals.add(Count.NETWORK_FAULTS, 1);
    }

    private void slowDisk() {
        node().disk().faults().slow(2 + random.nextInt(100));
        world.in(MILLI * (1 + random.nextInt(5_000)), () -> node().disk().faults().slow(1));
    }
}
