package dev.seedlog.broker.api;

import dev.seedlog.base.Nanos;
import dev.seedlog.broker.connection.Exchange;
import dev.seedlog.env.Timer;
import dev.seedlog.env.Timers;
import dev.seedlog.replica.fetch.FetchPlan;
import dev.seedlog.replica.fetch.SessionPartition;
import dev.seedlog.wire.message.FetchRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * A fetch of partitions that several shards own. Each looks at its own at once, and again when they move; the newest
 * look of each is held here. It is complete when every shard has looked and
 * <ul>
 * <li>the looks together have the bytes that were asked for, or one of them has something to tell at once;
 * <li>or the client's wait is over.
 * </ul>
 * Then the bytes are allotted in the session's order: what does not fit any more, or was truncated meanwhile, is
 * answered without records, and is asked for again.
 */
final class SpreadFetch {

    private static final long NOT_ASKED = -1;

    private final Exchange exchange;
    private final FetchRequest request;
    private final FetchPlan plan;
    private final FetchPeers peers;
    private final Supplier<LeaderHints> hints;
    private final int mostBytes;
    private final int leastBytes;
    private final int[] owners;
    private final FetchLook[] newest;
    private final long[] numbers;
    private FetchWatch own;
    private Timer wait;
    private int missing;
    private boolean waitOver;
    private boolean waitedForDisk;
    private boolean done;

    SpreadFetch(Exchange exchange, FetchRequest request, FetchPlan plan, FetchPeers peers, int mostBytes,
                Supplier<LeaderHints> hints) {
        this.hints = hints;
        this.exchange = exchange;
        this.request = request;
        this.plan = plan;
        this.peers = peers;
        this.mostBytes = mostBytes;
        this.leastBytes = Math.min(request.minBytes(), mostBytes);
        this.owners = owners(plan, peers);
        this.newest = new FetchLook[peers.shards()];
        this.numbers = new long[peers.shards()];
    }

    private static int[] owners(FetchPlan plan, FetchPeers peers) {
        int[] owners = new int[plan.partitions().size()];
        for (int i = 0; i < owners.length; i++) {
            owners[i] = peers.ownerOf(plan.partitions().get(i).target());
        }
        return owners;
    }

    /** Whether a fetch concerns another shard at all. */
    static boolean concernsOthers(FetchPlan plan, FetchPeers peers) {
        for (SessionPartition partition : plan.partitions()) {
            if (peers.ownerOf(partition.target()) != peers.self()) {
                return true;
            }
        }
        return false;
    }

    /** Asks all that are concerned. */
    void begin(PartitionLookup lookup, Timers timers) {
        exchange.whenAbandoned(this::abandon);
        wait = timers.create("fetch of several shards", this::onWaitOver);
        if (request.maxWaitMs() > 0) {
            wait.startIn(Nanos.ofMillis(request.maxWaitMs()));
        } else {
            waitOver = true;
        }
        FetchWish ofSelf = null;
        for (int shard = 0; shard < numbers.length; shard++) {
            numbers[shard] = NOT_ASKED;
            FetchWish wish = wishOf(shard);
            if (wish == null) {
                continue;
            }
            missing++;
            if (shard == peers.self()) {
                ofSelf = wish;
            } else {
                int asked = shard;
                numbers[shard] = peers.ask(shard, wish, look -> onLook(asked, look));
            }
        }
        if (ofSelf != null) {
            own = new FetchWatch(lookup, ofSelf, look -> onLook(peers.self(), look));
            own.begin();
        }
    }

    private FetchWish wishOf(int shard) {
        List<FetchWish.Wanted> wanted = new ArrayList<>();
        for (int i = 0; i < owners.length; i++) {
            if (owners[i] == shard) {
                SessionPartition partition = plan.partitions().get(i);
                wanted.add(new FetchWish.Wanted(partition.target(), partition.position()));
            }
        }
        return wanted.isEmpty() ? null
                : new FetchWish(wanted, FetchHandler.reader(exchange, request), mostBytes, leastBytes, !waitOver);
    }

    private void onLook(int shard, FetchLook look) {
        if (done) {
            look.release();
            return;
        }
        if (newest[shard] == null) {
            missing--;
        } else {
            newest[shard].release();
        }
        newest[shard] = look;
        answerIfEnough();
    }

    private void onWaitOver() {
        waitOver = true;
        answerIfEnough();
    }

    private void answerIfEnough() {
        if (missing > 0 || !enough() && (!waitOver || waitsForDisk())) {
            return;
        }
        stopWatching();
        exchange.respond(answer().build());
    }

    /** Who does not want to wait for records waits for a disk all the same. */
    private boolean waitsForDisk() {
        int leftMs = FetchHandler.COLD_WAIT_MS - Math.max(0, request.maxWaitMs());
        if (waitedForDisk || leftMs <= 0 || !cold()) {
            return false;
        }
        waitedForDisk = true;
        waitOver = false;
        wait.startIn(Nanos.ofMillis(leftMs));
        return true;
    }

    private boolean cold() {
        for (FetchLook look : newest) {
            if (look != null && look.cold()) {
                return true;
            }
        }
        return false;
    }

    private boolean enough() {
        long sizeBytes = 0;
        for (FetchLook look : newest) {
            if (look != null) {
                if (look.worthTelling()) {
                    return true;
                }
                sizeBytes += look.sizeBytes();
            }
        }
        return sizeBytes >= leastBytes;
    }

    private FetchAnswer answer() {
        FetchAnswer answer = new FetchAnswer(plan.sessionId(), hints.get());
        int[] next = new int[newest.length];
        long bytesLeft = mostBytes;
        boolean first = true;
        for (int i = 0; i < owners.length; i++) {
            SessionPartition partition = plan.partitions().get(i);
            FetchedPartition found = newest[owners[i]].partitions().get(next[owners[i]]++);
            if (found.hasRecords()) {
                // Each shard gave its first batch whole; that is due to the first of all alone.
                long limit = first ? Long.MAX_VALUE : Math.min(bytesLeft, partition.position().mostBytes());
                if (found.valid() && found.state().recordsBytes() <= limit) {
                    first = false;
                    bytesLeft -= found.state().recordsBytes();
                } else {
                    found = found.withoutRecords();
                }
            }
            if (plan.tells(partition, found.state())) {
                answer.add(partition.target(), found.data());
            }
        }
        return answer;
    }

    /** The client is gone. */
    private void abandon() {
        stopWatching();
        for (FetchLook look : newest) {
            if (look != null) {
                look.release();
            }
        }
    }

    private void stopWatching() {
        done = true;
        wait.stop();
        if (own != null) {
            own.end();
        }
        for (int shard = 0; shard < numbers.length; shard++) {
            if (numbers[shard] != NOT_ASKED && (newest[shard] == null || newest[shard].watching())) {
                peers.end(shard, numbers[shard]);
            }
        }
    }
}
