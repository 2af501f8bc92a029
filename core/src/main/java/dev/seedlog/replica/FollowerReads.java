package dev.seedlog.replica;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The followed partitions that readers wait for: only those have to be looked after. */
final class FollowerReads {

    private final Set<PartitionFollower> awaited = new LinkedHashSet<>();

    void awaited(PartitionFollower partition) {
        awaited.add(partition);
    }

    /** What leaders have told is settled: those wake who waited for it. */
    void endTurn() {
        if (!awaited.isEmpty()) {
            List<PartitionFollower> looked = new ArrayList<>(awaited);
            for (PartitionFollower partition : looked) {
                if (!partition.wakeIfMoved()) {
                    awaited.remove(partition);
                }
            }
        }
    }
}
