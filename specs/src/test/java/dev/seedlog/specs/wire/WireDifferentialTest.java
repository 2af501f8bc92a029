package dev.seedlog.specs.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.seedlog.wire.UnsupportedVersionException;
import dev.seedlog.wire.WireMessage;
import dev.seedlog.wire.WireReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.sessions.JqwikSession;
import org.apache.kafka.common.protocol.Message;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every type in every stable version, against Kafka's codecs. */
class WireDifferentialTest {

    private static final int VALUES_PER_VERSION = 25;
    private static final long SEED = Long.getLong("seedlog.wire.seed", 20260101L);

    private static final List<MessageSchema> ALL = Schemas.all();

    @BeforeAll
    static void openSession() {
        JqwikSession.start();
    }

    @AfterAll
    static void closeSession() {
        JqwikSession.finish();
    }

    static Stream<MessageSchema> messages() {
        return ALL.stream();
    }

    @Test
    void noTypeAndNoVersionIsLeftOut() {
        assertEquals(272, ALL.size());
        // All valid ones are 728; version 6 of InitProducerIdRequest is not stable.
        assertEquals(727, ALL.stream().mapToInt(each -> each.versions().to() - each.versions().from() + 1).sum());
    }

    @ParameterizedTest
    @MethodSource("messages")
    void encodesToTheSameBytesAndDecodesToEqualValues(MessageSchema message) {
        for (int version = message.versions().from(); version <= message.versions().to(); version++) {
            RandomGenerator<Map<String, Object>> values = TreeArbitraries.of(message, version).generator(1000);
            for (int i = 0; i < VALUES_PER_VERSION; i++) {
                Random random = new Random(SEED + 1_000L * version + i);
                compare(message, values.next(random).value(), version);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void versionsOutsideOfTheStableOnesAreRefused(MessageSchema message) {
        WireMessage empty = SeedlogBridge.build(message, Map.of());
        for (int version : new int[] {message.versions().from() - 1, message.versions().to() + 1}) {
            assertThrows(UnsupportedVersionException.class, () -> SeedlogBridge.write(empty, version));
            assertThrows(UnsupportedVersionException.class,
                    () -> SeedlogBridge.read(message, SeedlogBridge.reader(new byte[100]), version));
        }
    }

    private static void compare(MessageSchema message, Map<String, Object> tree, int version) {
        String about = message + " version " + version + " of " + tree;
        Message kafka = KafkaBridge.build(message, tree);
        WireMessage ours = SeedlogBridge.build(message, tree);
        byte[] expected = KafkaBridge.write(kafka, version);
        assertArrayEquals(expected, SeedlogBridge.write(ours, version), about);
        assertEquals(expected.length, ours.sizeBytes((short) version), about);

        Map<String, Object> left = Trees.inVersion(message.root(), tree, version);
        Message kafkaRead = KafkaBridge.read(message, expected, version);
        assertEquals(KafkaBridge.tree(message.root(), kafkaRead), mangled(left), about);
        WireReader in = SeedlogBridge.reader(expected);
        WireMessage oursRead = SeedlogBridge.read(message, in, version);
        in.requireEnd(message.name());
        assertEquals(KafkaBridge.tree(message.root(), kafkaRead), SeedlogBridge.tree(message.root(), oursRead), about);
        WireMessage again = SeedlogBridge.build(message, SeedlogBridge.tree(message.root(), oursRead));
        assertEquals(oursRead, again, about);
        assertEquals(oursRead.hashCode(), again.hashCode(), about);
    }

    /** Lone surrogates are the one thing that does not survive: they become question marks. */
    private static Object mangled(Object tree) {
        if (tree instanceof Map<?, ?> map) {
            Map<Object, Object> copy = new LinkedHashMap<>();
            map.forEach((key, value) -> copy.put(key, mangled(value)));
            return copy;
        }
        if (tree instanceof List<?> list) {
            return list.stream().map(WireDifferentialTest::mangled).toList();
        }
        return tree instanceof String text
                ? new String(text.getBytes(UTF_8), UTF_8)
                : tree;
    }
}
