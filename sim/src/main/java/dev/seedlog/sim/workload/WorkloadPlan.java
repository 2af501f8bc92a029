package dev.seedlog.sim.workload;

import java.util.List;

/**
 * All that clients do.
 *
 * @param topics what is created
 * @param producers who writes
 * @param consumers who reads partitions of their own choice
 * @param members who reads in groups
 * @param admins who administrates
 */
public record WorkloadPlan(List<TopicPlan> topics, List<ProducerPlan> producers, List<ConsumerPlan> consumers,
                           List<MemberPlan> members, List<AdminPlan> admins) {

    /** Copies the lists. */
    public WorkloadPlan {
        topics = List.copyOf(topics);
        producers = List.copyOf(producers);
        consumers = List.copyOf(consumers);
        members = List.copyOf(members);
        admins = List.copyOf(admins);
    }
}
