package dev.seedlog.sim.workload;

import dev.seedlog.base.Uuid;
import dev.seedlog.client.AdminClient;
import dev.seedlog.client.RecordCalls;
import dev.seedlog.env.RandomSource;
import dev.seedlog.histories.Extras;
import dev.seedlog.histories.F;
import dev.seedlog.histories.Invocation;
import dev.seedlog.histories.OpValue;
import dev.seedlog.log.TopicPartition;
import dev.seedlog.wire.ErrorCode;
import java.util.EnumSet;
import java.util.Set;

/** What an administrator does to records; not in topics that names do not tell apart. */
final class RecordActions {

    private static final int PERMILLE = 1000;

    private final Workload workload;
    private final AdminClient admin;
    private final RandomSource random;

    RecordActions(Workload workload, AdminClient admin, RandomSource random) {
        this.workload = workload;
        this.admin = admin;
        this.random = random;
    }

    /** Has a drawn part of a partition deleted. */
    void deleteSome(TopicPlan topic, int partitions, Uuid id) {
        if (topic.kind() != TopicPlan.Kind.SHRINKING || partitions == 0) {
            return;
        }
        TopicPartition partition = new TopicPartition(topic.name(), random.nextInt(partitions));
        int part = random.nextInt(PERMILLE + 1);
        admin.call(RecordCalls.offset(partition, RecordCalls.LATEST), new Expected<>(workload.recorder(),
                "asking for the end of " + partition, Set.of(),
                end -> delete(partition, workload.recorder().key(partition, id), end * part / PERMILLE),
                (error, certain) -> { }));
    }

    private void delete(TopicPartition partition, int key, long before) {
        Invocation open = workload.recorder().admins().invoke(F.DELETE_RECORDS, new OpValue.Bounds(key, before, -1),
                Extras.NONE);
        admin.call(RecordCalls.deleteBefore(partition, before), new Expected<>(workload.recorder(),
                "deleting from " + partition, EnumSet.of(ErrorCode.OFFSET_OUT_OF_RANGE),
                start -> open.ok(new OpValue.Bounds(key, start, -1)), (error, certain) -> {
                    Extras why = Extras.of(Extras.ERROR, RegisterOp.keyword(error));
                    if (certain) {
                        open.fail(why);
                    } else {
                        open.info(why);
                    }
                }));
    }

    /** Asks where a partition ends. */
    void askBounds(TopicPlan topic, int partitions, Uuid id) {
        if (topic.churned() || partitions == 0) {
            return;
        }
        TopicPartition partition = new TopicPartition(topic.name(), random.nextInt(partitions));
        BoundsOp op = new BoundsOp(workload.recorder(), topic, workload.recorder().key(partition, id));
        int generation = workload.recorder().powerCuts();
        admin.call(RecordCalls.offset(partition, RecordCalls.LATEST), new Expected<>(workload.recorder(),
                "asking for the end of " + partition, Set.of(), end -> {
                    // Asked before a power cut and answered after it: nobody knows in which life.
                    if (generation == workload.recorder().powerCuts()) {
                        op.found(-1, end, generation);
                    } else {
                        op.abandoned();
                    }
                }, (error, certain) -> op.failed(error)));
    }
}
