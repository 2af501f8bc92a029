package dev.seedlog.env;

/** Hears the end of an asynchronous disk operation, in the disk phase of a later turn of the same shard. */
@FunctionalInterface
public interface DiskDone {

    /** The operation ended; {@code failure} is null if it succeeded. */
    void onDone(DiskException failure);
}
