package dev.seedlog.generator;

import java.util.List;

/**
 * A structure: the message itself or one inside it.
 *
 * @param name its name
 * @param path where it is first used, for instance {@code ProduceRequest.topicData[]}; it begins the names of fields
 * @param possible the versions of the message in which it can occur
 * @param fields its fields in order
 */
record StructDefinition(String name, String path, Versions possible, List<FieldDefinition> fields) {

    String pathOf(FieldDefinition field) {
        return path + "." + field.javaName();
    }
}
