package dev.seedlog.sim.workload;

import dev.seedlog.client.ProducerSettings;
import java.util.ArrayList;
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

    /**
     * The same where partitions have several replicas: one of them alone promises nothing, so who wants an answer wants
     * that of all in sync.
     */
    public WorkloadPlan forReplicas() {
        List<ProducerPlan> safe = new ArrayList<>();
        for (ProducerPlan producer : producers) {
            ProducerSettings settings = producer.settings();
            safe.add(settings.acks() != 1 ? producer : new ProducerPlan(producer.client(),
                    new ProducerSettings((short) -1, settings.idempotent(), settings.maxInFlight(),
                            settings.timeoutMs(), settings.retryBackoffNanos(), settings.deliveryTimeoutNanos()),
                    producer.topics(), producer.compressions(), producer.sizes(), producer.meanPauseNanos(),
                    producer.maxPending()));
        }
        return new WorkloadPlan(topics, safe, consumers, members, admins);
    }

    /** Copies the lists. */
    public WorkloadPlan {
        topics = List.copyOf(topics);
        producers = List.copyOf(producers);
        consumers = List.copyOf(consumers);
        members = List.copyOf(members);
        admins = List.copyOf(admins);
    }
}
