package dev.seedlog.log;

import dev.seedlog.base.Uuid;
import dev.seedlog.env.Disk;
import dev.seedlog.env.DiskFile;
import dev.seedlog.env.OpenMode;
import java.nio.charset.StandardCharsets;

/**
 * The format of {@code partition.metadata}: which topic's id the partition's records belong to (KIP-516).
 */
public final class PartitionMetadata {

    private static final String VERSION_LABEL = "version:";
    private static final String TOPIC_ID_LABEL = "topic_id:";

    private PartitionMetadata() {
    }

    /** The file's bytes. */
    public static byte[] encode(Uuid topicId) {
        return ("version: 0\ntopic_id: " + topicId).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The topic's id.
     *
     * @throws CorruptFileException if the bytes do not have the format, or the id is zero
     */
    public static Uuid decode(String path, byte[] bytes) {
        String[] lines = new String(bytes, StandardCharsets.UTF_8).split("\n", -1);
        if (lines.length < 2 || !lines[0].startsWith(VERSION_LABEL) || !lines[1].startsWith(TOPIC_ID_LABEL)) {
            throw new CorruptFileException(path, "it does not say a version and a topic id");
        }
        if (CheckpointText.number(path, lines[0].substring(VERSION_LABEL.length()).strip()) < 0) {
            throw new CorruptFileException(path, "its version is negative");
        }
        Uuid topicId;
        try {
            topicId = Uuid.parse(lines[1].substring(TOPIC_ID_LABEL.length()).strip());
        } catch (IllegalArgumentException e) {
            throw new CorruptFileException(path, e.getMessage());
        }
        if (topicId.isZero()) {
            throw new CorruptFileException(path, "its topic id is zero");
        }
        return topicId;
    }

    /** Writes the file of a partition's directory; it is not forced. */
    static void write(Disk disk, String directory, Uuid topicId) {
        String path = path(directory);
        SmallFiles.writeTemporary(disk, path, encode(topicId)).close();
        disk.rename(path + LogFileNames.TEMPORARY, path);
    }

    /** Opens the file of a partition's directory, to be forced. */
    static DiskFile open(Disk disk, String directory) {
        return disk.open(path(directory), OpenMode.READ_WRITE);
    }

    private static String path(String directory) {
        return directory + "/" + LogFileNames.PARTITION_METADATA;
    }
}
