package dev.seedlog.generator;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads one definition: JSON with {@code //} comments. */
final class DefinitionParser {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .configure(JsonParser.Feature.ALLOW_COMMENTS, true)
            .build();

    private final String file;
    private final JsonNode json;
    private Versions flexible;
    private final Map<String, JsonNode> common = new LinkedHashMap<>();
    private final Map<String, JsonNode> sources = new LinkedHashMap<>();
    private final Map<String, StructDefinition> structs = new LinkedHashMap<>();

    private DefinitionParser(String file, JsonNode json) {
        this.file = file;
        this.json = json;
    }

    /**
     * Reads a definition.
     *
     * @return null if the message has no stable version, which is how retired APIs are kept
     * @throws DefinitionException if the definition is not what it should be
     */
    static MessageDefinition parse(String file, String text) {
        try {
            return new DefinitionParser(file, MAPPER.readTree(text)).message();
        } catch (JsonProcessingException e) {
            throw new DefinitionException(file, "is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private MessageDefinition message() {
        String name = text(json, "name", file);
        MessageKind kind = MessageKind.named(text(json, "type", file));
        if (kind == null) {
            throw new DefinitionException(file, "unknown type '" + json.get("type").asText() + "'");
        }
        Versions valid = versions(json, "validVersions", null, file);
        if (json.path("latestVersionUnstable").asBoolean(false)) {
            valid = new Versions(valid.lowest(), valid.highest() - 1);
        }
        if (valid.isEmpty()) {
            return null;
        }
        if (valid.highest() == Versions.OPEN) {
            throw new DefinitionException(file, "validVersions " + valid + " have no end");
        }
        flexible = versions(json, "flexibleVersions", null, file);
        for (JsonNode struct : json.path("commonStructs")) {
            common.put(text(struct, "name", file), struct);
        }
        StructDefinition root = new StructDefinition(name, name, valid, fields(json, name, valid));
        List<String> listeners = new ArrayList<>();
        json.path("listeners").forEach(listener -> listeners.add(listener.asText()));
        return new MessageDefinition(kind, json.path("apiKey").asInt(-1), valid, flexible.intersect(valid),
                List.copyOf(listeners), root, List.copyOf(structs.values()));
    }

    private List<FieldDefinition> fields(JsonNode owner, String path, Versions possible) {
        JsonNode list = owner.get("fields");
        if (list == null || !list.isArray()) {
            throw new DefinitionException(file, path + " has no fields");
        }
        List<FieldDefinition> fields = new ArrayList<>();
        for (JsonNode node : list) {
            FieldDefinition field = new FieldParser(file, path, node, flexible).parse();
            if (fields.stream().anyMatch(other -> other.javaName().equals(field.javaName()))) {
                throw new DefinitionException(file, path + "." + field.javaName() + " is there twice");
            }
            if (field.type().struct() != null) {
                struct(node, field, path, possible.intersect(field.versions()));
            }
            fields.add(field);
        }
        checkTags(path, fields);
        return List.copyOf(fields);
    }

    /** Adds the structure that a field refers to, or widens it if another field did so before. */
    private void struct(JsonNode node, FieldDefinition field, String owner, Versions possible) {
        String name = field.type().struct();
        String path = owner + "." + field.javaName() + (field.type().array() ? "[]" : "");
        JsonNode source = node.has("fields") ? node : common.get(name);
        if (source == null) {
            throw new DefinitionException(file, path + ": there is no structure " + name);
        }
        StructDefinition before = structs.get(name);
        JsonNode other = sources.putIfAbsent(name, source);
        if (other != null && other != source) {
            throw new DefinitionException(file, path + ": structure " + name + " is there twice");
        }
        if (before != null && before.fields() == null) {
            throw new DefinitionException(file, path + ": structure " + name + " contains itself");
        }
        Versions all = before == null ? possible : before.possible().span(possible);
        if (before == null || !before.possible().contains(all)) {
            String first = before == null ? path : before.path();
            structs.put(name, new StructDefinition(name, first, all, null));
            structs.put(name, new StructDefinition(name, first, all, fields(source, first, all)));
        }
    }

    private void checkTags(String path, List<FieldDefinition> fields) {
        List<Integer> tags = fields.stream().filter(FieldDefinition::isTagged).map(field -> field.tag().number())
                .sorted().toList();
        for (int i = 0; i < tags.size(); i++) {
            if (tags.get(i) != i) {
                throw new DefinitionException(file, path + ": tags must be 0, 1, 2 and so on, but are " + tags);
            }
        }
    }

    static String text(JsonNode node, String key, String place) {
        JsonNode value = node.get(key);
        if (value == null || value.asText().isBlank()) {
            throw new DefinitionException(place, "has no " + key);
        }
        return value.asText();
    }

    /** The range under a key, or {@code otherwise}; if that is null the key must be there. */
    static Versions versions(JsonNode node, String key, Versions otherwise, String place) {
        if (otherwise != null && !node.has(key)) {
            return otherwise;
        }
        try {
            return Versions.parse(text(node, key, place));
        } catch (IllegalArgumentException e) {
            throw new DefinitionException(place, key + ": " + e.getMessage(), e);
        }
    }
}
