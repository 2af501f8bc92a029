package dev.seedlog.specs.wire;

/**
 * A field as its definition says.
 *
 * @param name beginning with a small letter
 * @param type without the brackets of an array
 * @param array whether it is an array
 * @param struct the structure that {@code type} names, or null
 * @param rules versions and default
 */
record FieldSchema(String name, String type, boolean array, StructSchema struct, Rules rules) {

    /**
     * What depends on the version, and the default.
     *
     * @param versions those that have the field
     * @param nullable those in which it can be null
     * @param tagged those in which it is tagged
     * @param ignorable whether it is silently left out where a version lacks it
     * @param defaultText as in the definition, "" for none
     */
    record Rules(Range versions, Range nullable, Range tagged, boolean ignorable, String defaultText) {
    }

    boolean in(int version) {
        return rules.versions().has(version);
    }

    boolean nullableIn(int version) {
        return rules.nullable().has(version);
    }
}
