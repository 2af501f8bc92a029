package dev.seedlog.specs.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.seedlog.wire.Api;
import dev.seedlog.wire.UnsupportedVersionException;
import dev.seedlog.wire.WireFormatException;
import dev.seedlog.wire.WireMessage;
import dev.seedlog.wire.coordinator.CoordinatorRecordType;
import dev.seedlog.wire.coordinator.CoordinatorRecordType.Coordinator;
import dev.seedlog.wire.metadata.MetadataRecordType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.message.ApiMessageType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The generated tables, against Kafka's. */
class WireTablesTest {

    private static final List<MessageSchema> ALL = Schemas.all();

    private static MessageSchema message(String name) {
        return ALL.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(Api.class)
    void anApiHasTheVersionsHeadersAndListenersOfKafka(Api api) {
        ApiMessageType kafka = ApiMessageType.fromApiKey(api.id());
        assertEquals(kafka.name(), api.name());
        assertEquals(kafka.name, api.apiName());
        assertEquals(kafka.lowestSupportedVersion(), api.lowestVersion());
        assertEquals(kafka.highestSupportedVersion(false), api.highestVersion());
        for (short version = api.lowestVersion(); version <= api.highestVersion(); version++) {
            assertEquals(kafka.requestHeaderVersion(version), api.requestHeaderVersion(version));
            assertEquals(kafka.responseHeaderVersion(version), api.responseHeaderVersion(version));
        }
        assertEquals(kafka.listeners().contains(ApiMessageType.ListenerType.BROKER), api.onBroker());
        assertEquals(kafka.listeners().contains(ApiMessageType.ListenerType.CONTROLLER), api.onController());
        assertSame(api, Api.forId(api.id()));
    }

    @ParameterizedTest
    @EnumSource(Api.class)
    void anApiReadsItsOwnRequestsAndResponsesToTheEnd(Api api) {
        for (String kind : List.of("Request", "Response")) {
            MessageSchema schema = message(api.apiName() + kind);
            short version = api.highestVersion();
            WireMessage message = SeedlogBridge.build(schema, Variants.smallest(schema.root(), version));
            byte[] bytes = SeedlogBridge.write(message, version);
            assertEquals(message, read(api, kind, bytes, version));
            byte[] more = Arrays.copyOf(bytes, bytes.length + 1);
            assertThrows(WireFormatException.class, () -> read(api, kind, more, version));
        }
        short next = (short) (Math.max(api.highestVersion(), 30) + 1);
        assertThrows(UnsupportedVersionException.class, () -> read(api, "Request", new byte[9], next));
    }

    private static WireMessage read(Api api, String kind, byte[] bytes, short version) {
        return kind.equals("Request") ? api.readRequest(SeedlogBridge.reader(bytes), version)
                : api.readResponse(SeedlogBridge.reader(bytes), version);
    }

    @Test
    void unknownNumbersHaveNoType() {
        for (int id : new int[] {-1, 4, 7, 93, 200, Short.MAX_VALUE, Short.MIN_VALUE}) {
            assertNull(Api.forId((short) id));
        }
        assertNull(MetadataRecordType.forId(6));
        assertNull(CoordinatorRecordType.forId(Coordinator.SHARE, (short) 2));
    }

    @ParameterizedTest
    @EnumSource(MetadataRecordType.class)
    void aMetadataRecordIsFoundByNumberAndByClass(MetadataRecordType type) {
        assertSame(type, MetadataRecordType.forId(type.id()));
        MessageSchema schema = message(type.recordName());
        assertEquals(schema.versions(), new Range(type.lowestVersion(), type.highestVersion()));
        WireMessage record = SeedlogBridge.build(schema, Map.of());
        assertSame(type, MetadataRecordType.of(record));
        byte[] bytes = SeedlogBridge.write(record, type.highestVersion());
        assertEquals(record, type.read(SeedlogBridge.reader(bytes), type.highestVersion()));
    }

    @ParameterizedTest
    @EnumSource(CoordinatorRecordType.class)
    void aCoordinatorRecordIsFoundByCoordinatorAndNumber(CoordinatorRecordType type) {
        assertSame(type, CoordinatorRecordType.forId(type.coordinator(), type.id()));
    }

    @Test
    void theListOfApisInSpecsIsTheGeneratedOne() throws IOException {
        List<String> lines = new ArrayList<>(List.of("key\tname\tversions\tflexible_from\tlisteners"));
        for (Api api : Api.values()) {
            String on = (api.onBroker() ? "broker" : "") + (api.onBroker() && api.onController() ? "," : "")
                    + (api.onController() ? "controller" : "");
            lines.add(api.id() + "\t" + api.apiName() + "\t" + api.lowestVersion() + "-" + api.highestVersion() + "\t"
                    + api.requestFlexibleFrom() + "\t" + (on.isEmpty() ? "none" : on));
        }
        assertEquals(lines, Files.readAllLines(Path.of("protocol/apis.tsv")));
    }
}
