package dev.seedlog.controller;

import static dev.seedlog.controller.ControllerFixture.error;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.env.SeededRandom;
import dev.seedlog.metadata.BrokerImage;
import dev.seedlog.metadata.ConfigResource;
import dev.seedlog.metadata.MetadataImage;
import dev.seedlog.metadata.PartitionImage;
import dev.seedlog.metadata.TopicImage;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.CreatePartitionsRequest;
import dev.seedlog.wire.message.CreatePartitionsRequest.CreatePartitionsTopic;
import dev.seedlog.wire.message.DeleteTopicsRequest;
import dev.seedlog.wire.message.IncrementalAlterConfigsRequest;
import dev.seedlog.wire.message.IncrementalAlterConfigsRequest.AlterConfigsResource;
import dev.seedlog.wire.message.IncrementalAlterConfigsRequest.AlterableConfig;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Whatever is asked for in whatever order: the log says what the controller believes, and no partition is led
 * wrongly.
 */
class ControllerHistoryTest {

    private static final int BROKERS = 4;

    private final TreeSet<Integer> isBack = new TreeSet<>();

    @Property(tries = 60)
    void everyStateIsOneThatTheLogAndASnapshotSay(@ForAll long seed, @ForAll boolean elr) {
        ControllerFixture cluster = (elr ? ControllerFixture.withElr() : new ControllerFixture()).brokers(BROKERS);
        SeededRandom random = new SeededRandom(seed);
        for (int i = 0; i < 80; i++) {
            // Each step checks that a broker that reads the log, and one that reads a snapshot, see the same image.
            step(cluster, random);
            check(cluster.image());
        }
    }

    private void step(ControllerFixture cluster, SeededRandom random) {
        String name = "t" + random.nextInt(4);
        switch (random.nextInt(9)) {
            case 0, 1 -> cluster.createOne(ControllerFixture.topic(name, 1 + random.nextInt(4), 1 + random.nextInt(3)));
            case 2 -> cluster.answer(cluster.controller.deleteTopics(
                    DeleteTopicsRequest.builder().topicNames(List.of(name)).build(), (short) 4));
            case 3 -> cluster.answer(cluster.controller.createPartitions(CreatePartitionsRequest.builder()
                    .topics(List.of(
                    CreatePartitionsTopic.builder().name(name).count(1 + random.nextInt(6)).assignments(null).build()))
                    .build()));
            case 4 -> cluster.answer(cluster.controller.incrementalAlterConfigs(IncrementalAlterConfigsRequest.builder()
                    .resources(List.of(AlterConfigsResource.builder().resourceType(ConfigResource.TOPIC)
                            .resourceName(name).configs(List.of(AlterableConfig.builder().name("min.insync.replicas")
                                    .configOperation((byte) 0).value("" + (1 + random.nextInt(3))).build())).build()))
                    .build()));
            case 5 -> cluster.pass(1 + random.nextInt(6_000));
            case 6 -> {
                BrokerImage broker = cluster.image().cluster().broker(random.nextInt(BROKERS));
                cluster.answer(cluster.controller.heartbeat(
                        cluster.beat(broker.id()).wantShutDown(random.nextInt(4) == 0).build()));
            }
            case 7 -> {
                int id = random.nextInt(BROKERS);
                long before = random.nextInt(2) == 0 ? -1 : cluster.image().cluster().broker(id).epoch();
                cluster.submit(cluster.controller.registerBroker(cluster.registration(id, random.nextLong())
                        .previousBrokerEpoch(before).build()));
                cluster.commit();
                isBack.remove(id);
                if (before >= 0) {
                    isBack.add(id);
                }
            }
            default -> {
                for (int id = 0; id < BROKERS; id++) {
                    cluster.heartbeat(id);
                }
            }
        }
    }

    private void check(MetadataImage image) {
        for (TopicImage topic : image.topics().byId().values()) {
            for (PartitionImage partition : topic.partitions().values()) {
                check(image, partition);
            }
        }
    }

    private void check(MetadataImage image, PartitionImage partition) {
        String shown = partition.toString();
        assertTrue(partition.replicas().containsAll(partition.isr()), shown);
        assertTrue(partition.replicas().containsAll(partition.elr()), shown);
        TreeSet<Integer> complete = new TreeSet<>(partition.isr());
        complete.addAll(partition.elr());
        assertEquals(partition.isr().size() + partition.elr().size(), complete.size(), shown);
        if (partition.hasLeader()) {
            assertTrue(partition.isr().containsInt(partition.leader()), shown);
            assertTrue(image.cluster().isActive(partition.leader()), shown);
        }
        boolean alone = partition.isr().size() == 1;
        for (int member : partition.isr()) {
            assertTrue(image.cluster().isActive(member) || alone || isBack.contains(member),
                    "only the last of an ISR may be away, or who has come back with all that it had: " + shown);
        }
        if (!image.features().eligibleLeaderReplicasEnabled()) {
            assertTrue(!partition.isr().isEmpty() && partition.elr().isEmpty(), shown);
        }
    }

    @Property(tries = 20)
    void theSameRequestsMakeTheSameLog(@ForAll long seed) {
        assertEquals(log(seed), log(seed));
    }

    private List<?> log(long seed) {
        ControllerFixture cluster = new ControllerFixture().brokers(BROKERS);
        SeededRandom random = new SeededRandom(seed);
        for (int i = 0; i < 40; i++) {
            step(cluster, random);
        }
        assertEquals(ErrorCode.NONE, error((short) 0));
        return cluster.log.records();
    }
}
