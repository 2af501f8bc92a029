package dev.seedlog.specs.wire;

import dev.seedlog.base.Uuid;
import dev.seedlog.specs.wire.Trees.Hex;
import dev.seedlog.specs.wire.Trees.Unknown;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Draws values of one message in one version. */
final class TreeArbitraries {

    private static final int FIRST_UNKNOWN_TAG = 100;
    private static final int DEEP = 2;

    private final int version;
    private final boolean flexible;

    private TreeArbitraries(int version, boolean flexible) {
        this.version = version;
        this.flexible = flexible;
    }

    /** Trees that can be written in this version; ignorable fields that it lacks are set now and then. */
    static Arbitrary<Map<String, Object>> of(MessageSchema message, int version) {
        return new TreeArbitraries(version, message.flexible().has(version)).struct(message.root(), 0);
    }

    private Arbitrary<Map<String, Object>> struct(StructSchema struct, int depth) {
        List<String> names = new ArrayList<>();
        List<Arbitrary<Object>> values = new ArrayList<>();
        for (FieldSchema field : struct.fields()) {
            boolean present = field.in(version);
            if (present || field.rules().ignorable()) {
                names.add(field.name());
                Arbitrary<Object> ordinary = value(field, depth);
                Arbitrary<Object> byDefault = Arbitraries.create(() -> Trees.defaultOf(field));
                // A default that is null in a version that needs a value cannot be written.
                boolean writable = !present || Trees.defaultOf(field) != null || field.nullableIn(version);
                values.add(!writable ? ordinary
                        : Arbitraries.frequencyOf(Tuple.of(3, ordinary), Tuple.of(present ? 1 : 3, byDefault)));
            }
        }
        if (flexible) {
            names.add(Trees.UNKNOWN);
            values.add(unknownTags().asGeneric());
        }
        return Combinators.combine(values).as(drawn -> {
            Map<String, Object> tree = new LinkedHashMap<>();
            for (int i = 0; i < names.size(); i++) {
                tree.put(names.get(i), drawn.get(i));
            }
            return tree;
        });
    }

    private Arbitrary<Object> value(FieldSchema field, int depth) {
        Arbitrary<Object> single = field.struct() != null ? struct(field.struct(), depth + 1).asGeneric()
                : leaf(field.type());
        Arbitrary<Object> value = single;
        if (field.array()) {
            Arbitrary<List<Object>> few = single.list().ofMaxSize(depth < DEEP ? 3 : 2);
            // More than 127 elements take a count of two bytes.
            value = field.struct() != null || depth > 1 ? few.asGeneric()
                    : Arbitraries.frequencyOf(Tuple.of(30, few), Tuple.of(1, single.list().ofSize(130))).asGeneric();
        }
        boolean canBeNull = field.in(version) && field.nullableIn(version);
        return canBeNull ? Arbitraries.frequencyOf(Tuple.of(5, value), Tuple.of(1, Arbitraries.create(() -> null)))
                : value;
    }

    private static Arbitrary<Object> leaf(String type) {
        return switch (type) {
            case "bool" -> Arbitraries.of(true, false).asGeneric();
            case "int8" -> mostly(Arbitraries.bytes(), Byte.MIN_VALUE, (byte) -1, (byte) 0, Byte.MAX_VALUE);
            case "int16" -> mostly(Arbitraries.shorts(), Short.MIN_VALUE, (short) -1, (short) 0, Short.MAX_VALUE);
            case "uint16" -> mostly(Arbitraries.integers().between(0, 0xFFFF), 0, 0x7FFF, 0x8000, 0xFFFF);
            case "int32" -> mostly(Arbitraries.integers(), Integer.MIN_VALUE, -1, 0, 1, Integer.MAX_VALUE);
            case "uint32" -> mostly(Arbitraries.longs().between(0, 0xFFFF_FFFFL), 0L, 0x8000_0000L, 0xFFFF_FFFFL);
            case "int64" -> mostly(Arbitraries.longs(), Long.MIN_VALUE, -1L, 0L, 1L, Long.MAX_VALUE);
            case "float64" -> mostly(Arbitraries.doubles(), 0.0, -0.0, Double.NaN, Double.NEGATIVE_INFINITY);
            case "uuid" -> mostly(Combinators.combine(Arbitraries.longs(), Arbitraries.longs()).as(Uuid::new),
                    Uuid.ZERO, new Uuid(0, 1), new Uuid(-1, -1));
            case "string" -> strings().asGeneric();
            case "bytes", "records" -> hex().asGeneric();
            default -> throw new AssertionError("no values of " + type);
        };
    }

    @SafeVarargs
    private static <T> Arbitrary<Object> mostly(Arbitrary<T> ordinary, T... special) {
        return Arbitraries.frequencyOf(Tuple.of(3, ordinary), Tuple.of(1, Arbitraries.of(special))).asGeneric();
    }

    private static Arbitrary<String> strings() {
        return Arbitraries.frequencyOf(
                Tuple.of(12, Arbitraries.strings().ascii().ofMaxLength(12)),
                // One to four bytes a character, and lone surrogates, which have no encoding of their own.
                Tuple.of(4, Arbitraries.of("", "a", "\u0000", "\u00e9", "\u20ac\u07ff\u0800", "\ud83d\ude00", "\ud83dx",
                        "x\ude00", "\ud83d", "topic.\u65e5\u672c")),
                Tuple.of(3, Arbitraries.strings().ofMaxLength(8)),
                Tuple.of(1, Arbitraries.of("l".repeat(126), "l".repeat(127), "\u00e9".repeat(100))));
    }

    private static Arbitrary<Hex> hex() {
        Arbitrary<Integer> lengths = Arbitraries.frequencyOf(Tuple.of(8, Arbitraries.integers().between(0, 20)),
                Tuple.of(1, Arbitraries.of(126, 127, 128, 300)));
        return lengths.flatMap(length -> Arbitraries.bytes().array(byte[].class).ofSize(length)).map(Hex::of);
    }

    private static Arbitrary<List<Unknown>> unknownTags() {
        Arbitrary<List<Unknown>> some = hex().list().ofMinSize(1).ofMaxSize(2).map(values -> {
            List<Unknown> unknown = new ArrayList<>();
            for (Hex value : values) {
                unknown.add(new Unknown(FIRST_UNKNOWN_TAG + 77 * unknown.size(), value));
            }
            return unknown;
        });
        return Arbitraries.frequencyOf(Tuple.of(5, Arbitraries.create(List::of)), Tuple.of(1, some));
    }
}
