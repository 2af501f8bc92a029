package dev.seedlog.broker.quorum;

import dev.seedlog.base.HostPort;
import dev.seedlog.broker.control.ControllerGateway;
import dev.seedlog.broker.control.ControllerLocation;
import dev.seedlog.controller.Controller;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.log.LogDirectory;
import dev.seedlog.log.LogDirectoryOffline;
import dev.seedlog.metadata.MetadataImage;
import dev.seedlog.metadata.SupportedFeatures;
import dev.seedlog.raft.QuorumDescription;
import dev.seedlog.raft.RaftRole;
import dev.seedlog.raft.SnapshotId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * This node's part in the metadata quorum: the replica of the log, the metadata that it follows and, where it may lead,
 * the controller. What is committed is shown to those who follow the metadata before the controller answers.
 */
public final class MetadataQuorum implements ControllerLocation {

    private final RaftDriver driver;
    private final MetadataLoader loader;
    private final ControllerHost host;
    private final Runnable onStarted;
    private final Consumer<String> onFatal;
    private final List<Runnable> onLeaderChange = new ArrayList<>();

    /**
     * Who hears of the quorum.
     *
     * @param metadata follows the committed metadata
     * @param onStarted called once: the replica takes part
     * @param onFatal called at most once: the node cannot go on, and why
     */
    public record Listeners(MetadataListener metadata, Runnable onStarted, Consumer<String> onFatal) {
    }

    /**
     * A part in the quorum that has not begun.
     *
     * @param directory the metadata log's directory; it is open
     * @param controller the controller, or null if this node is none
     */
    public MetadataQuorum(ShardEnv env, LogDirectory directory, QuorumSettings settings, QuorumTools tools,
                          Controller controller, Listeners listeners) {
        this.driver = new RaftDriver(env, directory, settings, tools, new Events());
        this.loader = new MetadataLoader(env, driver, tools, SupportedFeatures.CURRENT, listeners.metadata());
        this.host = controller == null ? null : new ControllerHost(env, driver, tools, controller);
        this.onStarted = listeners.onStarted();
        this.onFatal = listeners.onFatal();
    }

    /** Begins: the log is opened, and what is committed is read. */
    public void start() {
        driver.start();
    }

    /** The turn's input is over: what it appended is written, and its force is asked for. */
    public void endTurn() {
        driver.endTurn();
    }

    /** The directory of the metadata log went offline. */
    public void directoryOffline(LogDirectoryOffline reason) {
        driver.directoryOffline(reason);
    }

    /** Hands over what this node leads; {@code done} is called when that is complete. The log stays open. */
    public void shutdown(long timeoutNanos, Runnable done) {
        driver.shutdown(timeoutNanos, () -> {
            loader.stop();
            if (host != null) {
                host.end();
            }
            done.run();
        });
    }

    /** The replica. */
    public RaftDriver driver() {
        return driver;
    }

    /** The committed metadata. */
    public MetadataImage image() {
        return loader.image();
    }

    /** The offset of the last record that the committed metadata is made of; -1 before the first. */
    public long appliedOffset() {
        return loader.appliedOffset();
    }

    /** Writes a snapshot of the committed metadata now, unless there is one already. */
    public void writeSnapshot() {
        driver.guarded(loader::writeSnapshot);
    }

    /** The way to the controller on this node; null if this node is none. */
    public ControllerGateway controller() {
        return host;
    }

    /** The controller's host on this node; null if this node is none. */
    public ControllerHost controllerHost() {
        return host;
    }

    /** Who leads the quorum; -1 if that is not known. */
    public int leaderId() {
        return driver.quorumState().leaderId();
    }

    @Override
    public boolean here() {
        return host != null && driver.leads();
    }

    @Override
    public HostPort elsewhere() {
        return driver.leads() ? null : driver.leaderAddress();
    }

    /** Has something done whenever another leads, or nobody. */
    public void whenLeaderChanges(Runnable action) {
        onLeaderChange.add(action);
    }

    /** How far each replica is, by the times of {@link RaftDriver#clock()}; null unless this node leads. */
    public QuorumDescription describe() {
        return driver.describe();
    }

    /** Passes on what the replica tells, in the order that others rely on. */
    private final class Events implements RaftListener {
        @Override
        public void onStarted() {
            onStarted.run();
        }

        @Override
        public void onLoadSnapshot(SnapshotId id) {
            loader.load(id);
        }

        @Override
        public void onCommitted(long highWatermark) {
            loader.committed(highWatermark);
            if (host != null) {
                host.committed(highWatermark);
            }
        }

        @Override
        public void onRole(RaftRole role, int epoch, int leaderId) {
            if (host != null && role == RaftRole.LEADER) {
                host.begin(epoch);
            } else if (host != null) {
                host.end();
            }
            onLeaderChange.forEach(Runnable::run);
        }

        @Override
        public void onFatal(String why) {
            loader.stop();
            if (host != null) {
                host.end();
            }
            onFatal.accept(why);
        }
    }
}
