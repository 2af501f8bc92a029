package dev.seedlog.specs.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.base.Uuid;
import dev.seedlog.specs.wire.Trees.Hex;
import dev.seedlog.wire.UnsupportedFieldException;
import dev.seedlog.wire.WireEncodingException;
import dev.seedlog.wire.WireMessage;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.protocol.Message;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which fields may be missing or null in a version: the same as in Kafka, field by field. */
class WireFieldRulesTest {

    private static final Set<String> NULLABLE_TYPES = Set.of("string", "bytes", "records");

    static Stream<MessageSchema> messages() {
        return Schemas.all().stream();
    }

    @ParameterizedTest
    @MethodSource("messages")
    void aFieldThatAVersionLacksIsRefusedIfItMattersAndDroppedIfNot(MessageSchema message) {
        for (int version = message.versions().from(); version <= message.versions().to(); version++) {
            int current = version;
            for (Variants.Variant variant : Variants.of(message, version,
                    field -> field.in(current) ? Variants.SKIP : unusual(field))) {
                Message kafka = KafkaBridge.build(message, variant.tree());
                WireMessage ours = SeedlogBridge.build(message, variant.tree());
                if (variant.field().rules().ignorable()) {
                    assertArrayEquals(KafkaBridge.write(kafka, current), SeedlogBridge.write(ours, current));
                } else {
                    assertThrows(UnsupportedVersionException.class, () -> KafkaBridge.write(kafka, current));
                    names(variant.field(), assertThrows(UnsupportedFieldException.class,
                            () -> SeedlogBridge.write(ours, current)));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void nullIsWrittenWhereTheVersionAllowsItAndRefusedElsewhere(MessageSchema message) {
        for (int version = message.versions().from(); version <= message.versions().to(); version++) {
            int current = version;
            for (Variants.Variant variant : Variants.of(message, version,
                    field -> field.in(current) && canBeNull(field) ? null : Variants.SKIP)) {
                Message kafka = KafkaBridge.build(message, variant.tree());
                WireMessage ours = SeedlogBridge.build(message, variant.tree());
                if (variant.field().nullableIn(current)) {
                    byte[] bytes = KafkaBridge.write(kafka, current);
                    assertArrayEquals(bytes, SeedlogBridge.write(ours, current));
                    assertEquals(ours, SeedlogBridge.read(message, SeedlogBridge.reader(bytes), current));
                } else {
                    assertThrows(NullPointerException.class, () -> KafkaBridge.write(kafka, current));
                    names(variant.field(), assertThrows(WireEncodingException.class,
                            () -> SeedlogBridge.write(ours, current)));
                }
            }
        }
    }

    private static void names(FieldSchema field, WireEncodingException error) {
        assertTrue(error.getMessage().contains("." + field.name() + ": "), error.getMessage());
    }

    private static boolean canBeNull(FieldSchema field) {
        return field.array() || field.struct() != null || NULLABLE_TYPES.contains(field.type());
    }

    /** A value that is not the field's default. */
    private static Object unusual(FieldSchema field) {
        if (field.array() || field.struct() != null && Trees.defaultOf(field) == null) {
            Object element = Variants.smallestElement(field, Short.MAX_VALUE);
            return field.array() ? List.of(element) : element;
        }
        if (field.struct() != null) {
            FieldSchema first = field.struct().fields().get(0);
            return Map.of(first.name(), unusual(first));
        }
        return switch (field.type()) {
            case "bool" -> !(Boolean) Trees.defaultOf(field);
            case "int8" -> (byte) 77;
            case "int16" -> (short) 77;
            case "uint16", "int32" -> 77;
            case "uint32", "int64" -> 77L;
            case "float64" -> 77.5;
            case "string" -> "unusual";
            case "uuid" -> new Uuid(7, 7);
            default -> new Hex("77");
        };
    }
}
