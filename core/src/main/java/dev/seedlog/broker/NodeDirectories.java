package dev.seedlog.broker;

import dev.seedlog.base.Uuid;
import dev.seedlog.base.config.NodeConfig;
import dev.seedlog.env.RandomSource;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.log.CorruptFileException;
import dev.seedlog.log.DirectoryIdentity;
import dev.seedlog.log.LogDirectory;
import dev.seedlog.log.LogDirectoryListener;
import dev.seedlog.log.LogDirectoryOffline;
import dev.seedlog.log.MetaProperties;
import dev.seedlog.metadata.DirectoryIds;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The directories of a node: whose they are, and opening them. */
final class NodeDirectories implements LogDirectoryListener {

    /** What the rest of the node hears. */
    interface Listener {

        /** All that can be opened are open. */
        void onAllOpen();

        /** One went offline. */
        void onDirectoryOffline(LogDirectory directory, LogDirectoryOffline reason);
    }

    private final ShardEnv env;
    private final NodeConfig config;
    private final Listener listener;
    private final RandomSource random;
    private final List<LogDirectory> all = new ArrayList<>();
    private String clusterId;
    private int opening;

    NodeDirectories(ShardEnv env, NodeConfig config, Listener listener) {
        this.env = env;
        this.config = config;
        this.listener = listener;
        this.random = env.random().fork("directories");
    }

    /**
     * Opens them; the listener hears when they are open, in a later turn.
     *
     * @throws IllegalStateException if one of them is another node's, or in use
     * @throws CorruptFileException if it cannot be told whose one is
     */
    void open() {
        Set<String> paths = new LinkedHashSet<>(config.logDirs());
        paths.add(config.metadataLogDir());
        clusterId = findClusterId(paths);
        opening = paths.size();
        for (String path : paths) {
            LogDirectory directory = new LogDirectory(env, path, this);
            all.add(directory);
            try {
                directory.open(new DirectoryIdentity(clusterId, config.nodeId(), newId()));
            } catch (LogDirectoryOffline e) {
                // Its listener has heard of it; the others may do without.
                opened();
            }
        }
    }

    /** The cluster that the node belongs to, known once {@link #open()} has returned. */
    String clusterId() {
        return clusterId;
    }

    /** The directory of the metadata log. */
    LogDirectory metadata() {
        return at(config.metadataLogDir());
    }

    /** The directories of partitions, in the order of log.dirs. */
    List<LogDirectory> data() {
        List<LogDirectory> data = new ArrayList<>();
        for (String path : config.logDirs()) {
            data.add(at(path));
        }
        return data;
    }

    /** All of them. */
    List<LogDirectory> all() {
        return all;
    }

    @Override
    public void onOpen(LogDirectory directory) {
        opened();
    }

    @Override
    public void onOffline(LogDirectory directory, LogDirectoryOffline reason) {
        listener.onDirectoryOffline(directory, reason);
    }

    private void opened() {
        if (--opening == 0) {
            listener.onAllOpen();
        }
    }

    private LogDirectory at(String path) {
        for (LogDirectory directory : all) {
            if (directory.path().equals(path)) {
                return directory;
            }
        }
        throw new IllegalArgumentException(path + " is none of the node's directories");
    }

    /** What a directory says, or a new cluster's id if none says anything: then this node is the cluster's first. */
    private String findClusterId(Set<String> paths) {
        for (String path : paths) {
            MetaProperties found = DirectoryIdentity.read(env.disk(), path);
            if (found != null && found.clusterId() != null) {
                return found.clusterId();
            }
        }
        return newId().toString();
    }

    private Uuid newId() {
        Uuid id;
        do {
            id = new Uuid(random.nextLong(), random.nextLong());
            // A leading dash would look like an option on a command line.
        } while (DirectoryIds.isReserved(id) || id.toString().startsWith("-"));
        return id;
    }
}
