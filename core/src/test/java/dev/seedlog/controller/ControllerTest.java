package dev.seedlog.controller;

import static dev.seedlog.controller.ControllerFixture.topic;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.base.Uuid;
import dev.seedlog.machine.Recorder;
import dev.seedlog.metadata.MetadataImage;
import dev.seedlog.metadata.MetadataRecord;
import dev.seedlog.metadata.MetadataVersion;
import dev.seedlog.metadata.UnsupportedFeatureException;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.AllocateProducerIdsRequest;
import dev.seedlog.wire.message.AllocateProducerIdsResponse;
import dev.seedlog.wire.message.ControllerRegistrationRequest;
import dev.seedlog.wire.message.CreateTopicsRequest;
import dev.seedlog.wire.message.CreateTopicsResponse;
import dev.seedlog.wire.metadata.BeginTransactionRecord;
import dev.seedlog.wire.metadata.FeatureLevelRecord;
import dev.seedlog.wire.metadata.MetadataRecordType;
import dev.seedlog.wire.metadata.TopicRecord;
import java.util.List;
import org.junit.jupiter.api.Test;

class ControllerTest {

    private final ControllerFixture cluster = new ControllerFixture();

    @Test
    void theFirstLeaderOfAnEmptyLogWritesTheBootstrapRecords() {
        assertEquals(List.of(MetadataRecordType.BEGIN_TRANSACTION, MetadataRecordType.FEATURE_LEVEL,
                MetadataRecordType.END_TRANSACTION), cluster.log.records().stream().map(MetadataRecord::type).toList());
        assertEquals(MetadataVersion.LATEST, cluster.image().metadataVersion());
    }

    @Test
    void theNextLeaderFindsThemAndWritesNothing() {
        leadAgain();

        assertEquals(3, cluster.log.endOffset());
        assertEquals(MetadataVersion.LATEST, cluster.image().metadataVersion());
    }

    @Test
    void aNewLeaderAbortsWhatTheLastOneLeftOpen() {
        cluster.host.end();
        cluster.log.append(1, List.of(MetadataRecord.of(BeginTransactionRecord.builder().build()),
                MetadataRecord.of(TopicRecord.builder().name("half").topicId(new Uuid(1, 1)).build())));
        leadAgain();

        assertEquals(MetadataRecordType.ABORT_TRANSACTION, cluster.log.records().get(5).type());
        assertEquals(6, cluster.log.endOffset());
        assertEquals(MetadataVersion.LATEST, cluster.image().metadataVersion());
        assertTrue(cluster.image().topics().byId().isEmpty());
    }

    @Test
    void bootstrapRecordsThatWereCutOffAreWrittenAgain() {
        cluster.host.end();
        cluster.log.records().remove(2);
        leadAgain();

        assertEquals(List.of(MetadataRecordType.BEGIN_TRANSACTION, MetadataRecordType.FEATURE_LEVEL,
                MetadataRecordType.ABORT_TRANSACTION, MetadataRecordType.BEGIN_TRANSACTION,
                MetadataRecordType.FEATURE_LEVEL, MetadataRecordType.END_TRANSACTION),
                cluster.log.records().stream().map(MetadataRecord::type).toList());
        assertEquals(MetadataVersion.LATEST, cluster.image().metadataVersion());
    }

    @Test
    void aClusterWithFeaturesThatWeDoNotHaveIsNotLed() {
        cluster.host.end();
        cluster.log.append(1, List.of(MetadataRecord.of(
                FeatureLevelRecord.builder().name("transaction.version").featureLevel((short) 2).build())));

        String message = assertThrows(UnsupportedFeatureException.class, this::leadAgain).getMessage();
        assertTrue(message.contains("transaction.version=2"), message);
    }

    @Test
    void leadershipThatIsLostTakesAlongWhatWasNotCommitted() {
        cluster.brokers(1);
        MetadataImage committed = cluster.image();
        Recorder<CreateTopicsResponse> waiting = cluster.submit(cluster.controller.createTopics(
                CreateTopicsRequest.builder().topics(List.of(topic("orders", 1, 1).build())).build()));
        cluster.host.end();
        assertEquals(ErrorCode.NOT_CONTROLLER, waiting.refusal().error());
        assertEquals(MetadataImage.EMPTY, cluster.image());
        cluster.log.regain();
        leadAgain();

        assertEquals(committed, cluster.image());
    }

    @Test
    void aBlockOfProducerIdsIsGivenOutOnce() {
        cluster.brokers(2);
        assertEquals(0, allocate(0).producerIdStart());
        AllocateProducerIdsResponse second = allocate(1);

        assertEquals(List.of(1000L, 1000L), List.of(second.producerIdStart(), (long) second.producerIdLen()));
        leadAgain();
        assertEquals(2000, allocate(0).producerIdStart());
        assertEquals(ErrorCode.STALE_BROKER_EPOCH, cluster.refusal(cluster.controller.allocateProducerIds(
                AllocateProducerIdsRequest.builder().brokerId(0).brokerEpoch(0).build())).error());
    }

    @Test
    void aControllerRegisters() {
        cluster.answer(cluster.controller.registerController(ControllerRegistrationRequest.builder().controllerId(7)
                .incarnationId(new Uuid(1, 2)).listeners(List.of(ControllerRegistrationRequest.Listener.builder()
                        .name("CONTROLLER").host("h").port(9093).build())).build()));

        assertEquals(9093, cluster.image().cluster().controllers().get(7).endpoints().get(0).port());
    }

    private AllocateProducerIdsResponse allocate(int broker) {
        return cluster.answer(cluster.controller.allocateProducerIds(AllocateProducerIdsRequest.builder()
                .brokerId(broker).brokerEpoch(cluster.image().cluster().broker(broker).epoch()).build()));
    }

    private void leadAgain() {
        cluster.host.end();
        cluster.host.begin(2);
        for (int i = 0; i < cluster.log.endOffset(); i++) {
            cluster.host.replay(cluster.log.records().get(i), i);
        }
        cluster.host.loaded();
        cluster.commit();
    }
}
