package dev.seedlog.log;

import dev.seedlog.base.Uuid;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What {@code meta.properties} says: whose directory this is. Version 1 is written; version 0, where the node is called
 * {@code broker.id} and nothing is required, is read too.
 *
 * @param clusterId the cluster, or null in a file of version 0 that does not say
 * @param nodeId the node, or -1 in a file of version 0 that does not say
 * @param directoryId the directory's own id (KIP-858), or null if the file does not say
 */
public record MetaProperties(String clusterId, int nodeId, Uuid directoryId) {

    private static final String VERSION = "version";
    private static final String CLUSTER_ID = "cluster.id";
    private static final String NODE_ID = "node.id";
    private static final String BROKER_ID = "broker.id";
    private static final String DIRECTORY_ID = "directory.id";

    /** The file's bytes: version 1. */
    public byte[] encode() {
        StringBuilder text = new StringBuilder();
        text.append(CLUSTER_ID).append('=').append(clusterId).append('\n');
        if (directoryId != null) {
            text.append(DIRECTORY_ID).append('=').append(directoryId).append('\n');
        }
        text.append(NODE_ID).append('=').append(nodeId).append('\n').append(VERSION).append("=1\n");
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /**
     * What a file says.
     *
     * @throws CorruptFileException if a value is missing or cannot be read
     */
    public static MetaProperties decode(String path, byte[] bytes) {
        SortedMap<String, String> values = parse(new String(bytes, StandardCharsets.ISO_8859_1));
        long version = CheckpointText.number(path, values.getOrDefault(VERSION, "0"));
        if (version != 0 && version != 1) {
            throw new CorruptFileException(path, "version " + version + " is not known");
        }
        String clusterId = values.get(CLUSTER_ID);
        String node = values.get(version == 0 ? BROKER_ID : NODE_ID);
        if (version == 1 && (clusterId == null || node == null)) {
            throw new CorruptFileException(path, (clusterId == null ? CLUSTER_ID : NODE_ID) + " is missing");
        }
        boolean saysWhose = clusterId != null || node != null;
        boolean isNewer = values.containsKey(NODE_ID) || values.containsKey(DIRECTORY_ID);
        if (!values.containsKey(VERSION) && (isNewer || !saysWhose)) {
            // Without this, what is left of a damaged file would pass for one of nobody's, and get a new identity.
            throw new CorruptFileException(path, VERSION + " is missing");
        }
        Uuid directoryId = null;
        if (values.containsKey(DIRECTORY_ID)) {
            try {
                directoryId = Uuid.parse(values.get(DIRECTORY_ID));
            } catch (IllegalArgumentException e) {
                throw new CorruptFileException(path, DIRECTORY_ID + ": " + e.getMessage());
            }
        }
        return new MetaProperties(clusterId, node == null ? -1 : CheckpointText.smallNumber(path, node), directoryId);
    }

    /** Java's properties, as far as this file uses them: no key or value of it has a blank or a line break. */
    /** The keys and values of a text of the kind that Java calls properties. */
    static SortedMap<String, String> parse(String text) {
        SortedMap<String, String> values = new TreeMap<>();
        for (String line : text.split("[\r\n]+")) {
            String content = line.strip();
            if (content.isEmpty() || content.charAt(0) == '#' || content.charAt(0) == '!') {
                continue;
            }
            int separator = 0;
            while (separator < content.length() && "=: \t".indexOf(content.charAt(separator)) < 0) {
                separator++;
            }
            int value = separator;
            while (value < content.length() && "=: \t".indexOf(content.charAt(value)) >= 0) {
                value++;
            }
            values.put(content.substring(0, separator), unescaped(content.substring(value)));
        }
        return values;
    }

    private static String unescaped(String value) {
        return value.replace("\\", "");
    }
}
