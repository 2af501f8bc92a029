package dev.seedlog.replica;

/** Hears which partitions this broker leads. Whoever keeps state that is what a partition's log says follows it so. */
public interface LeadershipListener {

    /** This broker begins to lead the partition; its {@link Replica#leader()} is new. */
    void onLeading(Replica replica);

    /** More of the partition's log may be committed than before. It is called at the end of a turn, and may append. */
    void onHighWatermark(Replica replica);

    /** This broker no longer leads the partition, at least not in the epoch that it did. */
    void onEnded(Replica replica);
}
