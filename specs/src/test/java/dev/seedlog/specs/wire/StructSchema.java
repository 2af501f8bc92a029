package dev.seedlog.specs.wire;

import java.util.List;

/** A structure and its fields, in order. */
record StructSchema(String name, List<FieldSchema> fields) {
}
