package dev.seedlog.specs.wire;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Small values in which one field, at any depth, is special and the others are as small as the version allows. */
final class Variants {

    /** What a {@code special} function answers to leave a field out. */
    static final Object SKIP = new Object();

    /** A value and the field that is special in it. */
    record Variant(FieldSchema field, Map<String, Object> tree) {
    }

    private final int version;
    private final Function<FieldSchema, Object> special;

    private Variants(int version, Function<FieldSchema, Object> special) {
        this.version = version;
        this.special = special;
    }

    /** A variant for each field that {@code special} does not skip. */
    static List<Variant> of(MessageSchema message, int version, Function<FieldSchema, Object> special) {
        return new Variants(version, special).of(message.root());
    }

    private List<Variant> of(StructSchema struct) {
        List<Variant> variants = new ArrayList<>();
        for (FieldSchema field : struct.fields()) {
            Object value = special.apply(field);
            if (value != SKIP) {
                variants.add(new Variant(field, with(struct, field, value)));
            }
            if (field.struct() != null && field.in(version)) {
                for (Variant inner : of(field.struct())) {
                    Object around = field.array() ? List.of(inner.tree()) : inner.tree();
                    variants.add(new Variant(inner.field(), with(struct, field, around)));
                }
            }
        }
        return variants;
    }

    private Map<String, Object> with(StructSchema struct, FieldSchema field, Object value) {
        Map<String, Object> tree = smallest(struct, version);
        tree.put(field.name(), value);
        return tree;
    }

    /** Defaults, except where a default of null cannot be written. */
    static Map<String, Object> smallest(StructSchema struct, int version) {
        Map<String, Object> tree = new LinkedHashMap<>();
        for (FieldSchema field : struct.fields()) {
            boolean needsValue = Trees.defaultOf(field) == null && !field.nullableIn(version);
            if (field.in(version) && needsValue) {
                tree.put(field.name(), field.array() ? List.of() : smallestElement(field, version));
            }
        }
        return tree;
    }

    /** An element of an array of that type, or the value itself if it is none. */
    static Object smallestElement(FieldSchema field, int version) {
        if (field.struct() != null) {
            return smallest(field.struct(), version);
        }
        String type = field.type().equals("records") ? "bytes" : field.type();
        return Trees.defaultOf(new FieldSchema("none", type, false, null,
                new FieldSchema.Rules(Range.NONE, Range.NONE, Range.NONE, false, "")));
    }
}
