package dev.seedlog.sim.workload;

import dev.seedlog.histories.Extras;
import dev.seedlog.histories.F;
import dev.seedlog.histories.Mop;
import dev.seedlog.histories.Op;
import dev.seedlog.histories.OpType;
import dev.seedlog.histories.OpValue;
import java.util.Map;
import java.util.TreeMap;

/** Counts what a history holds, as it grows. */
public final class WorkCounts {

    private long acked;
    private long polled;
    private long operations;
    private long retries;
    private long movedStarts;
    private final Map<String, Long> done = new TreeMap<>();
    private final Map<Integer, Long> knownEnds = new TreeMap<>();

    void count(Op op) {
        if (op.isNemesis() || op.type() == OpType.INVOKE) {
            return;
        }
        operations++;
        retries += Math.max(0, op.extras().number(Extras.ATTEMPTS, 1) - 1);
        if (op.type() == OpType.OK) {
            done.merge(op.f().name(), 1L, Long::sum);
            if (op.value() instanceof OpValue.Mops mops) {
                mops.steps().forEach(this::count);
            } else if (op.value() instanceof OpValue.Bounds bounds && op.f().equals(F.LIST_OFFSETS)) {
                movedStarts += bounds.start() > 0 ? 1 : 0;
            }
        }
    }

    private void count(Mop step) {
        if (step instanceof Mop.Send send) {
            acked++;
            knows(send.key(), send.offset());
        } else if (step instanceof Mop.Poll poll) {
            poll.answer().forEach(shown -> {
                polled += shown.size();
                if (shown.size() > 0) {
                    knows(shown.key(), shown.offsets()[shown.size() - 1]);
                }
            });
        }
    }

    private void knows(int key, long offset) {
        knownEnds.merge(key, offset + 1, Math::max);
    }

    /** Up to where somebody has written a partition, or read it, of which the offset was told. */
    public long knownEnd(int key) {
        return knownEnds.getOrDefault(key, 0L);
    }

    /** Records that were acknowledged. */
    public long acked() {
        return acked;
    }

    /** Records that were read. */
    public long polled() {
        return polled;
    }

    /** Operations that ended, however they did. */
    public long operations() {
        return operations;
    }

    /** Batches sent again. */
    public long retries() {
        return retries;
    }

    /** How often a partition was seen to begin behind its first record. */
    public long movedStarts() {
        return movedStarts;
    }

    /** How many operations of a function took effect. */
    public long done(F f) {
        return done.getOrDefault(f.name(), 0L);
    }
}
