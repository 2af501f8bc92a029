package dev.seedlog.sim;

import dev.seedlog.env.RandomSource;
import dev.seedlog.simworld.DiskFaults;
import dev.seedlog.simworld.SimDisk;
import dev.seedlog.simworld.SimNode;
import java.util.function.Predicate;

/**
 * What goes wrong with the node's disk. Slowness passes by itself. An error takes a log directory offline, and the node
 * with it if it has no other; somebody notices that after a while, mends the disk, and starts the node again, sometimes
 * in the hope that it helps before the disk is mended. There is one error at a time.
 */
final class DiskTrouble {

    private static final int LONGEST_MS = 15_000;
    private static final int LONGEST_SLOW_MS = 5_000;
    private static final int LONGEST_STUCK_MS = 8_000;
    private static final int LOOK_EVERY_MS = 100;
    private static final int NOTICED_WITHIN_MS = 4_000;
    private static final int MOST_ERRORS = 3;
    private static final int MOST_FREE_BYTES = 40_000;
    private static final long PLENTY_BYTES = 1L << 33;

    private final FaultSite site;
    private final ServerNode server;
    private final Operator operator;
    private final Outages outages;
    private Episodes.Episode error;

    DiskTrouble(FaultSite site, ServerNode server, Operator operator, Outages outages) {
        this.site = site;
        this.server = server;
        this.operator = operator;
        this.outages = outages;
    }

    void slow(RandomSource random) {
        disk().faults().slow(2 + random.nextInt(100));
        site.episodes().begin(FaultKind.SLOW_DISK, FaultSite.duration(random, LONGEST_SLOW_MS),
                () -> disk().faults().slow(1));
    }

    void stick(RandomSource random) {
        disk().faults().stick();
        site.episodes().begin(FaultKind.STUCK_DISK, FaultSite.duration(random, LONGEST_STUCK_MS),
                () -> disk().faults().unstick());
    }

    void failReads(RandomSource random) {
        if (begin(FaultKind.READ_ERROR, random)) {
            disk().faults().failReads(rate(random));
        }
    }

    void failWrites(RandomSource random) {
        if (begin(FaultKind.WRITE_ERROR, random)) {
            disk().faults().failWrites(rate(random));
        }
    }

    void failForces(RandomSource random) {
        if (begin(FaultKind.FORCE_ERROR, random)) {
            disk().faults().failForces(rate(random));
        }
    }

    void fill(RandomSource random) {
        int free = random.nextInt(1 + random.nextInt(MOST_FREE_BYTES));
        if (begin(FaultKind.FULL_DISK, random)) {
            disk().setCapacity(disk().usedBytes() + free);
        }
    }

    private static int rate(RandomSource random) {
        return switch (random.nextInt(3)) {
            case 0 -> 20;
            case 1 -> 200;
            default -> FaultSite.PERMILLE;
        };
    }

    /** Begins an error, unless there is one. */
    private boolean begin(FaultKind kind, RandomSource random) {
        if (error != null) {
            return false;
        }
        Predicate<String> where = place(random);
        DiskFaults faults = disk().faults().where(where).atMost(1 + random.nextInt(MOST_ERRORS));
        error = site.episodes().begin(kind, () -> {
            faults.failReads(0).failWrites(0).failForces(0).where(path -> true).atMost(Long.MAX_VALUE);
            disk().setCapacity(PLENTY_BYTES);
        });
        int looks = (int) (FaultSite.duration(random, LONGEST_MS) / FaultSite.MILLI / LOOK_EVERY_MS) + 1;
        look(random, error, looks);
        return true;
    }

    /** One log directory; all that is in it, or its logs only, or all but these. */
    private Predicate<String> place(RandomSource random) {
        String directory = server.directories().get(random.nextInt(server.directories().size()));
        int which = random.nextInt(4);
        return path -> (path.equals(directory) || path.startsWith(directory + "/")) && switch (which) {
            case 0 -> path.endsWith(".log");
            case 1 -> !path.endsWith(".log");
            default -> true;
        };
    }

    /** Looks every now and then whether the error has hit, until it passes by itself. */
    private void look(RandomSource random, Episodes.Episode episode, int looksLeft) {
        site.world().in(LOOK_EVERY_MS * FaultSite.MILLI, () -> {
            if (episode != error) {
                return;
            }
            if (operator.diskFailed() && node().powered()) {
                long notice = FaultSite.duration(random, NOTICED_WITHIN_MS);
                site.world().in(notice, () -> mend(random, episode));
            } else if (looksLeft > 0) {
                look(random, episode, looksLeft - 1);
            } else {
                error = null;
                episode.end();
            }
        });
    }

    private void mend(RandomSource random, Episodes.Episode episode) {
        if (episode != error) {
            return;
        }
        int how = random.nextInt(3);
        if (how == 0 && !disk().faults().forcesFailed() && operator.diskFailed()) {
            // Perhaps it helps to start it again.
            bringDown();
            operator.start();
            look(random, episode, 0);
            return;
        }
        error = null;
        episode.end();
        if (how == 1 && node().powered()) {
            outages.powerCut(node());
        } else {
            bringDown();
        }
        operator.startLater(FaultSite.MILLI * (1 + random.nextInt(NOTICED_WITHIN_MS / 4)));
    }

    /** With another log directory the node runs on; it has to be started again to use the mended one. */
    private void bringDown() {
        if (node().running()) {
            node().resume();
            node().kill();
        }
    }

    /** Mends what is broken; a node whose directory is offline is started again. */
    void end() {
        boolean failed = operator.diskFailed();
        if (error != null) {
            Episodes.Episode episode = error;
            error = null;
            episode.end();
        }
        if (failed) {
            operator.watch();
            bringDown();
        }
    }

    private SimDisk disk() {
        return server.node().disk();
    }

    private SimNode node() {
        return server.node();
    }
}
