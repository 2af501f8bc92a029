package dev.seedlog.specs.wire;

/**
 * A message, with the two classes that stand for it.
 *
 * @param versions the stable ones
 * @param flexible the versions with tagged fields
 */
record MessageSchema(StructSchema root, Range versions, Range flexible, Class<?> kafkaClass, Class<?> seedlogClass) {

    String name() {
        return root.name();
    }

    @Override
    public String toString() {
        return root.name();
    }
}
