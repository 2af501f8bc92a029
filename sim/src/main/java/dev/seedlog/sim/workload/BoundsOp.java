package dev.seedlog.sim.workload;

import dev.seedlog.histories.Extras;
import dev.seedlog.histories.F;
import dev.seedlog.histories.Invocation;
import dev.seedlog.histories.Keyword;
import dev.seedlog.histories.OpValue;
import dev.seedlog.wire.ErrorCode;

/** Somebody asks where a partition begins and ends; not taken down for topics that names do not tell apart. */
final class BoundsOp {

    private final Recorder recorder;
    private final int key;
    private final Invocation open;

    BoundsOp(Recorder recorder, TopicPlan topic, int key) {
        this.recorder = recorder;
        this.key = key;
        this.open = topic.churned() ? null
                : recorder.admins().invoke(F.LIST_OFFSETS, new OpValue.Bounds(key, -1, -1), Extras.NONE);
    }

    /**
     * The answer.
     *
     * @param start where it begins, or -1 if that was not asked
     * @param end where it ends, or -1 if that was not asked
     * @param cuts how many power cuts there had been
     */
    void found(long start, long end, int cuts) {
        if (open != null) {
            open.ok(new OpValue.Bounds(key, start, end), recorder.from(key, cuts));
        }
    }

    /** Nobody waits for the answer any more. */
    void abandoned() {
        if (open != null) {
            open.fail(Extras.of(Extras.ERROR, new Keyword("abandoned")));
        }
    }

    void failed(ErrorCode error) {
        if (open != null) {
            open.fail(Extras.of(Extras.ERROR, RegisterOp.keyword(error)));
        }
    }
}
