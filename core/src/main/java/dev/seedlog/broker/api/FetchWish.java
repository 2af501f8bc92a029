package dev.seedlog.broker.api;

import dev.seedlog.replica.fetch.FetchPosition;
import dev.seedlog.replica.fetch.FetchReader;
import dev.seedlog.replica.fetch.FetchTarget;
import java.util.List;

/**
 * What a fetch wants of the partitions that one shard owns.
 *
 * @param partitions which, and from where, in the fetch's order
 * @param reader who fetches
 * @param mostBytes how much the whole answer may have
 * @param leastBytes how much the whole answer should have
 * @param watch whether to look again when something moves, as long as it is less than that
 */
public record FetchWish(List<Wanted> partitions, FetchReader reader, int mostBytes, int leastBytes, boolean watch) {

    /** One partition, and from where it is wanted. */
    public record Wanted(FetchTarget target, FetchPosition position) {
    }
}
