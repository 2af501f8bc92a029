package dev.seedlog.sim;

import dev.seedlog.env.RandomSource;
import dev.seedlog.simworld.SimNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes a node's log directories away, while its process is down, and has it start with empty ones: all of them, where
 * the node is no controller; or one of two, that which has not the metadata. A voter of the quorum that has lost its
 * metadata must be formatted by hand, or leave the quorum: it may have voted, and would vote again.
 *
 * <p>A disk is lost only if the fault budget has room for it: whatever the broker may be elected for is with another
 * one, too. So by itself this takes nothing that was acknowledged.
 */
final class DiskLoss {

    private final FaultSite site;
    private final ServerNode server;
    private final FaultMix mix;
    private final Operator operator;
    private final Outages outages;

    DiskLoss(FaultSite site, ServerNode server, FaultMix mix, Operator operator, Outages outages) {
        this.site = site;
        this.server = server;
        this.mix = mix;
        this.operator = operator;
        this.outages = outages;
    }

    void lose(RandomSource random) {
        List<String> directories = directories(random);
        boolean powerToo = random.nextInt(2) == 0;
        int mostMs = (int) (mix.maxDownNanos() / FaultSite.MILLI);
        long downNanos = FaultSite.MILLI * (1 + random.nextInt(mostMs));
        if (directories.isEmpty() || !outages.canSpare(server)) {
            return;
        }
        SimNode node = server.node();
        node.resume();
        if (powerToo) {
            outages.powerCut(node);
        } else if (node.running()) {
            node.kill();
        }
        outages.loseDirectories(server, directories);
        site.episodes().happened(FaultKind.LOST_DISK);
        operator.startLater(downNanos);
    }

    private List<String> directories(RandomSource random) {
        List<String> all = server.directories();
        boolean one = random.nextInt(2) == 0;
        if (!server.isBroker() || server.isController() && all.size() == 1) {
            return List.of();
        }
        List<String> lost = new ArrayList<>(all);
        if (server.isController()) {
            lost.remove(0);
        } else if (one && all.size() > 1) {
            lost.remove(random.nextInt(all.size()));
        }
        return lost;
    }
}
