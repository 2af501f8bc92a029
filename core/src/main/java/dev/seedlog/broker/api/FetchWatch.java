package dev.seedlog.broker.api;

import dev.seedlog.replica.PartitionWatch;
import dev.seedlog.replica.fetch.SessionPartition;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What a shard does for a fetch that concerns several: it looks at its partitions, and again when they move. */
public final class FetchWatch {

    private final PartitionLookup lookup;
    private final FetchWish wish;
    private final List<SessionPartition> partitions;
    private final Consumer<FetchLook> looks;
    private PartitionWatch watch;
    private boolean ended;
    private boolean looking;

    /** A watch that has not begun. */
    public FetchWatch(PartitionLookup lookup, FetchWish wish, Consumer<FetchLook> looks) {
        this.lookup = lookup;
        this.wish = wish;
        this.looks = looks;
        this.partitions = new ArrayList<>(wish.partitions().size());
        for (FetchWish.Wanted wanted : wish.partitions()) {
            partitions.add(SessionPartition.once(wanted.target(), wanted.position()));
        }
    }

    /** Looks for the first time, and tells what it sees, whatever it is. */
    public void begin() {
        FetchRound round = FetchRound.arrival(lookup, wish.reader(), partitions, wish.mostBytes());
        boolean watching = (wish.watch() || round.cold()) && !round.enough(wish.leastBytes());
        if (watching) {
            watch = new PartitionWatch(this::lookAgain);
            watch.begin(round.served());
        }
        looks.accept(round.toLook(watching));
    }

    /** Looks no more. */
    public void end() {
        ended = true;
        if (watch != null) {
            watch.end();
        }
    }

    private void lookAgain() {
        // Reading may itself end an epoch, because the disk fails; then what is being read says so.
        if (ended || looking) {
            return;
        }
        looking = true;
        FetchRound round = read();
        looking = false;
        if (round.isEmpty()) {
            return;
        }
        boolean enough = round.enough(wish.leastBytes());
        if (enough) {
            end();
        }
        looks.accept(round.toLook(!enough));
    }

    private FetchRound read() {
        return FetchRound.again(lookup, wish.reader(), partitions, wish.mostBytes());
    }
}
