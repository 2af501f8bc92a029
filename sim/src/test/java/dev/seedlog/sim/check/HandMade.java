package dev.seedlog.sim.check;

import dev.seedlog.log.TopicPartition;
import java.util.List;

/** Histories written by hand: one producer, one partition, times in the order of the calls. */
final class HandMade {

    static final SendOp.Promise IDEMPOTENT = new SendOp.Promise(true, true);
    static final SendOp.Promise AT_LEAST_ONCE = new SendOp.Promise(false, true);
    private static final TopicPartition PARTITION = new TopicPartition("orders", 0);

    private final PartitionHistory history;
    private final SendOp.Promise promise;
    private long now;
    private int powerCuts;

    HandMade(boolean lossy, SendOp.Promise promise) {
        this.history = new PartitionHistory(PARTITION, lossy);
        this.promise = promise;
    }

    static HandMade lossless() {
        return new HandMade(false, IDEMPOTENT);
    }

    static HandMade lossy() {
        return new HandMade(true, IDEMPOTENT);
    }

    /** A batch is sent that begins with this counter. */
    SendOp send(long counter, int count) {
        SendOp send = new SendOp(1, PARTITION, counter, count, promise, ++now).attempt();
        history.sends().add(send);
        return send;
    }

    /** A batch is sent and acknowledged. */
    HandMade acked(long counter, int count, long offset) {
        send(counter, count).acked(++now, offset, powerCuts);
        return this;
    }

    HandMade polled(int consumer, long position, long... counters) {
        long[] offsets = new long[counters.length];
        for (int i = 0; i < counters.length; i++) {
            offsets[i] = position + i;
        }
        return polledAt(consumer, position, offsets, counters);
    }

    HandMade polledAt(int consumer, long position, long[] offsets, long... counters) {
        long next = offsets.length == 0 ? position : offsets[offsets.length - 1] + 1;
        history.polls().add(new PollOp(consumer, ++now, powerCuts, position, next, offsets, values(counters)));
        return this;
    }

    HandMade powerCut() {
        powerCuts++;
        return this;
    }

    HandMade forced(long... counters) {
        history.forced().add(new ForcedPrefix(++now, 0, values(counters)));
        return this;
    }

    long now() {
        return ++now;
    }

    /** The kinds of what is wrong if the log holds these records at last. */
    List<String> judged(long... finalCounters) {
        history.setFinalValues(values(finalCounters));
        return LogChecker.check(history, powerCuts, ++now).stream().map(Violation::kind).distinct().toList();
    }

    static long[] values(long... counters) {
        long[] values = new long[counters.length];
        for (int i = 0; i < counters.length; i++) {
            values[i] = Values.of(1, counters[i]);
        }
        return values;
    }
}
