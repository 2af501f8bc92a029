package dev.seedlog.env;

/** Hears the end of a file's force, in the disk phase of a later turn of the same shard. */
@FunctionalInterface
public interface ForceDone {

    /**
     * The force ended. It covers the writes that had returned before it was asked for, and nothing else; it says
     * nothing about a file that was truncated since, which the generation tells.
     *
     * @param truncationGeneration the file's, when the force was asked for
     * @param endPosition the file's size at that time
     * @param failure null if the bytes are durable; otherwise their fate is unknown and stays so: no later force of
     *     the same file can be trusted
     */
    void onForced(long truncationGeneration, long endPosition, DiskException failure);
}
