package dev.seedlog.controller;

import static dev.seedlog.controller.ControllerFixture.error;
import static dev.seedlog.controller.ControllerFixture.topic;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.seedlog.metadata.ConfigResource;
import dev.seedlog.metadata.MetadataRecord;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.IntList;
import dev.seedlog.wire.message.AlterConfigsRequest;
import dev.seedlog.wire.message.IncrementalAlterConfigsRequest;
import dev.seedlog.wire.message.IncrementalAlterConfigsRequest.AlterConfigsResource;
import dev.seedlog.wire.message.IncrementalAlterConfigsRequest.AlterableConfig;
import dev.seedlog.wire.metadata.ClearElrRecord;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigAltererTest {

    private static final byte SET = 0;
    private static final byte DELETE = 1;
    private static final byte APPEND = 2;
    private static final byte SUBTRACT = 3;
    private static final ConfigResource ORDERS = ConfigResource.topic("orders");

    private ControllerFixture cluster = withTopic(new ControllerFixture());

    private static ControllerFixture withTopic(ControllerFixture fixture) {
        fixture.brokers(1);
        fixture.createOne(topic("orders", 1, 1));
        return fixture;
    }

    @Test
    void aKeyIsSetAndDeleted() {
        assertEquals(List.of(ErrorCode.NONE), alter(of(ORDERS, op("retention.ms", SET, "5"))));
        assertEquals("5", value("retention.ms"));
        assertEquals(List.of(ErrorCode.NONE), alter(of(ORDERS, op("retention.ms", DELETE, null))));

        assertNull(value("retention.ms"));
    }

    @Test
    void aListIsChangedFromItsDefaultOnAndBackToEmpty() {
        alter(of(ORDERS, op("cleanup.policy", APPEND, "compact,delete")));
        assertEquals("delete,compact", value("cleanup.policy"));
        alter(of(ORDERS, op("cleanup.policy", SUBTRACT, "delete,nothing")));
        assertEquals("compact", value("cleanup.policy"));
        alter(of(ORDERS, op("cleanup.policy", SUBTRACT, "compact")));

        assertEquals("", value("cleanup.policy"));
    }

    @Test
    void whatIsNoListCannotBeAppendedTo() {
        assertEquals(List.of(ErrorCode.INVALID_CONFIG), alter(of(ORDERS, op("retention.ms", APPEND, "5"))));
        assertEquals(List.of(ErrorCode.INVALID_CONFIG), alter(of(ORDERS, op("retention.ms", SUBTRACT, "5"))));
    }

    @Test
    void oneBadKeyRefusesItsResourceAndNoOther() {
        assertEquals(List.of(ErrorCode.INVALID_CONFIG, ErrorCode.NONE), alter(
                of(ORDERS, op("retention.ms", SET, "5"), op("nonsense", SET, "1")),
                of(ConfigResource.broker(0), op("retention.ms", SET, "6"))));

        assertNull(value("retention.ms"));
        assertEquals("6", cluster.image().configs().value(ConfigResource.broker(0), "retention.ms"));
    }

    @Test
    void requestsThatMakeNoSenseAreRefused() {
        assertEquals(List.of(ErrorCode.INVALID_REQUEST), alter(of(ORDERS, op("retention.ms", SET, null))));
        assertEquals(List.of(ErrorCode.INVALID_REQUEST), alter(of(ORDERS, op("cleanup.policy", APPEND, null))));
        assertEquals(List.of(ErrorCode.INVALID_REQUEST), alter(of(ORDERS, op("retention.ms", (byte) 4, "1"))));
        assertEquals(List.of(ErrorCode.INVALID_REQUEST), alter(of(ORDERS, op("retention.ms", (byte) -1, "1"))));
        assertEquals(List.of(ErrorCode.INVALID_REQUEST), alter(of(ORDERS, op("retention.ms", SET, "1"),
                op("retention.ms", DELETE, null))));
        assertEquals(List.of(ErrorCode.INVALID_REQUEST), alter(of(ORDERS, op("retention.ms", SET, "1")),
                of(ORDERS, op("cleanup.policy", SET, "compact"))));
        assertNull(value("retention.ms"));
    }

    @Test
    void theResourceMustExist() {
        AlterableConfig some = op("retention.ms", SET, "1");
        assertEquals(List.of(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION), alter(of(ConfigResource.topic("nothing"), some)));
        assertEquals(List.of(ErrorCode.BROKER_ID_NOT_REGISTERED), alter(of(ConfigResource.broker(9), some)));
        assertEquals(List.of(ErrorCode.INVALID_REQUEST), alter(of(ConfigResource.broker(-1), some)));
        assertEquals(List.of(ErrorCode.INVALID_REQUEST), alter(resource(ConfigResource.BROKER, "x", some)));
        assertEquals(List.of(ErrorCode.INVALID_REQUEST), alter(resource(ConfigResource.GROUP, "", some)));
        assertEquals(List.of(ErrorCode.INVALID_REQUEST), alter(resource(ConfigResource.CLIENT_METRICS, "", some)));
        assertEquals(List.of(ErrorCode.INVALID_REQUEST), alter(resource(ConfigResource.BROKER_LOGGER, "0", some)));
        assertEquals(List.of(ErrorCode.UNSUPPORTED_VERSION), alter(resource((byte) 77, "x", some)));
        assertEquals(List.of(ErrorCode.NONE), alter(resource(ConfigResource.GROUP, "g", some)));
        assertEquals(List.of(ErrorCode.NONE), alter(of(ConfigResource.ALL_BROKERS, some)));
    }

    @Test
    void validateOnlyChangesNothing() {
        IncrementalAlterConfigsRequest request = IncrementalAlterConfigsRequest.builder().validateOnly(true)
                .resources(List.of(of(ORDERS, op("retention.ms", SET, "5")))).build();
        assertEquals(ErrorCode.NONE, error(cluster.answer(cluster.controller.incrementalAlterConfigs(request))
                .responses()
                .get(0).errorCode()));

        assertNull(value("retention.ms"));
    }

    @Test
    void theSameValueIsWrittenAgainForABrokerOnly() {
        long before = cluster.log.endOffset();
        alter(of(ORDERS, op("retention.ms", SET, "5")), of(ConfigResource.broker(0), op("retention.ms", SET, "5")));
        assertEquals(before + 2, cluster.log.endOffset());
        alter(of(ORDERS, op("retention.ms", SET, "5")), of(ConfigResource.broker(0), op("retention.ms", SET, "5")));

        assertEquals(before + 3, cluster.log.endOffset());
    }

    @Test
    void theOldRequestReplacesAllThatIsSet() {
        alter(of(ORDERS, op("retention.ms", SET, "5"), op("cleanup.policy", SET, "compact")));
        assertEquals(ErrorCode.NONE, replace("orders", "retention.ms", "6"));
        assertEquals("6", value("retention.ms"));
        assertNull(value("cleanup.policy"));
        assertEquals(ErrorCode.INVALID_REQUEST, replace("orders", "retention.ms", null));
        assertEquals(ErrorCode.INVALID_CONFIG, replace("orders", "nonsense", "1"));
        assertEquals(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, replace("nothing", "retention.ms", "1"));

        assertEquals("6", value("retention.ms"));
    }

    @Test
    void aNewMinimumForgetsWhoWasEligible() {
        cluster = withTopic(ControllerFixture.withElr());
        long before = cluster.log.endOffset();
        alter(of(ORDERS, op("min.insync.replicas", SET, "2")));
        alter(of(ConfigResource.ALL_BROKERS, op("min.insync.replicas", SET, "2")));
        List<String> cleared = new ArrayList<>();
        for (MetadataRecord record : cluster.log.records().subList((int) before, (int) cluster.log.endOffset())) {
            if (record.value() instanceof ClearElrRecord clear) {
                cleared.add(clear.topicName());
            }
        }
        assertEquals(List.of("orders", ""), cleared);
    }

    @Test
    void whoIsEligibleToLeadWhereNobodyDoesStaysSo() {
        cluster = ControllerFixture.withElr().brokers(2);
        cluster.createOne(ControllerFixture.assigned("orders", ControllerFixture.on(0), ControllerFixture.on(1)));
        alter(of(ORDERS, op("min.insync.replicas", SET, "2")));
        cluster.passWhileAlive(ControllerFixture.SESSION_MS + 2_000, 1);
        assertEquals(List.of(IntList.empty(), IntList.of(0)),
                List.of(cluster.partition("orders", 0).isr(), cluster.partition("orders", 0).elr()));
        alter(of(ConfigResource.ALL_BROKERS, op("min.insync.replicas", SET, "3")));
        assertEquals(IntList.of(0), cluster.partition("orders", 0).elr());
        alter(of(ORDERS, op("min.insync.replicas", DELETE, null)));
        assertEquals(IntList.of(0), cluster.partition("orders", 0).elr());
        cluster.heartbeat(0);

        assertEquals(0, cluster.partition("orders", 0).leader());
    }

    @Test
    void withEligibleReplicasAllBrokersHaveOneMinimum() {
        cluster = withTopic(ControllerFixture.withElr());

        assertEquals(List.of(ErrorCode.INVALID_CONFIG),
                alter(of(ConfigResource.broker(0), op("min.insync.replicas", SET, "2"))));
        assertEquals(List.of(ErrorCode.NONE),
                alter(of(ConfigResource.broker(0), op("min.insync.replicas", DELETE, null))));
        assertEquals(List.of(ErrorCode.INVALID_CONFIG),
                alter(of(ConfigResource.ALL_BROKERS, op("min.insync.replicas", DELETE, null))));
    }

    private String value(String key) {
        return cluster.image().configs().value(ORDERS, key);
    }

    private List<ErrorCode> alter(AlterConfigsResource... resources) {
        return cluster.answer(cluster.controller.incrementalAlterConfigs(
                        IncrementalAlterConfigsRequest.builder().resources(List.of(resources)).build())).responses()
                                .stream()
                .map(response -> error(response.errorCode())).toList();
    }

    private ErrorCode replace(String name, String key, String value) {
        AlterConfigsRequest request = AlterConfigsRequest.builder().resources(List.of(
                AlterConfigsRequest.AlterConfigsResource.builder().resourceType(ConfigResource.TOPIC).resourceName(name)
                        .configs(List.of(AlterConfigsRequest.AlterableConfig.builder().name(key).value(value).build()))
                        .build())).build();
        return error(cluster.answer(cluster.controller.alterConfigs(request)).responses().get(0).errorCode());
    }

    private static AlterConfigsResource of(ConfigResource resource, AlterableConfig... configs) {
        return resource(resource.type(), resource.name(), configs);
    }

    private static AlterConfigsResource resource(byte type, String name, AlterableConfig... configs) {
        return AlterConfigsResource.builder().resourceType(type).resourceName(name).configs(List.of(configs)).build();
    }

    private static AlterableConfig op(String name, byte operation, String value) {
        return AlterableConfig.builder().name(name).configOperation(operation).value(value).build();
    }
}
