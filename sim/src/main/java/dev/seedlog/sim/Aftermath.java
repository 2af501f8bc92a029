package dev.seedlog.sim;

import dev.seedlog.sim.workload.AuditorProgram;
import dev.seedlog.sim.workload.Clients;
import dev.seedlog.sim.workload.Recorder;
import dev.seedlog.simworld.SimWorld;
import java.util.function.BooleanSupplier;

/**
 * When all faults are over: within bounded time everything that was under way must come to its end, and everything that
 * there is must be read, by an auditor whose reading is the history's last word.
 */
final class Aftermath {

    private static final long SECOND = 1_000_000_000;
    /**
     * How long anything may take once all faults are over: longer than a producer tries, because what waits for a
     * partition that was deleted, and has not come again with its topic, waits as long as that.
     */
    private static final long PATIENCE_NANOS = 150 * SECOND;
    private static final long LOOK_NANOS = SECOND / 50;
    private static final long MOST_DOWN_NANOS = 15 * SECOND;

    private final SimWorld world;
    private final ServerCluster cluster;
    private final Recorder recorder;
    private final Clients clients;
    private final Placement placement;

    Aftermath(SimWorld world, ServerCluster cluster, Recorder recorder, Clients clients) {
        this.world = world;
        this.cluster = cluster;
        this.recorder = recorder;
        this.clients = clients;
        this.placement = new Placement(cluster.quorum(), clients.clusterWork());
    }

    /**
     * Lets time pass until all is served and read.
     *
     * @param settleNanos how long what nobody waits for may be on its way
     * @return what is not; null if all is
     */
    String problem(long settleNanos) {
        recorder.healed();
        // The first to ask after the last start must not be told less than what was known before.
        AuditorProgram early = clients.auditor(false);
        world.node("early auditor").start(1, early);
        if (!converges(() -> clients.unfinished() == null)) {
            String unfinished = clients.unfinished();
            return unfinished == null ? "a node has ended" : unfinished;
        }
        if (!converges(() -> placement.unsettled().isEmpty())) {
            return "partitions have not come to rest: " + placement.unsettled();
        }
        world.runFor(settleNanos);
        AuditorProgram auditor = clients.auditor(true);
        world.node("auditor").start(1, auditor);
        if (!converges(() -> early.done() && auditor.done())) {
            return "not all partitions can be read to their end: " + early.missing() + " " + auditor.missing();
        }
        if (!converges(() -> clients.missing(auditor.ends()).isEmpty())) {
            return "readers did not reach the end: " + clients.missing(auditor.ends());
        }
        return null;
    }

    /**
     * The condition is looked at now and then: after each event it would cost more than what happens. A broker may
     * still be started again, because a partition has left it while the only other one that has it has lost its disk.
     */
    private boolean converges(BooleanSupplier condition) {
        long deadlineNanos = world.nowNanos() + PATIENCE_NANOS;
        long downNanos = 0;
        while (downNanos <= MOST_DOWN_NANOS && !(cluster.running() && condition.getAsBoolean())
                && world.nowNanos() < deadlineNanos) {
            world.runFor(LOOK_NANOS);
            downNanos = cluster.running() ? 0 : downNanos + LOOK_NANOS;
        }
        return cluster.running() && condition.getAsBoolean();
    }
}
