package dev.seedlog.sim.workload;

import dev.seedlog.histories.Extras;
import dev.seedlog.histories.F;
import dev.seedlog.histories.Lane;
import dev.seedlog.histories.Mop;
import dev.seedlog.histories.OpValue;
import dev.seedlog.histories.Polled;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Takes down what one consumer reads, as one process after another. */
final class PollRecorder {

    private final Recorder recorder;
    private final Lane lane;
    private final TreeSet<Long> keys = new TreeSet<>();

    PollRecorder(Recorder recorder) {
        this.recorder = recorder;
        this.lane = recorder.history().lane();
    }

    Lane lane() {
        return lane;
    }

    /** It begins to read a partition, or goes on elsewhere in it: what it read before says nothing of what follows. */
    void begins(int key) {
        ends(key);
        keys.add((long) key);
        assign();
    }

    /** It reads a partition no more. */
    void ends(int key) {
        if (keys.remove((long) key)) {
            assign();
        }
    }

    private void assign() {
        OpValue all = new OpValue.Numbers(List.copyOf(keys));
        lane.invoke(F.ASSIGN, all).ok(all);
    }

    /** An answer showed something, or led on. */
    void polled(Polled shown, long position, long nextPosition, int cuts, boolean last) {
        if (shown.size() > 0 || position != nextPosition || last) {
            Extras extras = recorder.from((int) shown.key(), cuts).with(Extras.POSITIONS,
                    Map.of(shown.key(), List.of(position, nextPosition)));
            lane.invoke(F.POLL, OpValue.mops(Mop.Poll.UNANSWERED)).ok(OpValue.mops(new Mop.Poll(List.of(shown))),
                    last ? extras.with(Extras.FINAL, true) : extras);
        }
    }

    /** The broker said that it does not have the position. */
    void outOfRange(int key, long position, int cuts) {
        lane.invoke(F.POLL, OpValue.mops(Mop.Poll.UNANSWERED)).fail(recorder.from(key, cuts)
                .with(Extras.ERROR, Extras.OFFSET_OUT_OF_RANGE)
                .with(Extras.POSITIONS, Map.of(key, List.of(position, position))));
    }

    /** The consumer is gone; another one goes on. */
    void crashed() {
        keys.clear();
        lane.crash();
    }
}
