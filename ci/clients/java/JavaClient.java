import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.utils.AppInfoParser;

/**
 * The scenario of ci/clients.sh with the Java client, of whatever version is on the class path. Arguments: the
 * bootstrap address, and the folder of the node.
 */
public final class JavaClient {

    static final String KEYED = "java-keyed";

    private JavaClient() {
    }

    public static void main(String[] arguments) throws Exception {
        Node node = new Node(arguments[0], arguments[1]);
        System.out.println("kafka-clients " + AppInfoParser.getVersion());
        try (Admin admin = Admin.create(node.properties())) {
            createTopics(admin);
            new Compression(node, admin).run();
            KeyedRecords records = new KeyedRecords();
            new ProduceThroughRestarts(node, records).run();
            new GroupResumes(node, admin, records).run();
            administer(admin, node.count(), records.acknowledgedCount());
        }
        System.out.println("PASS kafka-clients " + AppInfoParser.getVersion());
    }

    private static void createTopics(Admin admin) throws Exception {
        admin.createTopics(List.of(topic(KEYED, 3), topic("java-scratch", 1))).all().get();
        try {
            admin.createTopics(List.of(topic(KEYED, 3))).all().get();
            throw new AssertionError("a second creation of " + KEYED + " succeeded");
        } catch (ExecutionException e) {
            Check.equal(TopicExistsException.class, e.getCause().getClass(), "error of a second creation");
        }
        Check.eventually(3, () -> partitions(admin, KEYED), "partitions of " + KEYED);
        admin.createPartitions(Map.of("java-scratch", NewPartitions.increaseTo(4))).all().get();
        Check.eventually(4, () -> partitions(admin, "java-scratch"), "partitions of the topic that grew");
        admin.deleteTopics(List.of("java-scratch")).all().get();
        Check.eventually(Set.of(KEYED), () -> admin.listTopics().names().get(), "topics after a deletion");
        Check.done("topics created, refused, grown, deleted");
    }

    /** With as many replicas as the cluster gives by default. */
    private static NewTopic topic(String name, int partitions) {
        return new NewTopic(name, Optional.of(partitions), Optional.empty());
    }

    private static int partitions(Admin admin, String topic) throws Exception {
        return admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic).partitions().size();
    }

    private static void administer(Admin admin, int nodes, int count) throws Exception {
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, KEYED);
        AlterConfigOp set = new AlterConfigOp(new ConfigEntry("retention.ms", "86400001"), AlterConfigOp.OpType.SET);
        admin.incrementalAlterConfigs(Map.of(topic, List.of(set))).all().get();
        Check.eventually("86400001", () -> admin.describeConfigs(List.of(topic)).all().get().get(topic)
                .get("retention.ms").value(), "retention.ms as altered");
        long total = 0;
        for (int partition = 0; partition < 3; partition++) {
            TopicPartition at = new TopicPartition(KEYED, partition);
            long end = offset(admin, at, OffsetSpec.latest());
            Check.equal(0L, offset(admin, at, OffsetSpec.earliest()), "earliest offset of " + at);
            long latest = offset(admin, at, OffsetSpec.maxTimestamp());
            Check.that(latest >= Math.min(0, end - 1) && latest < Math.max(0, end),
                    "offset of the greatest timestamp in " + at + ": " + latest + " of " + end);
            total += end;
        }
        Check.equal((long) count, total, "sum of the latest offsets");
        TopicPartition first = new TopicPartition(KEYED, 0);
        admin.deleteRecords(Map.of(first, RecordsToDelete.beforeOffset(5))).all().get();
        Check.equal(5L, offset(admin, first, OffsetSpec.earliest()), "earliest offset after records were deleted");
        Check.equal(nodes, admin.describeCluster().nodes().get().size(), "nodes of the cluster");
        Check.done("configuration, offsets and deletion of records");
    }

    private static long offset(Admin admin, TopicPartition at, OffsetSpec spec) throws Exception {
        return admin.listOffsets(Map.of(at, spec)).partitionResult(at).get().offset();
    }
}
