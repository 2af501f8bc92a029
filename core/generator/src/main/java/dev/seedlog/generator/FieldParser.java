package dev.seedlog.generator;

import com.fasterxml.jackson.databind.JsonNode;

/** Reads and checks the definition of one field. */
final class FieldParser {

    private final String place;
    private final JsonNode node;
    private final Versions messageFlexible;

    FieldParser(String file, String owner, JsonNode node, Versions messageFlexible) {
        this.place = file + ": " + owner + "." + node.path("name").asText("?");
        this.node = node;
        this.messageFlexible = messageFlexible;
    }

    /**
     * The field.
     *
     * @throws DefinitionException naming it, if something about it is wrong
     */
    FieldDefinition parse() {
        String name = DefinitionParser.text(node, "name", place);
        if (!name.matches("[A-Za-z][A-Za-z0-9]*")) {
            throw new DefinitionException(place, "'" + name + "' cannot be the name of a field");
        }
        FieldType type = type();
        Versions tagged = DefinitionParser.versions(node, "taggedVersions", Versions.NONE, place);
        Versions versions = DefinitionParser.versions(node, "versions", tagged.isEmpty() ? null : tagged, place);
        Versions nullable = DefinitionParser.versions(node, "nullableVersions", Versions.NONE, place);
        if (!nullable.isEmpty() && !type.canBeNull()) {
            throw new DefinitionException(place, "a field of type " + node.get("type").asText() + " cannot be null");
        }
        Versions flexible = DefinitionParser.versions(node, "flexibleVersions", messageFlexible, place);
        // Kafka takes a JSON null for no default at all; only the text "null" means null.
        String defaultText = node.path("default").isNull() ? "" : node.path("default").asText("");
        FieldDefinition field = new FieldDefinition(capitalized(name), type, versions, nullable, tag(tagged, versions),
                flexible, node.path("ignorable").asBoolean(false),
                defaultText);
        checkDefault(field);
        return field;
    }

    private static String capitalized(String name) {
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    private FieldType type() {
        try {
            return FieldType.parse(DefinitionParser.text(node, "type", place));
        } catch (IllegalArgumentException e) {
            throw new DefinitionException(place, e.getMessage(), e);
        }
    }

    private Tag tag(Versions tagged, Versions versions) {
        if (!node.has("tag")) {
            if (!tagged.isEmpty()) {
                throw new DefinitionException(place, "has taggedVersions and no tag");
            }
            return Tag.NONE;
        }
        if (tagged.isEmpty() || tagged.highest() != Versions.OPEN || !versions.contains(tagged)) {
            throw new DefinitionException(place, "has a tag, so its taggedVersions (" + tagged
                    + ") must be an open range within its versions (" + versions + ")");
        }
        int number = node.get("tag").asInt(-1);
        if (number < 0) {
            throw new DefinitionException(place, "tag '" + node.get("tag").asText() + "' is not a number from 0");
        }
        return new Tag(number, tagged);
    }

    private void checkDefault(FieldDefinition field) {
        if (field.defaultText().equals("null") && !field.nullable().contains(field.versions())) {
            throw new DefinitionException(place, "is null by default, but not nullable in all its versions");
        }
        try {
            new JavaDefaults(field).literal();
        } catch (IllegalArgumentException e) {
            throw new DefinitionException(place, "'" + field.defaultText() + "' cannot be its default", e);
        }
    }
}
