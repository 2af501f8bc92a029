package dev.seedlog.broker.shard;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A request in parts, one for each shard that owns something of what it names. */
final class Parts<Q> {

    private static final int SEVERAL = -1;

    private final List<Q> byShard;
    private final int[] owners;
    private final int only;

    private Parts(List<Q> byShard, int[] owners, int only) {
        this.byShard = byShard;
        this.owners = owners;
        this.only = only;
    }

    /** One shard gets the request itself. */
    static <Q> Parts<Q> whole(Q request, int shard) {
        return new Parts<>(List.of(request), new int[0], shard);
    }

    /**
     * Several shards get something.
     *
     * @param byShard the parts by the shards' numbers, null for those that get none
     * @param owners whose each item of the request is, in the request's order
     */
    static <Q> Parts<Q> several(List<Q> byShard, int[] owners) {
        return new Parts<>(Collections.unmodifiableList(new ArrayList<>(byShard)), owners, SEVERAL);
    }

    /** Whether one shard gets all. */
    boolean isWhole() {
        return only != SEVERAL;
    }

    /** What a shard gets; null if nothing. */
    Q of(int shard) {
        if (isWhole()) {
            return shard == only ? byShard.get(0) : null;
        }
        return byShard.get(shard);
    }

    /** The shard that gets all. */
    int only() {
        return only;
    }

    /** Whose each item of the request is, in the request's order. */
    int[] owners() {
        return owners;
    }
}
