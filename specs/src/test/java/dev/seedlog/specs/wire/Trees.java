package dev.seedlog.specs.wire;

import dev.seedlog.base.Uuid;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Values as trees: a structure is a map by field name, an array a list, bytes are {@link Hex}. */
final class Trees {

    /** The key of a structure's unknown tagged fields, a list of {@link Unknown}. */
    static final String UNKNOWN = "unknownTaggedFields";

    /** Bytes, readable in a failure. */
    record Hex(String digits) {
        static Hex of(byte[] bytes) {
            return new Hex(HexFormat.of().formatHex(bytes));
        }

        byte[] bytes() {
            return HexFormat.of().parseHex(digits);
        }
    }

    /** A tagged field that the definitions do not know. */
    record Unknown(int tag, Hex data) {
    }

    private Trees() {
    }

    /** The default of a field. */
    static Object defaultOf(FieldSchema field) {
        String text = field.rules().defaultText();
        if (text.equals("null") || field.type().equals("records")) {
            return null;
        }
        if (field.array()) {
            return List.of();
        }
        if (field.struct() != null) {
            return defaults(field.struct());
        }
        return switch (field.type()) {
            case "bool" -> Boolean.parseBoolean(text);
            case "int8" -> (byte) number(text);
            case "int16" -> (short) number(text);
            case "uint16", "int32" -> (int) number(text);
            case "uint32", "int64" -> number(text);
            case "float64" -> 0.0;
            case "string" -> text;
            case "uuid" -> Uuid.ZERO;
            case "bytes" -> new Hex("");
            default -> throw new AssertionError("no default for " + field.type());
        };
    }

    private static long number(String text) {
        return text.isEmpty() ? 0 : Long.decode(text);
    }

    private static Map<String, Object> defaults(StructSchema struct) {
        Map<String, Object> tree = new LinkedHashMap<>();
        struct.fields().forEach(field -> tree.put(field.name(), defaultOf(field)));
        tree.put(UNKNOWN, List.of());
        return tree;
    }

    /** What is left of a value that was written in one version: fields that it lacks have their defaults. */
    static Map<String, Object> inVersion(StructSchema struct, Map<?, ?> tree, int version) {
        Map<String, Object> result = new LinkedHashMap<>();
        for (FieldSchema field : struct.fields()) {
            boolean kept = field.in(version) && tree.containsKey(field.name());
            result.put(field.name(), kept ? kept(field, tree.get(field.name()), version) : defaultOf(field));
        }
        Object unknown = tree.get(UNKNOWN);
        result.put(UNKNOWN, unknown == null ? List.of() : unknown);
        return result;
    }

    private static Object kept(FieldSchema field, Object value, int version) {
        if (field.struct() == null || value == null) {
            return value;
        }
        if (value instanceof List<?> list) {
            return list.stream().map(element -> inVersion(field.struct(), (Map<?, ?>) element, version)).toList();
        }
        return inVersion(field.struct(), (Map<?, ?>) value, version);
    }
}
