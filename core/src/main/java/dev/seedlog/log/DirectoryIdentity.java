package dev.seedlog.log;

import dev.seedlog.base.Uuid;
import dev.seedlog.env.Disk;

/**
 * Whose a log directory must be, and what it becomes if it is nobody's yet.
 *
 * @param clusterId the cluster
 * @param nodeId the node
 * @param newDirectoryId the id of a directory that has none yet
 */
public record DirectoryIdentity(String clusterId, int nodeId, Uuid newDirectoryId) {

    /**
     * What a directory says of itself, or null if it is not formatted.
     *
     * @throws CorruptFileException if that cannot be read
     */
    public static MetaProperties read(Disk disk, String directory) {
        String path = directory + "/" + LogFileNames.META_PROPERTIES;
        byte[] bytes = SmallFiles.read(disk, path);
        return bytes == null ? null : MetaProperties.decode(path, bytes);
    }

    /**
     * What the directory is to say.
     *
     * @param found what it says, or null
     * @throws IllegalStateException if it belongs to another cluster or node
     */
    public MetaProperties resolve(String directory, MetaProperties found) {
        if (found == null) {
            return new MetaProperties(clusterId, nodeId, newDirectoryId);
        }
        if (found.clusterId() != null && !found.clusterId().equals(clusterId)) {
            throw new IllegalStateException("log directory " + directory + " belongs to cluster " + found.clusterId()
                    + ", but this node is of cluster " + clusterId);
        }
        if (found.nodeId() >= 0 && found.nodeId() != nodeId) {
            throw new IllegalStateException("log directory " + directory + " belongs to node " + found.nodeId()
                    + ", but this is node " + nodeId);
        }
        return new MetaProperties(clusterId, nodeId,
                found.directoryId() == null ? newDirectoryId : found.directoryId());
    }
}
