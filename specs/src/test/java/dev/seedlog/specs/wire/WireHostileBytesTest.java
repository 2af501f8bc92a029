package dev.seedlog.specs.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.wire.WireFormatException;
import dev.seedlog.wire.WireMessage;
import dev.seedlog.wire.WireReader;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.sessions.JqwikSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes that are cut off or damaged: a clear error or a value, and never more memory than the frame justifies. */
class WireHostileBytesTest {

    /** The worst measured is 26, an object for each tagged field of two bytes. */
    private static final int BYTES_PER_FRAME_BYTE = 28;
    /** An exception with its stack trace. */
    private static final int CONSTANT_BYTES = 6 * 1024;
    private static final int VALUES_PER_VERSION = 3;
    private static final int MANY = 2_000;
    private static final long SEED = Long.getLong("seedlog.wire.seed", 20260102L);

    @BeforeAll
    static void openSession() {
        JqwikSession.start();
    }

    @AfterAll
    static void closeSession() {
        JqwikSession.finish();
    }

    static Stream<MessageSchema> messages() {
        return Schemas.all().stream();
    }

    @ParameterizedTest
    @MethodSource("messages")
    void everyTruncationIsAnErrorThatNamesTheMessage(MessageSchema message) {
        forSomeValues(message, (bytes, version, random) -> {
            int step = Math.max(1, bytes.length / 40);
            for (int length = 0; length < bytes.length; length += step) {
                byte[] cut = Arrays.copyOf(bytes, length);
                WireFormatException error = assertThrows(WireFormatException.class,
                        () -> SeedlogBridge.read(message, SeedlogBridge.reader(cut), version));
                assertTrue(error.getMessage().startsWith(message.name() + "."), error.getMessage());
            }
        });
    }

    @ParameterizedTest
    @MethodSource("messages")
    void damagedBytesAreReadOrRefusedWithinBoundedMemory(MessageSchema message) {
        forSomeValues(message, (bytes, version, random) -> {
            for (int i = 0; i < 40; i++) {
                readWithinBounds(message, damaged(bytes, random), version);
            }
            byte[] noise = new byte[random.nextInt(400)];
            random.nextBytes(noise);
            readWithinBounds(message, noise, version);
        });
    }

    @ParameterizedTest
    @MethodSource("messages")
    void theSmallestElementsCostNoMoreThanASmallMultipleOfTheirBytes(MessageSchema message) {
        for (int version = message.versions().from(); version <= message.versions().to(); version++) {
            int current = version;
            for (Variants.Variant crowd : Variants.of(message, version, field -> crowd(field, current))) {
                byte[] bytes = SeedlogBridge.write(SeedlogBridge.build(message, crowd.tree()), version);
                readWithinBounds(message, bytes, version);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void manyUnknownTaggedFieldsCostNoMoreThanASmallMultipleOfTheirBytes(MessageSchema message) {
        Map<String, Object> tree = new LinkedHashMap<>(Variants.smallest(message.root(), message.versions().to()));
        for (int size = 0; message.flexible().has(message.versions().to()) && size <= 2; size++) {
            Trees.Hex data = Trees.Hex.of(new byte[size]);
            tree.put(Trees.UNKNOWN, IntStream.range(0, MANY).mapToObj(i -> new Trees.Unknown(100, data)).toList());
            byte[] bytes = SeedlogBridge.write(SeedlogBridge.build(message, tree), message.versions().to());
            readWithinBounds(message, bytes, message.versions().to());
        }
    }

    /** Very many of the smallest elements. */
    private static Object crowd(FieldSchema field, int version) {
        return field.array() && field.in(version)
                ? Collections.nCopies(MANY, Variants.smallestElement(field, version)) : Variants.SKIP;
    }

    @ParameterizedTest
    @MethodSource("messages")
    void bytesAfterTheEndAreNoticed(MessageSchema message) {
        forSomeValues(message, (bytes, version, random) -> {
            var in = SeedlogBridge.reader(Arrays.copyOf(bytes, bytes.length + 1));
            SeedlogBridge.read(message, in, version);
            assertEquals(1, in.remaining());
            assertThrows(WireFormatException.class, () -> in.requireEnd(message.name()));
        });
    }

    private interface Attack {
        void on(byte[] bytes, int version, Random random);
    }

    private static void forSomeValues(MessageSchema message, Attack attack) {
        for (int version = message.versions().from(); version <= message.versions().to(); version++) {
            RandomGenerator<Map<String, Object>> values = TreeArbitraries.of(message, version).generator(1000);
            for (int i = 0; i < VALUES_PER_VERSION; i++) {
                Random random = new Random(SEED + 1_000L * version + i);
                WireMessage value = SeedlogBridge.build(message, values.next(random).value());
                attack.on(SeedlogBridge.write(value, version), version, random);
            }
        }
    }

    /** Flips bits, or puts a length or count that is absurd, at one to three places. */
    private static byte[] damaged(byte[] bytes, Random random) {
        byte[] damaged = bytes.clone();
        for (int i = random.nextInt(3); i >= 0 && damaged.length > 0; i--) {
            int at = random.nextInt(damaged.length);
            switch (random.nextInt(4)) {
                case 0 -> damaged[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
                case 1 -> damaged[at] = (byte) random.nextInt();
                case 2 -> Arrays.fill(damaged, at, Math.min(damaged.length, at + 4), (byte) 0xFF);
                default -> {
                    // A large positive int32, or a large varint.
                    damaged[at] = (byte) (random.nextBoolean() ? 0x7F : 0x87);
                    Arrays.fill(damaged, at + 1, Math.min(damaged.length, at + 4), (byte) 0xFF);
                    if (at + 4 < damaged.length) {
                        damaged[at + 4] = (byte) random.nextInt(8);
                    }
                }
            }
        }
        return damaged;
    }

    private static void readWithinBounds(MessageSchema message, byte[] bytes, int version) {
        MethodHandle read = Reflection.handle(message.seedlogClass(), "read",
                MethodType.methodType(WireMessage.class, WireReader.class, short.class));
        long allocated = AllocationMeter.allocatedBy(() -> {
            try {
                WireMessage value = (WireMessage) read.invokeExact(SeedlogBridge.reader(bytes), (short) version);
                assertNotNull(value);
            } catch (WireFormatException expected) {
                assertTrue(expected.getMessage().startsWith(message.name() + "."), expected.getMessage());
            } catch (Throwable other) {
                throw new AssertionError(message + " version " + version + ": " + Trees.Hex.of(bytes), other);
            }
        });
        long limit = CONSTANT_BYTES + (long) BYTES_PER_FRAME_BYTE * bytes.length;
        assertTrue(allocated <= limit, () -> message + " version " + version + " took " + allocated
                + " bytes of memory for " + bytes.length + ": " + Trees.Hex.of(bytes));
    }
}
