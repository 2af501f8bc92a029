package dev.seedlog.sim.workload;

import dev.seedlog.base.Uuid;
import dev.seedlog.client.AdminClient;
import dev.seedlog.client.ConfigCalls;
import dev.seedlog.client.TopicCalls;
import dev.seedlog.env.RandomSource;
import dev.seedlog.wire.ErrorCode;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What an administrator does to topics and their settings. */
final class TopicActions {

    private static final int MOST_PARTITIONS = 8;
    private static final short BY_DEFAULT = -1;

    private final Workload workload;
    private final AdminClient admin;
    private final RandomSource random;

    TopicActions(Workload workload, AdminClient admin, RandomSource random) {
        this.workload = workload;
        this.admin = admin;
        this.random = random;
    }

    /** Deletes a topic if it is there, or creates it. */
    void churn(TopicPlan topic, Uuid id) {
        if (id.isZero()) {
            create(topic);
            return;
        }
        admin.call(TopicCalls.delete(id), new Expected<>(workload.recorder(), "deleting " + topic.name(),
                EnumSet.of(ErrorCode.UNKNOWN_TOPIC_ID), done -> { }, (error, certain) -> { }));
    }

    void create(TopicPlan topic) {
        admin.call(TopicCalls.create(topic.name(), topic.partitions(), BY_DEFAULT, topic.configs()),
                new Expected<>(workload.recorder(), "creating " + topic.name(),
                        EnumSet.of(ErrorCode.TOPIC_ALREADY_EXISTS, ErrorCode.INVALID_REPLICATION_FACTOR),
                        id -> { }, (error, certain) -> { }));
    }

    void addPartition(TopicPlan topic, int partitions) {
        if (partitions > 0 && partitions < MOST_PARTITIONS) {
            admin.call(TopicCalls.addPartitions(topic.name(), partitions + 1),
                    new Expected<>(workload.recorder(), "adding a partition to " + topic.name(),
                            gone(topic, ErrorCode.INVALID_PARTITIONS, ErrorCode.INVALID_REPLICATION_FACTOR),
                            done -> { }, (error, certain) -> { }));
        }
    }

    void writeRegister(TopicPlan topic) {
        if (topic.kind() == TopicPlan.Kind.KEPT) {
            long value = RegisterOp.value(workload.nextNumber());
            RegisterOp write = RegisterOp.write(workload.recorder(), topic.name(), value);
            admin.callOnce(ConfigCalls.alterTopic(topic.name(), Map.of(RegisterOp.CONFIG, String.valueOf(value))),
                    new Expected<>(workload.recorder(), "a setting of " + topic.name(),
                            Set.of(ErrorCode.NETWORK_EXCEPTION, ErrorCode.NOT_CONTROLLER), done -> write.done(),
                            write::failed));
        }
    }

    void readRegister(TopicPlan topic) {
        if (topic.kind() == TopicPlan.Kind.KEPT) {
            RegisterOp read = RegisterOp.read(workload.recorder(), topic.name());
            admin.call(ConfigCalls.describeTopic(topic.name(), List.of(RegisterOp.CONFIG)),
                    new Expected<>(workload.recorder(), "asking for a setting of " + topic.name(), Set.of(),
                            values -> read.found(Long.parseLong(values.get(RegisterOp.CONFIG))), read::failed));
        }
    }

    void changeLimits(TopicPlan topic) {
        if (topic.kind() == TopicPlan.Kind.SHRINKING || topic.churned()) {
            Map<String, String> changes = new TreeMap<>();
            switch (random.nextInt(4)) {
                case 0 -> changes.put("retention.ms", pick("-1", "2000", "20000"));
                case 1 -> changes.put("retention.bytes", pick("-1", "1000", "20000"));
                case 2 -> changes.put("segment.ms", pick("1000", "5000", null));
                default -> changes.put("max.message.bytes", pick("500", "3000", null));
            }
            admin.call(ConfigCalls.alterTopic(topic.name(), changes), new Expected<>(workload.recorder(),
                    "changing " + changes + " of " + topic.name(), gone(topic), done -> { }, (error, certain) -> { }));
        }
    }

    private String pick(String... values) {
        return values[random.nextInt(values.length)];
    }

    private static Set<ErrorCode> gone(TopicPlan topic, ErrorCode... others) {
        Set<ErrorCode> allowed = EnumSet.noneOf(ErrorCode.class);
        allowed.addAll(List.of(others));
        if (topic.churned()) {
            allowed.add(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
        }
        return allowed;
    }
}
