package dev.seedlog.cli;

import dev.seedlog.base.config.BrokerConfigKeys;
import dev.seedlog.base.config.ConfigException;
import dev.seedlog.base.config.NodeConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Sees that a node's directories are there. The default one and one named by {@code --dir} are created. One named by
 * the configuration must exist: if its disk is not mounted, an empty directory in its place would look like a new node.
 */
final class DataDirectories {

    private DataDirectories() {
    }

    /**
     * Creates or checks them.
     *
     * @throws ConfigException if one is missing, is no directory, or cannot be written
     */
    static void prepare(NodeConfig config, boolean namedByOption) {
        boolean mayCreate = namedByOption || !config.namesLogDirs();
        for (String directory : config.logDirs()) {
            prepare(Path.of(directory), mayCreate, "log.dirs");
        }
        Set<String> all = new LinkedHashSet<>(config.logDirs());
        if (all.add(config.metadataLogDir())) {
            prepare(Path.of(config.metadataLogDir()), false, BrokerConfigKeys.METADATA_LOG_DIR.name());
        }
    }

    private static void prepare(Path directory, boolean mayCreate, String key) {
        if (!Files.exists(directory)) {
            if (!mayCreate) {
                throw new ConfigException("The directory '" + directory + "' of " + key
                        + " does not exist. If its disk is mounted and the node is new, create it");
            }
            try {
                Files.createDirectories(directory);
            } catch (IOException e) {
                throw new ConfigException("The data directory '" + directory + "' cannot be created (" + e + ")");
            }
        }
        if (!Files.isDirectory(directory)) {
            throw new ConfigException("'" + directory + "' of " + key + " is not a directory");
        }
        if (!Files.isWritable(directory) || !Files.isExecutable(directory)) {
            throw new ConfigException("The directory '" + directory + "' of " + key
                    + " cannot be written by this user");
        }
    }
}
