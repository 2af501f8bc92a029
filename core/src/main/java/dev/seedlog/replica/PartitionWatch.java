package dev.seedlog.replica;

import dev.seedlog.wire.ErrorCode;
import java.util.List;

/**
 * Looks at partitions again whenever one of them has moved or its epoch has ended, until it is told to stop: the part
 * of a fetch that waits on another shard than its client's.
 */
public final class PartitionWatch implements Waiter {

    private final Runnable look;
    private boolean done;

    /** A watch that has not begun; {@code look} may end it. */
    public PartitionWatch(Runnable look) {
        this.look = look;
    }

    /** Watches these. */
    public void begin(List<PartitionLeader> partitions) {
        for (PartitionLeader partition : partitions) {
            partition.await(this);
        }
    }

    /** Looks no more. */
    public void end() {
        done = true;
    }

    @Override
    public void moved(PartitionLeader partition) {
        look.run();
    }

    @Override
    public void aborted(PartitionLeader partition, ErrorCode why) {
        look.run();
    }

    @Override
    public boolean done() {
        return done;
    }
}
