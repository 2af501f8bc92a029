package dev.seedlog.specs.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** Finds the definitions in Kafka's jars on the class path. */
final class Schemas {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .configure(JsonParser.Feature.ALLOW_COMMENTS, true).build();

    /** A class of each jar that has definitions, the package of Kafka's codecs there, and ours. */
    private static final List<String[]> JARS = List.of(
            new String[] {"org.apache.kafka.common.message.FetchRequestData", "message"},
            new String[] {"org.apache.kafka.common.metadata.TopicRecord", "metadata"},
            new String[] {"org.apache.kafka.coordinator.group.generated.GroupMetadataKey", "coordinator"},
            new String[] {"org.apache.kafka.coordinator.share.generated.ShareUpdateKey", "coordinator"},
            new String[] {"org.apache.kafka.coordinator.transaction.generated.TransactionLogKey", "coordinator"},
            new String[] {"org.apache.kafka.raft.generated.QuorumStateData", "storage"},
            new String[] {"org.apache.kafka.server.log.remote.metadata.storage.generated.ProducerSnapshot", "storage"});

    private Schemas() {
    }

    /** All messages that have a stable version. */
    static List<MessageSchema> all() {
        List<MessageSchema> all = new ArrayList<>();
        for (String[] jar : JARS) {
            addJar(jar[0], jar[1], all);
        }
        return all;
    }

    private static void addJar(String className, String ourPackage, List<MessageSchema> all) {
        try {
            URL location = Class.forName(className).getProtectionDomain().getCodeSource().getLocation();
            String kafkaPackage = className.substring(0, className.lastIndexOf('.') + 1);
            try (JarFile jar = new JarFile(location.getPath())) {
                for (JarEntry entry : jar.stream().filter(Schemas::isDefinition).toList()) {
                    try (InputStream in = jar.getInputStream(entry)) {
                        addMessage(MAPPER.readTree(in), kafkaPackage, "dev.seedlog.wire." + ourPackage + ".", all);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ClassNotFoundException e) {
            throw new AssertionError("no class " + e.getMessage(), e);
        }
    }

    private static boolean isDefinition(JarEntry entry) {
        return entry.getName().matches("(common/message|common/metadata|message)/\\w+\\.json");
    }

    private static void addMessage(JsonNode json, String kafkaPackage, String ourPackage, List<MessageSchema> all)
            throws ClassNotFoundException {
        Range valid = Range.parse(json.get("validVersions").asText());
        Range stable = json.path("latestVersionUnstable").asBoolean() ? new Range(valid.from(), valid.to() - 1) : valid;
        if (stable.to() < stable.from()) {
            return;
        }
        Map<String, JsonNode> common = new HashMap<>();
        json.path("commonStructs").forEach(struct -> common.put(struct.get("name").asText(), struct));
        String name = json.get("name").asText();
        boolean data = List.of("request", "response", "header").contains(json.get("type").asText());
        all.add(new MessageSchema(struct(name, json, common), stable,
                Range.parse(json.get("flexibleVersions").asText()),
                Class.forName(kafkaPackage + name + (data ? "Data" : "")), Class.forName(ourPackage + name)));
    }

    private static StructSchema struct(String name, JsonNode node, Map<String, JsonNode> common) {
        List<FieldSchema> fields = new ArrayList<>();
        for (JsonNode field : node.get("fields")) {
            fields.add(field(field, common));
        }
        return new StructSchema(name, fields);
    }

    private static FieldSchema field(JsonNode node, Map<String, JsonNode> common) {
        String type = node.get("type").asText();
        boolean array = type.startsWith("[]");
        String element = array ? type.substring(2) : type;
        StructSchema struct = Character.isUpperCase(element.charAt(0))
                ? struct(element, node.has("fields") ? node : common.get(element), common) : null;
        String name = node.get("name").asText();
        Range tagged = Range.parse(node.path("taggedVersions").asText());
        Range versions = node.has("versions") ? Range.parse(node.get("versions").asText()) : tagged;
        String defaultText = node.path("default").isNull() ? "" : node.path("default").asText();
        return new FieldSchema(name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1), element, array,
                struct, new FieldSchema.Rules(versions, Range.parse(node.path("nullableVersions").asText()), tagged,
                node.path("ignorable").asBoolean(), defaultText));
    }
}
