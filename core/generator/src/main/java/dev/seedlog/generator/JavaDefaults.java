package dev.seedlog.generator;

/** The default of a field as Java text, and the test whether a value differs from it. */
final class JavaDefaults {

    private static final int HEX = 16;

    private final FieldDefinition field;
    private final FieldType type;

    JavaDefaults(FieldDefinition field) {
        this.field = field;
        this.type = field.type();
    }

    /**
     * An expression for the default.
     *
     * @throws IllegalArgumentException if the type cannot have that default
     */
    String literal() {
        String text = field.defaultText();
        if (field.defaultIsNull()) {
            return "null";
        }
        if (!type.array() && type.primitive() != null && (type.primitive().isNumber() || type.isJavaPrimitive())) {
            return numeric(text);
        }
        if (type.isSingle(Primitive.STRING)) {
            return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
        }
        if (!text.isEmpty()) {
            throw new IllegalArgumentException("only null or empty");
        }
        if (type.array()) {
            return type.isIntList() ? "IntList.empty()" : "FixedList.empty()";
        }
        if (type.isStruct()) {
            return type.struct() + ".DEFAULT";
        }
        return type.isSingle(Primitive.UUID) ? "Uuid.ZERO" : "BufferSlice.EMPTY";
    }

    private String numeric(String text) {
        return switch (type.primitive()) {
            case BOOL -> bool(text);
            case FLOAT64 -> text.isEmpty() ? "0.0" : String.valueOf(Double.parseDouble(text));
            case INT8 -> number(text, Byte.MIN_VALUE, Byte.MAX_VALUE);
            case INT16 -> number(text, Short.MIN_VALUE, Short.MAX_VALUE);
            case UINT16 -> number(text, 0, (1 << Short.SIZE) - 1);
            case INT32 -> number(text, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case UINT32 -> number(text, 0, (1L << Integer.SIZE) - 1) + "L";
            default -> number(text, Long.MIN_VALUE, Long.MAX_VALUE) + "L";
        };
    }

    private static String bool(String text) {
        if (!text.isEmpty() && !text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
            throw new IllegalArgumentException("neither true nor false");
        }
        return String.valueOf(Boolean.parseBoolean(text));
    }

    private static String number(String text, long lowest, long highest) {
        long value = 0;
        if (text.startsWith("0x")) {
            value = Long.parseLong(text.substring(2), HEX);
        } else if (!text.isEmpty()) {
            value = Long.parseLong(text);
        }
        if (value < lowest || value > highest) {
            throw new IllegalArgumentException(value + " is out of range");
        }
        return String.valueOf(value);
    }

    /** A condition that holds if {@code value} is not the default. */
    String differs(String value) {
        if (field.defaultIsNull()) {
            return value + " != null";
        }
        if (type.isSingle(Primitive.BOOL)) {
            return literal().equals("true") ? "!" + value : value;
        }
        if (type.isJavaPrimitive()) {
            return value + " != " + literal();
        }
        // A null that is not allowed counts as set, so that the writer gets to see and refuse it.
        String orNull = value + " == null || ";
        if (type.array()) {
            return orNull + "!" + value + ".isEmpty()";
        }
        if (type.isSingle(Primitive.BYTES)) {
            return orNull + value + ".lengthBytes() != 0";
        }
        if (type.isSingle(Primitive.STRING) && field.defaultText().isEmpty()) {
            return orNull + "!" + value + ".isEmpty()";
        }
        return orNull + "!" + value + ".equals(" + literal() + ")";
    }
}
