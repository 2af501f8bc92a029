package dev.seedlog.sim.workload;

import dev.seedlog.client.AdminClient;
import dev.seedlog.client.ClusterView;
import dev.seedlog.client.GroupCalls;
import dev.seedlog.env.RandomSource;
import dev.seedlog.histories.Extras;
import dev.seedlog.histories.F;
import dev.seedlog.histories.Invocation;
import dev.seedlog.histories.OpValue;
import dev.seedlog.log.TopicPartition;
import dev.seedlog.wire.ErrorCode;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What an administrator asks of groups, and does to those that nobody is in. */
final class GroupActions {

    private final Workload workload;
    private final AdminClient admin;
    private final RandomSource random;
    private final List<String> groups;

    GroupActions(Workload workload, AdminClient admin, RandomSource random) {
        this.workload = workload;
        this.admin = admin;
        this.random = random;
        Set<String> ids = new TreeSet<>();
        workload.plan().members().forEach(member -> ids.add(member.group().groupId()));
        this.groups = List.copyOf(ids);
    }

    /** Asks for the list of groups, and for what one is like. */
    void describe() {
        admin.call(GroupCalls.list(), new Expected<>(workload.recorder(), "listing groups", Set.of(), found -> { },
                (error, certain) -> { }));
        if (!groups.isEmpty()) {
            String group = groups.get(random.nextInt(groups.size()));
            admin.call(GroupCalls.describe(group), new Expected<>(workload.recorder(), "describing " + group,
                    EnumSet.of(ErrorCode.GROUP_ID_NOT_FOUND), this::look, (error, certain) -> { }));
        }
    }

    /** In a group that is stable, nobody has what another one has. */
    private void look(GroupCalls.Group group) {
        Set<TopicPartition> taken = new TreeSet<>();
        for (GroupCalls.Member member : group.members()) {
            for (TopicPartition partition : member.assignment()) {
                if (group.state().equals("Stable") && !taken.add(partition)) {
                    workload.recorder().broken("group-overlap", "group " + group.groupId() + " is stable, and "
                            + partition + " is " + member.memberId() + "'s and another one's");
                }
            }
        }
    }

    /** Deletes a group, or what it committed for a partition. */
    void delete(ClusterView view) {
        if (groups.isEmpty()) {
            return;
        }
        String group = groups.get(random.nextInt(groups.size()));
        if (random.nextInt(2) == 0) {
            Invocation open = workload.recorder().admins().invoke(F.DELETE_GROUP,
                    new OpValue.Membership(group, "", -1, List.of()), Extras.NONE);
            admin.call(GroupCalls.delete(group), new Expected<>(workload.recorder(), "deleting " + group,
                    EnumSet.of(ErrorCode.NON_EMPTY_GROUP, ErrorCode.GROUP_ID_NOT_FOUND),
                    done -> open.ok(open.invoked().value()), (error, certain) -> end(open, error, certain)));
            return;
        }
        List<TopicPlan> all = workload.plan().topics();
        TopicPlan topic = all.get(random.nextInt(all.size()));
        int partitions = view.partitionCount(topic.name());
        if (!topic.churned() && partitions > 0) {
            TopicPartition partition = new TopicPartition(topic.name(), random.nextInt(partitions));
            int key = workload.recorder().key(partition, view.topicId(topic.name()));
            Invocation open = workload.recorder().admins().invoke(F.RESET_OFFSETS,
                    new OpValue.Offsets(group, "", -1, List.of((long) key), List.of(-1L)), Extras.NONE);
            admin.call(GroupCalls.deleteOffset(group, partition), new Expected<>(workload.recorder(),
                    "deleting an offset of " + group,
                    EnumSet.of(ErrorCode.GROUP_ID_NOT_FOUND, ErrorCode.GROUP_SUBSCRIBED_TO_TOPIC,
                            ErrorCode.UNKNOWN_TOPIC_OR_PARTITION),
                    done -> open.ok(open.invoked().value()), (error, certain) -> end(open, error, certain)));
        }
    }

    private static void end(Invocation open, ErrorCode error, boolean certain) {
        Extras why = Extras.of(Extras.ERROR, RegisterOp.keyword(error));
        if (certain) {
            open.fail(why);
        } else {
            open.info(why);
        }
    }
}
