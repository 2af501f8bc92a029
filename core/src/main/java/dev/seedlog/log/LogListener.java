package dev.seedlog.log;

/** Hears what changes in a log; always on the log's shard. */
public interface LogListener {

    /** What was queued has been written: the log's end has moved. Within {@link PartitionLog#write()}. */
    default void onWritten(PartitionLog log) {
    }

    /** Records were forced: {@link PartitionLog#forcedEndOffset()} has moved. In the disk phase of a turn. */
    default void onForced(PartitionLog log) {
    }

    /** Bytes that a reader waits for can be read now. In the disk phase of a turn. */
    default void onPrefetched(PartitionLog log) {
    }

    /** A truncation is durable: the log can be appended to again. */
    default void onAppendable(PartitionLog log) {
    }
}
