package dev.seedlog.replica;

import dev.seedlog.wire.ErrorCode;

/** A request that waits for a partition. It is in the lists of all the partitions that concern it. */
interface Waiter {

    /** The partition's offsets have moved. */
    void moved(ServedPartition partition);

    /** The partition is no longer served here, in this epoch; what was waited for will not come. */
    void aborted(ServedPartition partition, ErrorCode why);

    /** Whether it has been answered, so that the lists may forget it. */
    boolean done();
}
