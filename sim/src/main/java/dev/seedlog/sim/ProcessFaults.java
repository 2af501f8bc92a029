package dev.seedlog.sim;

import dev.seedlog.env.RandomSource;
import dev.seedlog.simworld.SimNode;

/** Ends a node's process, or has it stand still. */
final class ProcessFaults {

    private static final long PATIENCE_NANOS = 2_000 * FaultSite.MILLI;
    private static final long STOP_PATIENCE_NANOS = 12_000 * FaultSite.MILLI;
    private static final int LONGEST_PAUSE_MS = 15_000;

    private final FaultSite site;
    private final SimNode node;
    private final FaultMix mix;
    private final Operator operator;
    private final Outages outages;
    private boolean over;
    private int stopping;

    ProcessFaults(FaultSite site, SimNode node, FaultMix mix, Operator operator, Outages outages) {
        this.site = site;
        this.node = node;
        this.mix = mix;
        this.operator = operator;
        this.outages = outages;
    }

    /** Nothing dies any more, though it was to; but a stop that has begun ends now. */
    void end() {
        over = true;
        if (node.running() && node.incarnation() == stopping) {
            node.kill();
        }
    }

    void kill(RandomSource random) {
        if (node.running()) {
            node.resume();
            happen(random, () -> {
                node.kill();
                site.episodes().happened(FaultKind.KILL);
            });
        }
    }

    void cutPower(RandomSource random) {
        if (node.powered()) {
            node.resume();
            happen(random, () -> {
                outages.powerCut(node);
                site.episodes().happened(FaultKind.POWER_CUT);
            });
        }
    }

    /** Has the node die now, or in the middle of its next turn that writes; if none comes, soon all the same. */
    private void happen(RandomSource random, Runnable death) {
        long downNanos = downNanos(random);
        if (!node.running() || random.nextInt(FaultSite.PERMILLE) >= mix.inTurnPermille()) {
            death.run();
            operator.startLater(downNanos);
            return;
        }
        boolean[] happened = new boolean[1];
        node.inWritingTurn(() -> {
            if (!happened[0] && !over) {
                happened[0] = true;
                death.run();
                outages.cutInTurn();
                operator.startLater(downNanos);
            }
        });
        site.world().in(PATIENCE_NANOS, () -> {
            if (!happened[0] && !over) {
                happened[0] = true;
                death.run();
                operator.startLater(downNanos);
            }
        });
    }

    private long downNanos(RandomSource random) {
        int mostMs = (int) (mix.maxDownNanos() / FaultSite.MILLI);
        return FaultSite.MILLI + random.nextInt(mostMs) * FaultSite.MILLI;
    }

    /** Stops the node in an orderly way; one that does not stop in time is killed, as service managers do. */
    void restart(RandomSource random) {
        if (!node.running() || node.paused()) {
            return;
        }
        int incarnation = node.incarnation();
        long downNanos = downNanos(random);
        stopping = incarnation;
        node.stop();
        site.world().in(STOP_PATIENCE_NANOS, () -> {
            if (node.running() && node.incarnation() == incarnation && !over) {
                node.resume();
                node.kill();
            }
        });
        startWhenStopped(incarnation, downNanos);
    }

    private void startWhenStopped(int incarnation, long downNanos) {
        site.world().in(downNanos, () -> {
            if (node.incarnation() == incarnation && !node.running()) {
                if (node.exitStatus() == 0 && node.fatalReason() == null) {
                    site.episodes().happened(FaultKind.CLEAN_RESTART);
                }
                operator.start();
            } else if (node.incarnation() == incarnation && !over) {
                startWhenStopped(incarnation, downNanos);
            }
        });
    }

    void pause(RandomSource random) {
        pause(FaultKind.PAUSE, site, node, random);
    }

    /** Has one of the clients stand still. */
    static void pauseClient(FaultSite site, RandomSource random) {
        pause(FaultKind.CLIENT_PAUSE, site, site.client(random), random);
    }

    private static void pause(FaultKind kind, FaultSite site, SimNode who, RandomSource random) {
        long nanos = FaultSite.duration(random, LONGEST_PAUSE_MS);
        if (who.running() && !who.paused()) {
            int incarnation = who.incarnation();
            who.pause();
            site.episodes().begin(kind, nanos, () -> {
                if (who.incarnation() == incarnation) {
                    who.resume();
                }
            });
        }
    }
}
