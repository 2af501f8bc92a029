package dev.seedlog.generator;

import java.util.Locale;

/** The types of the protocol that are not structures, and what they are in Java. */
enum Primitive {
    BOOL("Bool", "boolean", "Boolean", 1),
    INT8("Int8", "byte", "Byte", 1),
    INT16("Int16", "short", "Short", 2),
    UINT16("Uint16", "int", "Integer", 2),
    INT32("Int32", "int", "Integer", 4),
    UINT32("Uint32", "long", "Long", 4),
    INT64("Int64", "long", "Long", 8),
    FLOAT64("Float64", "double", "Double", 8),
    UUID("Uuid", "Uuid", "Uuid", 16),
    STRING("String", "String", "String", 1),
    BYTES("Bytes", "BufferSlice", "BufferSlice", 1),
    RECORDS("Records", "Payload", "Payload", 1);

    /** The middle of the names of the methods that read and write it. */
    final String method;
    final String javaType;
    final String boxedType;
    /** The least that a value takes in any format. */
    final int minBytes;

    Primitive(String method, String javaType, String boxedType, int minBytes) {
        this.method = method;
        this.javaType = javaType;
        this.boxedType = boxedType;
        this.minBytes = minBytes;
    }

    /** The type of this name in the definitions, or null. */
    static Primitive named(String name) {
        for (Primitive candidate : values()) {
            if (candidate.wireName().equals(name)) {
                return candidate;
            }
        }
        return null;
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether its length comes first, in a way that depends on whether the format is flexible. */
    boolean hasLength() {
        return this == STRING || this == BYTES || this == RECORDS;
    }

    boolean isNumber() {
        return ordinal() >= INT8.ordinal() && ordinal() <= INT64.ordinal();
    }

    /** Whether Java holds it as a primitive. */
    boolean isJavaPrimitive() {
        return ordinal() <= FLOAT64.ordinal();
    }

    /** Whether writing can fail for some values, so that the field's name is passed along. */
    boolean checkedWhenWritten() {
        return this == UINT16 || this == UINT32 || !isJavaPrimitive();
    }

    /** Whether there are arrays of it. */
    boolean hasArrays() {
        return switch (this) {
            case INT8, INT16, INT32, INT64, UUID, STRING -> true;
            default -> false;
        };
    }
}
