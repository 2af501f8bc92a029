package dev.seedlog.generator;

/**
 * The type of a field.
 *
 * @param array whether it is an array of what follows
 * @param primitive null if the type is a structure
 * @param struct the structure's name, null if the type is a primitive
 */
record FieldType(boolean array, Primitive primitive, String struct) {

    /**
     * Reads "int32", "[]int32", "Topic" or "[]Topic".
     *
     * @throws IllegalArgumentException if there is no such type
     */
    static FieldType parse(String text) {
        boolean array = text.startsWith("[]");
        String element = array ? text.substring(2) : text;
        if (element.matches("[A-Z][A-Za-z0-9]*")) {
            return new FieldType(array, null, element);
        }
        Primitive primitive = Primitive.named(element);
        if (primitive == null) {
            throw new IllegalArgumentException("unknown type '" + text + "'");
        }
        if (array && !primitive.hasArrays()) {
            throw new IllegalArgumentException("arrays of " + element + " are not supported");
        }
        return new FieldType(array, primitive, null);
    }

    boolean isStruct() {
        return !array && struct != null;
    }

    boolean isStructArray() {
        return array && struct != null;
    }

    boolean isSingle(Primitive which) {
        return !array && primitive == which;
    }

    boolean isJavaPrimitive() {
        return !array && primitive != null && primitive.isJavaPrimitive();
    }

    boolean isIntList() {
        return array && primitive == Primitive.INT32;
    }

    boolean canBeNull() {
        return array || struct != null || primitive.hasLength();
    }

    /** The type of the field and of its accessor. */
    String javaType() {
        if (!array) {
            return struct != null ? struct : primitive.javaType;
        }
        return isIntList() ? "IntList" : listType();
    }

    /** The type that the builder accepts. */
    String builderType() {
        return array ? listType() : javaType();
    }

    private String listType() {
        return "List<" + (struct != null ? struct : primitive.boxedType) + ">";
    }
}
