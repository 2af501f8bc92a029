package dev.seedlog.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The format of the files that say an offset for each partition of a directory. */
public final class OffsetCheckpoint {

    private OffsetCheckpoint() {
    }

    /** The file's bytes. */
    public static byte[] encode(SortedMap<TopicPartition, Long> offsets) {
        List<String> lines = new ArrayList<>(offsets.size());
        for (Map.Entry<TopicPartition, Long> entry : offsets.entrySet()) {
            TopicPartition partition = entry.getKey();
            lines.add(partition.topic() + " " + partition.partition() + " " + entry.getValue());
        }
        return CheckpointText.encode(lines);
    }

    /**
     * The offsets in a file.
     *
     * @throws CorruptFileException if the bytes do not have the format
     */
    public static SortedMap<TopicPartition, Long> decode(String path, byte[] bytes) {
        SortedMap<TopicPartition, Long> offsets = new TreeMap<>();
        for (String[] fields : CheckpointText.decode(path, bytes, 3)) {
            int partition = CheckpointText.smallNumber(path, fields[1]);
            long offset = CheckpointText.number(path, fields[2]);
            if (partition < 0 || offset < 0) {
                throw new CorruptFileException(path, "offset " + offset + " of partition " + partition);
            }
            offsets.put(new TopicPartition(fields[0], partition), offset);
        }
        return offsets;
    }
}
