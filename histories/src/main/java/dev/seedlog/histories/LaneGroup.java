package dev.seedlog.histories;

import java.util.ArrayList;
import java.util.List;

/** The lanes of a client that does several things at a time. */
public final class LaneGroup {

    private final HistoryRecorder recorder;
    private final List<Lane> lanes = new ArrayList<>();

    LaneGroup(HistoryRecorder recorder) {
        this.recorder = recorder;
    }

    /** Begins an operation in the first lane that is idle, or in a new one. */
    public Invocation invoke(F f, OpValue value, Extras extras) {
        for (Lane lane : lanes) {
            if (lane.idle()) {
                return lane.invoke(f, value, extras);
            }
        }
        Lane lane = recorder.lane();
        lanes.add(lane);
        return lane.invoke(f, value, extras);
    }

    /** How many lanes there are: the largest number of operations that were open at a time. */
    public int size() {
        return lanes.size();
    }
}
