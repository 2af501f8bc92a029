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
    public void begin(List<ServedPartition> partitions) {
        for (ServedPartition partition : partitions) {
            partition.await(this);
        }
    }

    /** Looks no more. */
    public void end() {
        done = true;
    }

    @Override
    public void moved(ServedPartition partition) {
        look.run();
    }

    @Override
    public void aborted(ServedPartition partition, ErrorCode why) {
        look.run();
    }

    @Override
    public boolean done() {
        return done;
    }
}
