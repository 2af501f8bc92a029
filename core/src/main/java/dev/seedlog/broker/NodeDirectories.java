package dev.seedlog.broker;

import dev.seedlog.base.Uuid;
import dev.seedlog.base.config.NodeConfig;
import dev.seedlog.base.config.ProcessRole;
import dev.seedlog.env.DiskException;
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
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The directories of a node: whose they are, and opening them. */
final class NodeDirectories implements LogDirectoryListener {

    /** What the rest of the node hears. */
    interface Listener {

        /** All that can be opened are open. */
        void onAllOpen();

        /** One went offline. */
        void onDirectoryOffline(LogDirectory directory, LogDirectoryOffline reason);
    }

    private static final Logger LOG = LoggerFactory.getLogger(NodeDirectories.class);

    private final ShardEnv env;
    private final NodeConfig config;
    private final Listener listener;
    private final RandomSource random;
    private final Set<String> paths = new LinkedHashSet<>();
    private final List<LogDirectory> all = new ArrayList<>();
    private String clusterId;
    private int opening;

    NodeDirectories(ShardEnv env, NodeConfig config, Listener listener) {
        this.env = env;
        this.config = config;
        this.listener = listener;
        this.random = env.random().fork("directories");
        if (config.has(ProcessRole.BROKER)) {
            paths.addAll(config.logDirs());
        }
        paths.add(config.metadataLogDir());
    }

    /**
     * Finds out, before any of them is changed, whose they are.
     *
     * @return whether one of them says which cluster the node belongs to; otherwise {@link #found} or {@link #join}
     *     must follow
     * @throws IllegalStateException if one of them is another node's, or another cluster's than the others
     * @throws CorruptFileException if it cannot be told whose one is
     * @throws DiskException if none tells the cluster and one cannot be read: it may belong to a cluster already
     */
    boolean identify() {
        Map<String, MetaProperties> found = new LinkedHashMap<>();
        DiskException unreadable = null;
        for (String path : paths) {
            try {
                MetaProperties identity = env.disk().exists(path) ? DirectoryIdentity.read(env.disk(), path) : null;
                if (identity != null) {
                    found.put(path, identity);
                }
            } catch (DiskException e) {
                // Opening it fails too, and takes it offline; the others may do without.
                LOG.error("{} cannot be read: {}", path, e.getMessage());
                unreadable = e;
            }
        }
        clusterId = found.values().stream().map(MetaProperties::clusterId).filter(Objects::nonNull).findFirst()
                .orElse(null);
        if (clusterId == null) {
            if (unreadable != null) {
                throw unreadable;
            }
        }
        found.forEach((path, identity) -> owner(identity.directoryId()).resolve(path, identity));
        return clusterId != null;
    }

    /** The node is the first of a cluster. */
    void found() {
        clusterId = newId().toString();
    }

    /** The node joins a cluster. */
    void join(String cluster) {
        clusterId = cluster;
    }

    /**
     * Opens them, once they are identified; the listener hears when they are open, in a later turn.
     *
     * @throws IllegalStateException if one of them is in use
     */
    void open() {
        opening = paths.size();
        for (String path : paths) {
            all.add(new LogDirectory(env, path, config.mostOpenFiles(env.shards().count()), this));
        }
        for (LogDirectory directory : all) {
            try {
                directory.open(owner(newId()));
            } catch (LogDirectoryOffline e) {
                // Its listener has heard of it; the others may do without.
                opened();
            }
        }
    }

    private DirectoryIdentity owner(Uuid newDirectoryId) {
        return new DirectoryIdentity(clusterId, config.nodeId(), newDirectoryId);
    }

    /** The cluster that the node belongs to, known once the directories are identified. */
    String clusterId() {
        return clusterId;
    }

    /** The directory of the metadata log. */
    LogDirectory metadata() {
        return at(config.metadataLogDir());
    }

    /** The directories of partitions, in the order of log.dirs; a mere controller has none. */
    List<LogDirectory> data() {
        List<LogDirectory> data = new ArrayList<>();
        if (config.has(ProcessRole.BROKER)) {
            config.logDirs().forEach(path -> data.add(at(path)));
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

    /** The directory at a path. */
    LogDirectory at(String path) {
        for (LogDirectory directory : all) {
            if (directory.path().equals(path)) {
                return directory;
            }
        }
        throw new IllegalArgumentException(path + " is none of the node's directories");
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
