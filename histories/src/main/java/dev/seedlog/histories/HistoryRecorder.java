package dev.seedlog.histories;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Writes a history while it happens, and keeps its rules: a process does one thing after another, ends for good with an
 * operation whose outcome it does not know, and what is open at the end is unknown.
 *
 * <p>Processes live in {@link Lane}s. A lane's process that ended goes on as another one, whose number is larger by the
 * concurrency: the lane is the number modulo that. Only open operations are held in memory.
 */
public final class HistoryRecorder {

    /** Of what is written beyond the shapes that others read. */
    public static final int FORMAT_VERSION = 1;

    private final OpSink sink;
    private final LongSupplier nowNanos;
    private final int concurrency;
    private final List<Lane> lanes = new ArrayList<>();
    private long nextIndex;
    private long lastNanos;
    private boolean begun;
    private boolean finished;

    /**
     * A recorder of an empty history.
     *
     * @param sink takes the entries
     * @param nowNanos what time it is; if it goes back, the entries' time stands still
     * @param concurrency the largest number of lanes
     */
    public HistoryRecorder(OpSink sink, LongSupplier nowNanos, int concurrency) {
        if (concurrency < 1) {
            throw new IllegalArgumentException("concurrency " + concurrency);
        }
        this.sink = sink;
        this.nowNanos = nowNanos;
        this.concurrency = concurrency;
        this.lastNanos = Long.MIN_VALUE;
    }

    /**
     * Says what this history is of, before anything else. Such a history has an end mark as well, so that nobody takes
     * one that was cut short for a whole one.
     *
     * @param description pairs of a name and a value, such as the seed
     */
    public void begin(Extras description) {
        if (nextIndex != 0) {
            throw new IllegalStateException("a history begins with its beginning");
        }
        begun = true;
        nemesis(F.HISTORY_BEGIN, OpValue.num(FORMAT_VERSION), description);
    }

    /**
     * A new lane.
     *
     * @throws IllegalStateException if there are as many as were announced
     */
    public Lane lane() {
        if (lanes.size() == concurrency) {
            throw new IllegalStateException("a history with " + concurrency + " lanes has no room for another one");
        }
        Lane lane = new Lane(this, lanes.size());
        lanes.add(lane);
        return lane;
    }

    /** A client that has several operations open at a time: it takes lanes as it needs them. */
    public LaneGroup laneGroup() {
        return new LaneGroup(this);
    }

    /** The nemesis did, or says, something. */
    public Op nemesis(F f, OpValue value) {
        return nemesis(f, value, Extras.NONE);
    }

    /** As above, and says more. */
    public Op nemesis(F f, OpValue value, Extras extras) {
        return write(Op.NEMESIS, OpType.INFO, f, value, extras);
    }

    /** The history is over: whatever is open has no known outcome. Nothing can be recorded any more. */
    public void finish() {
        if (!finished) {
            for (Lane lane : lanes) {
                if (!lane.idle()) {
                    lane.open().info(Extras.of(Extras.ERROR, new Keyword("unfinished")));
                }
            }
            if (begun) {
                nemesis(F.HISTORY_END, OpValue.num(nextIndex));
            }
            finished = true;
        }
    }

    /** How many entries there are. */
    public long size() {
        return nextIndex;
    }

    int concurrency() {
        return concurrency;
    }

    Op write(int process, OpType type, F f, OpValue value, Extras extras) {
        if (finished) {
            throw new IllegalStateException("the history is finished");
        }
        lastNanos = Math.max(lastNanos, nowNanos.getAsLong());
        Op op = new Op(nextIndex, lastNanos, process, type, f, value, extras);
        nextIndex++;
        sink.accept(op);
        return op;
    }
}
