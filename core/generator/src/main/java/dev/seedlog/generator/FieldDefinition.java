package dev.seedlog.generator;

/**
 * A field of a structure.
 *
 * @param name as in the definition, beginning with a capital
 * @param type its type
 * @param versions those that have it
 * @param nullable those in which it can be null
 * @param tag how it is tagged
 * @param flexible the versions in which its length has the flexible format
 * @param ignorable whether it may be left out of a version that does not have it
 * @param defaultText its default as in the definition, "" if there is none
 */
record FieldDefinition(String name, FieldType type, Versions versions, Versions nullable, Tag tag, Versions flexible,
                       boolean ignorable, String defaultText) {

    /** The name of the accessor, the builder's method and the Java field. */
    String javaName() {
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    boolean isTagged() {
        return tag.number() >= 0;
    }

    boolean defaultIsNull() {
        return type.canBeNull() && (defaultText.equals("null") || type.isSingle(Primitive.RECORDS));
    }

    /** The versions in which it stands in its place. */
    Versions untagged() {
        if (!isTagged()) {
            return versions;
        }
        // Tagged versions have no end, so what is left is what comes before them.
        Versions before = new Versions(versions.lowest(), tag.versions().lowest() - 1);
        return before.isEmpty() ? Versions.NONE : before;
    }
}
