package dev.seedlog.specs.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.QuorumInfo;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three nodes on sockets and files, administrated by Kafka's own client. */
class RealClusterTest {

    @TempDir
    private Path folder;

    @Test
    void metadataGoesOnWhenTheControllerIsKilledAndTheOldOneComesBack() throws Exception {
        try (RealCluster cluster = new RealCluster(3, folder, Map.of());
                Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrap()))) {
            assertEquals(List.of(1, 2, 3), admin.describeCluster().nodes().get(30, TimeUnit.SECONDS).stream()
                    .map(Node::id).sorted().toList());
            assertEquals("the-cluster", admin.describeCluster().clusterId().get(30, TimeUnit.SECONDS));
            create(admin, "before");
            QuorumInfo quorum = admin.describeMetadataQuorum().quorumInfo().get(30, TimeUnit.SECONDS);
            assertEquals(3, quorum.voters().size());
            cluster.kill(quorum.leaderId());
            create(admin, "after");
            assertNotEquals(quorum.leaderId(),
                    admin.describeMetadataQuorum().quorumInfo().get(30, TimeUnit.SECONDS).leaderId());
            cluster.start(quorum.leaderId());
            for (int id = 1; id <= 3; id++) {
                try (Admin one = Admin.create(Map.of("bootstrap.servers", cluster.bootstrap(id)))) {
                    assertTrue(one.listTopics().names().get(30, TimeUnit.SECONDS)
                            .containsAll(List.of("before", "after")), "node " + id);
                }
            }
            cluster.stop(1);
        }
    }

    /** Creates a topic and waits until a node that is asked knows it, which may be behind the one that answered. */
    private static void create(Admin admin, String topic) throws Exception {
        admin.createTopics(List.of(new NewTopic(topic, 3, (short) 1))).all().get(30, TimeUnit.SECONDS);
        while (true) {
            try {
                assertEquals(3, admin.describeTopics(List.of(topic)).allTopicNames().get(30, TimeUnit.SECONDS)
                        .get(topic).partitions().size());
                return;
            } catch (ExecutionException e) {
                assertInstanceOf(UnknownTopicOrPartitionException.class, e.getCause());
            }
        }
    }
}
