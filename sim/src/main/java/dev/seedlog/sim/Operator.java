package dev.seedlog.sim;

import dev.seedlog.sim.check.Violation;
import dev.seedlog.simworld.SimDisk;
import dev.seedlog.simworld.SimNode;
import java.util.List;

/**
 * Who looks after the node: starts it again when it is down, replaces a disk whose forces have failed, and knows
 * whether the node had a reason to end by itself.
 */
final class Operator {

    private static final int DISK_FAILURE_STATUS = 5;
    private static final int KILLED_STATUS = 137;

    private final ServerNode server;
    private final FaultSite site;
    private final Outages outages;
    private long errorsAtStart;
    private int judgedIncarnation;
    private Violation gaveUp;
    private Runnable beforeStart = () -> { };

    Operator(ServerNode server, FaultSite site, Outages outages) {
        this.server = server;
        this.site = site;
        this.outages = outages;
    }

    /** From now on this is done before each start. */
    void beforeStart(Runnable action) {
        beforeStart = action;
    }

    /** Starts the node if it is down. What a failed force has left behind is on no disk that a node is started on. */
    void start() {
        watch();
        if (!node().running()) {
            beforeStart.run();
            if (disk().faults().forcesFailed()) {
                outages.diskReplaced(node());
                disk().replace();
            }
            errorsAtStart = disk().faults().failed();
            server.start();
        }
    }

    /** Starts the node after a time, if it is down then. */
    void startLater(long nanos) {
        site.world().in(nanos, this::start);
    }

    /** Kills the node's process, though it be paused, and starts it again soon. */
    void restart() {
        node().resume();
        node().kill();
        startLater(FaultSite.MILLI);
    }

    /** Whether it looks after this broker. */
    boolean looksAfter(int brokerId) {
        return server.id() == brokerId;
    }

    /** Whether an operation of the node's disk has failed since the node was started last. */
    boolean diskFailed() {
        return disk().faults().failed() > errorsAtStart;
    }

    /** Sees whether the node has ended by itself, and without a reason. */
    void watch() {
        SimNode node = node();
        if (node.running() || node.fatalReason() == null || node.incarnation() == judgedIncarnation) {
            return;
        }
        judgedIncarnation = node.incarnation();
        // It may have been killed while it was ending by itself.
        boolean excused = diskFailed()
                && (node.exitStatus() == DISK_FAILURE_STATUS || node.exitStatus() == KILLED_STATUS);
        if (!excused && gaveUp == null) {
            gaveUp = new Violation("node-exit", "the node gave up with status " + node.exitStatus() + ": "
                    + node.fatalReason(), site.world().nowNanos(),
                    List.of("its start number " + node.incarnation() + ", errors of its disk since then: "
                            + (disk().faults().failed() - errorsAtStart)));
        }
    }

    /** What is wrong if the node has ended by itself without a reason at some time; null if nothing is. */
    Violation gaveUp() {
        watch();
        return gaveUp;
    }

    private SimNode node() {
        return server.node();
    }

    private SimDisk disk() {
        return server.node().disk();
    }
}
