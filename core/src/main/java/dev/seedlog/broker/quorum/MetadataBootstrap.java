package dev.seedlog.broker.quorum;

import dev.seedlog.base.HostPort;
import dev.seedlog.base.config.ConfigException;
import dev.seedlog.base.config.NodeConfig;
import dev.seedlog.base.config.ProcessRole;
import dev.seedlog.base.config.QuorumVoter;
import dev.seedlog.env.DirectoryEntry;
import dev.seedlog.env.Disk;
import dev.seedlog.env.DiskException;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.log.DirectoryIdentity;
import dev.seedlog.log.FileReplacement;
import dev.seedlog.log.LogDirectory;
import dev.seedlog.metadata.BootstrapRecords;
import dev.seedlog.metadata.ClusterFeatures;
import dev.seedlog.metadata.ImageSnapshot;
import dev.seedlog.metadata.MetadataRecord;
import dev.seedlog.metadata.SupportedFeatures;
import dev.seedlog.raft.ReplicaKey;
import dev.seedlog.raft.SnapshotId;
import dev.seedlog.raft.Voter;
import dev.seedlog.raft.VoterSet;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The first records of a cluster, from {@code bootstrap.checkpoint}; and the formatting of a directory that has none,
 * where this node is the only voter, so that a node on its own needs no step before its first start.
 *
 * <p>With {@code controller.quorum.voters} the voters are those, and kraft.version is 0. Without, this node is the
 * voter, kraft.version is 1, and a snapshot of offset 0 says so, as Kafka's format step writes it for a standalone
 * controller.
 */
public final class MetadataBootstrap {

    /** The file, in the metadata log's directory, not in its partition's. */
    static final String FILE = "bootstrap.checkpoint";

    private static final int DYNAMIC_VOTERS_VERSION = 1;

    private final ShardEnv env;
    private final LogDirectory directory;
    private final QuorumSettings settings;
    private final QuorumTools tools;
    private final Formatting formatting;
    private final ClusterFeatures features;
    private final Consumer<List<MetadataRecord>> onReady;
    private final Consumer<String> onFailure;
    private List<MetadataRecord> records;
    private int writing;

    private MetadataBootstrap(ShardEnv env, LogDirectory directory, QuorumSettings settings, QuorumTools tools,
                              Formatting formatting, ClusterFeatures features,
                              Consumer<List<MetadataRecord>> onReady, Consumer<String> onFailure) {
        this.env = env;
        this.directory = directory;
        this.settings = settings;
        this.tools = tools;
        this.formatting = formatting;
        this.features = features;
        this.onReady = onReady;
        this.onFailure = onFailure;
    }

    /**
     * Checks, before any directory is opened, that the node need not be formatted by hand. One of several fixed voters
     * must be: an empty voter that votes would lose what a lost disk held.
     *
     * @throws ConfigException if it must be: the metadata directory is new, and others vote too
     */
    public static void requireFormatted(Disk disk, NodeConfig node) {
        String path = node.metadataLogDir();
        boolean fixedVoter = node.voters().stream().anyMatch(voter -> voter.id() == node.nodeId());
        if (!fixedVoter || maySoleVoterFormat(node)
                || disk.exists(path) && DirectoryIdentity.read(disk, path) != null) {
            return;
        }
        throw new ConfigException("the metadata directory " + path + " is not formatted, and this node cannot do that"
                + " by itself because it is not the only voter: format the directories of all controllers with the"
                + " same cluster id before the first start (seedlog format --cluster-id ID)");
    }

    /** Whether this node alone decides what its cluster begins with. */
    public static boolean maySoleVoterFormat(NodeConfig node) {
        if (!node.has(ProcessRole.CONTROLLER)) {
            return false;
        }
        List<QuorumVoter> voters = node.voters();
        return voters.isEmpty() ? node.bootstrapControllers().isEmpty() || isOnly(node)
                : voters.size() == 1 && voters.get(0).id() == node.nodeId();
    }

    /** Where the other controllers may be, as far as the configuration says: at least one, unless this is the only. */
    public static List<HostPort> otherControllers(NodeConfig node) {
        List<HostPort> others = new ArrayList<>();
        for (QuorumVoter voter : node.voters()) {
            if (voter.id() != node.nodeId()) {
                others.add(voter.endpoint());
            }
        }
        for (HostPort at : node.bootstrapControllers()) {
            if (!others.contains(at) && !isOwn(node, at)) {
                others.add(at);
            }
        }
        return others;
    }

    /** A controller that looks for the quorum at no other port than its own. */
    private static boolean isOnly(NodeConfig node) {
        return node.bootstrapControllers().stream().allMatch(at -> isOwn(node, at));
    }

    private static boolean isOwn(NodeConfig node, HostPort at) {
        return node.listeners().stream().anyMatch(listener -> listener.controller()
                && (at.equals(listener.bind()) || at.equals(listener.advertised())));
    }

    /**
     * Reads the first records, formatting the directory if need be.
     *
     * @param directory the metadata log's directory; it is open
     * @param formatting what a new directory may become; without a word of the user's, only if this node is the only
     *     voter ({@link #maySoleVoterFormat})
     * @param features what the cluster begins with if this formats
     * @param onReady takes the records for the controller, in this turn or a later one, when all is durable
     * @param onFailure hears why the node cannot start
     */
    public static void prepare(ShardEnv env, LogDirectory directory, QuorumSettings settings, QuorumTools tools,
                               Formatting formatting, ClusterFeatures features,
                               Consumer<List<MetadataRecord>> onReady, Consumer<String> onFailure) {
        new MetadataBootstrap(env, directory, settings, tools, formatting, features, onReady, onFailure).run();
    }

    private void run() {
        try {
            String path = directory.path() + "/" + FILE;
            if (env.disk().exists(path)) {
                records = new SnapshotReader(env.disk(), tools.records()).read(path, 0).records();
                // Refused here, what this version does not have is never written to the log.
                ImageSnapshot.image(records, SupportedFeatures.CURRENT);
                onReady.accept(records);
            } else if (formatting != Formatting.NONE && isUnused()) {
                format();
            } else {
                // As Kafka does where the file is missing. It counts only if the log is empty.
                onReady.accept(BootstrapRecords.withoutCheckpoint());
            }
        } catch (DiskException e) {
            onFailure.accept(directory.health().fail("formatting", e).getMessage());
        } catch (RuntimeException e) {
            onFailure.accept("the metadata directory cannot be used: " + e.getMessage());
        }
    }

    /** Whether the metadata log has not begun: a format step that was cut short may have left a snapshot of nothing. */
    private boolean isUnused() {
        String partition = QuorumOpening.path(directory);
        if (!env.disk().exists(partition)) {
            return true;
        }
        for (DirectoryEntry entry : env.disk().list(partition)) {
            if (!entry.name().startsWith(SnapshotId.BOOTSTRAP.fileName())) {
                return false;
            }
        }
        return true;
    }

    /** The voters first: that {@code bootstrap.checkpoint} is there says that the directory is formatted. */
    private void format() {
        records = BootstrapRecords.checkpoint(features);
        if (settings.staticVoters().size() > 0 || formatting == Formatting.OBSERVER) {
            writeRecords();
            return;
        }
        Voter self = Voter.of(new ReplicaKey(settings.nodeId(), directory.directoryId()), settings.endpoints());
        byte[] voters = SnapshotEncoder.encode(tools.builder(), SnapshotId.BOOTSTRAP.epoch(),
                env.clock().epochMillis(), env.clock().epochMillis(), DYNAMIC_VOTERS_VERSION,
                new VoterSet(List.of(self)), List.of());
        String partition = QuorumOpening.path(directory);
        env.disk().createDirectories(partition);
        writing = 2;
        FileReplacement.start(env.disk(), partition, SnapshotId.BOOTSTRAP.fileName(), voters, this::onVoters);
        env.disk().forceDirectory(directory.path(), this::onVoters);
    }

    private void onVoters(DiskException failure) {
        if (failure != null) {
            onFailure.accept(directory.health().fail("formatting", failure).getMessage());
        } else if (--writing == 0 && directory.health().isOnline()) {
            try {
                writeRecords();
            } catch (DiskException e) {
                onFailure.accept(directory.health().fail("formatting", e).getMessage());
            }
        }
    }

    private void writeRecords() {
        byte[] checkpoint = SnapshotEncoder.encode(tools.builder(), 0, env.clock().epochMillis(), 0, 0,
                VoterSet.EMPTY, records);
        FileReplacement.start(env.disk(), directory.path(), FILE, checkpoint, failure -> {
            if (failure != null) {
                onFailure.accept(directory.health().fail("formatting", failure).getMessage());
            } else if (directory.health().isOnline()) {
                onReady.accept(records);
            }
        });
    }
}
