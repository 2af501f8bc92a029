package dev.seedlog.generator;

import java.util.List;

/**
 * A message with all its structures.
 *
 * @param kind what it is for
 * @param apiKey the API's or the record type's number, -1 if it has none
 * @param versions the stable ones
 * @param flexible the versions of the flexible format (KIP-482)
 * @param listeners which listeners serve it, for requests
 * @param root its own fields
 * @param structs the structures inside it
 */
record MessageDefinition(MessageKind kind, int apiKey, Versions versions, Versions flexible, List<String> listeners,
                         StructDefinition root, List<StructDefinition> structs) {

    String name() {
        return root.name();
    }

    StructDefinition struct(String name) {
        return structs.stream().filter(struct -> struct.name().equals(name)).findFirst().orElseThrow();
    }
}
