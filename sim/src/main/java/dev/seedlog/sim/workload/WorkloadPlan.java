package dev.seedlog.sim.workload;

import dev.seedlog.client.FetcherSettings;
import dev.seedlog.client.ProducerSettings;
import dev.seedlog.env.RandomSource;
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
 * @param operators who operates the cluster
 */
public record WorkloadPlan(List<TopicPlan> topics, List<ProducerPlan> producers, List<ConsumerPlan> consumers,
                           List<MemberPlan> members, List<AdminPlan> admins, List<ClusterPlan> operators) {

    /** The same with nobody who operates the cluster. */
    public WorkloadPlan(List<TopicPlan> topics, List<ProducerPlan> producers, List<ConsumerPlan> consumers,
                        List<MemberPlan> members, List<AdminPlan> admins) {
        this(topics, producers, consumers, members, admins, List.of());
    }

    /** The same with somebody who operates the cluster. */
    public WorkloadPlan operatedBy(ClusterPlan operator) {
        return new WorkloadPlan(topics, producers, consumers, members, admins, List.of(operator));
    }

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
        return new WorkloadPlan(topics, safe, consumers, members, admins, operators);
    }

    /** The same with readers in racks; some of them do not say where they are. */
    public WorkloadPlan inRacks(RandomSource random, int racks) {
        List<ConsumerPlan> placedConsumers = new ArrayList<>();
        for (ConsumerPlan each : consumers) {
            placedConsumers.add(new ConsumerPlan(each.client(), placed(each.settings(), random, racks), each.topics(),
                    each.partitionPermille(), each.fromEarliest(), each.meanSeekNanos()));
        }
        List<MemberPlan> placedMembers = new ArrayList<>();
        for (MemberPlan each : members) {
            placedMembers.add(new MemberPlan(each.client(), placed(each.settings(), random, racks), each.group(),
                    each.topics(), each.meanLifeNanos(), each.meanCommitNanos()));
        }
        return new WorkloadPlan(topics, producers, placedConsumers, placedMembers, admins, operators);
    }

    private static FetcherSettings placed(FetcherSettings settings, RandomSource random, int racks) {
        int drawn = random.nextInt(racks + 1);
        return drawn == racks ? settings : settings.in("rack-" + drawn);
    }

    /** Copies the lists. */
    public WorkloadPlan {
        topics = List.copyOf(topics);
        producers = List.copyOf(producers);
        consumers = List.copyOf(consumers);
        members = List.copyOf(members);
        admins = List.copyOf(admins);
        operators = List.copyOf(operators);
    }
}
