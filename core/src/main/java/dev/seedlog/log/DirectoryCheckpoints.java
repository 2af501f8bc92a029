package dev.seedlog.log;

import dev.seedlog.env.DiskDone;

/**
 * Makes durable what a log directory's checkpoints say of a log. Its owner writes one file for all its logs, so what
 * many ask for at once is one write.
 */
@FunctionalInterface
public interface DirectoryCheckpoints {

    /**
     * The log's recovery point became smaller, or its start larger. {@code done} is called, in a later turn, when the
     * checkpoints have these values, or ones of later, and were forced.
     */
    void checkpoint(PartitionLog log, DiskDone done);
}
