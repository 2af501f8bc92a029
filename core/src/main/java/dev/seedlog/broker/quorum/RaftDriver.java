package dev.seedlog.broker.quorum;

import dev.seedlog.base.HostPort;
import dev.seedlog.base.Invariant;
import dev.seedlog.env.Clock;
import dev.seedlog.env.DiskException;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.env.Timer;
import dev.seedlog.log.CorruptFileException;
import dev.seedlog.log.LogDirectory;
import dev.seedlog.log.LogDirectoryOffline;
import dev.seedlog.log.LogListener;
import dev.seedlog.log.PartitionLog;
import dev.seedlog.metadata.MetadataReplayException;
import dev.seedlog.metadata.UnsupportedFeatureException;
import dev.seedlog.raft.ControlHistory;
import dev.seedlog.raft.ControlRecord;
import dev.seedlog.raft.QuorumDescription;
import dev.seedlog.raft.QuorumState;
import dev.seedlog.raft.RaftEffect;
import dev.seedlog.raft.RaftIdentity;
import dev.seedlog.raft.RaftInput;
import dev.seedlog.raft.RaftKernel;
import dev.seedlog.raft.RaftOutput;
import dev.seedlog.raft.RaftRequest;
import dev.seedlog.raft.RaftResponse;
import dev.seedlog.raft.RaftRole;
import dev.seedlog.raft.ReplicaKey;
import dev.seedlog.raft.SnapshotId;
import dev.seedlog.raft.VoterSet;
import dev.seedlog.raft.message.ControlRecords;
import dev.seedlog.raft.message.SlicePayload;
import dev.seedlog.record.BadBatchException;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.Payload;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * One replica of the metadata log in the world: hands the kernel what happens, and carries out what it wants.
 *
 * <p>The kernel takes one step at a time. What its effects bring about in turn is queued: inputs for the next step,
 * news for the listener, which hears them when no step is under way and may append then.
 */
public final class RaftDriver implements LogListener {

    /** What the driver does. Each stage leads to the next one, and all to FAILED. */
    public enum Stage {
        /** Nothing yet. */
        NEW,
        /** The log is made or loaded. */
        OPENING,
        /** The replica takes part in the quorum. */
        RUNNING,
        /** The replica does not take part any more. */
        STOPPED,
        /** Its directory failed, or says what cannot be. */
        FAILED
    }

    private static final long NO_OFFSET = -1;

    private final ShardEnv env;
    private final LogDirectory directory;
    private final QuorumSettings settings;
    private final QuorumTools tools;
    private final RaftListener listener;
    private final Timer timer;
    private final Clock clock;
    private final SnapshotStore snapshots;
    private final QuorumOpening opening;
    private final QuorumPeers peers;
    private final ControlHistory controls;
    private final ArrayDeque<RaftInput> inputs = new ArrayDeque<>();
    private final ArrayDeque<Runnable> news = new ArrayDeque<>();
    private Stage stage = Stage.NEW;
    private PartitionLog log;
    private MetadataLogReader reader;
    private RaftEffects effects;
    private RaftKernel kernel;
    private boolean stepping;
    private boolean telling;
    private long appendedAt = NO_OFFSET;
    private long nextHandle;
    private Runnable onShutdown;

    /** A replica whose log is in a directory that is open. */
    public RaftDriver(ShardEnv env, LogDirectory directory, QuorumSettings settings, QuorumTools tools,
                      RaftListener listener) {
        this.env = env;
        this.directory = directory;
        this.settings = settings;
        this.tools = tools;
        this.listener = listener;
        this.clock = new ElapsedClock(env.clock());
        this.timer = env.timers().create("raft", () -> give(new RaftInput.TimerFired()));
        this.snapshots = new SnapshotStore(env.disk(), QuorumOpening.path(directory));
        this.opening = new QuorumOpening(env, directory, settings.log(), this, snapshots,
                this::onOpen, this::fail, this::guarded);
        this.peers = new QuorumPeers(env, settings, tools, this::give, this::fail);
        this.controls = new ControlHistory(settings.staticVoters());
    }

    /** Begins to open the log; {@link RaftListener#onStarted()} follows in a later turn. */
    public void start() {
        become(Stage.OPENING);
        guarded(opening::start);
    }

    private void onOpen(PartitionLog found) {
        if (stage != Stage.OPENING) {
            return;
        }
        log = found;
        reader = new MetadataLogReader(log);
        QuorumState persisted = QuorumStateStore.read(env.disk(), log.directory());
        findControls();
        MetadataLogView view = new MetadataLogView(log, snapshots);
        RaftIdentity identity = new RaftIdentity(settings.clusterId(),
                new ReplicaKey(settings.nodeId(), directory.directoryId()), settings.endpoints());
        kernel = new RaftKernel(new RaftKernel.Setup(identity, settings.timeouts(), view, controls,
                settings.contacts().bootstrapServers()), persisted,
                env.random().fork("raft"));
        effects = new RaftEffects(this, env, tools, log, snapshots, peers);
        become(Stage.RUNNING);
        news.add(listener::onStarted);
        give(new RaftInput.Start());
    }

    /** Finds who votes, by the newest snapshot and the log behind it. */
    private void findControls() {
        SnapshotId latest = snapshots.latest();
        long from = log.logStartOffset();
        if (latest.isPresent()) {
            readControls(latest).forEach(control -> controls.add(at(control, latest.endOffset() - 1)));
            from = Math.max(from, latest.endOffset());
        }
        List<ControlRecord> found = new ArrayList<>();
        reader.readTo(from, log.logEndOffset(), batch -> {
            if (batch.isControl()) {
                ControlRecords.collect(tools.records(), batch, found);
            }
        });
        found.forEach(controls::add);
    }

    private static ControlRecord at(ControlRecord control, long offset) {
        return control instanceof ControlRecord.Voters change ? new ControlRecord.Voters(offset, change.voters())
                : new ControlRecord.Version(offset, ((ControlRecord.Version) control).kraftVersion());
    }

    /** The control records of a finished snapshot. */
    List<ControlRecord> readControls(SnapshotId id) {
        return new SnapshotReader(env.disk(), tools.records()).readControls(snapshots.path(id)).controls();
    }

    /** Hands the kernel an input: now or, if it takes a step just now, behind that. */
    void give(RaftInput input) {
        if (stage != Stage.RUNNING) {
            return;
        }
        inputs.add(input);
        if (!stepping) {
            guarded(this::step);
            tell();
        }
    }

    private void step() {
        stepping = true;
        try {
            while (!inputs.isEmpty() && stage == Stage.RUNNING) {
                RaftOutput output = kernel.step(inputs.poll(), clock.nanoTime());
                for (RaftEffect effect : output.effects()) {
                    effects.carryOut(effect);
                }
                arm(output.nextDeadlineNanos());
            }
        } finally {
            stepping = false;
        }
    }

    private void arm(long deadlineNanos) {
        if (deadlineNanos == RaftKernel.NO_DEADLINE) {
            timer.stop();
        } else {
            timer.startIn(deadlineNanos - clock.nanoTime());
        }
    }

    /** Has the listener hear of something when no step is under way. */
    void later(Runnable told) {
        news.add(told);
    }

    private void tell() {
        if (telling) {
            return;
        }
        telling = true;
        try {
            while (!news.isEmpty() && stage != Stage.FAILED) {
                Runnable told = news.poll();
                guarded(told);
            }
        } finally {
            telling = false;
        }
    }

    /** The turn's appends are written; then what the kernel wants forced is asked for. */
    public void endTurn() {
        if (stage != Stage.RUNNING) {
            return;
        }
        do {
            directory.turnWrites().writeAll();
            if (directory.health().isOnline()) {
                guarded(effects::requestForces);
                tell();
            }
            // Who heard of a commit may have appended.
        } while (stage == Stage.RUNNING && directory.health().isOnline() && effects.wantsForce());
        tools.frames().endTurn();
    }

    /**
     * Appends one batch as the leader of an epoch.
     *
     * @param batch whole, of {@code recordCount} records; kept until the turn ends. Its offset and epoch are set
     * @return the first record's offset; -1 if this replica does not lead that epoch
     */
    public long append(int epoch, int recordCount, SlicePayload batch) {
        Invariant.check(!stepping, "quorum-append-step", "an append within a step of the kernel");
        appendedAt = NO_OFFSET;
        give(new RaftInput.ClientAppend(nextHandle++, epoch, recordCount, batch));
        return stage == Stage.RUNNING ? appendedAt : NO_OFFSET;
    }

    void appended(long baseOffset) {
        appendedAt = baseOffset;
    }

    /** Serves a request of another replica; the reply is called once, unless this replica fails meanwhile. */
    public void handle(RaftRequest request, RaftReply reply) {
        if (stage == Stage.RUNNING) {
            give(new RaftInput.RequestReceived(effects.expectReply(reply), request));
        } else {
            reply.reply(new RaftResponse.Refused(ErrorCode.BROKER_NOT_AVAILABLE), Payload.EMPTY);
        }
    }

    /** The controller cannot go on leading an epoch. */
    public void resign(int epoch) {
        give(new RaftInput.ResignRequested(epoch));
    }

    /** Hands over what this replica leads, and stops; {@code done} is called when that is complete. */
    public void shutdown(long timeoutNanos, Runnable done) {
        if (stage == Stage.NEW || stage == Stage.OPENING) {
            // The log may still be found: nobody will use it.
            become(Stage.STOPPED);
        }
        if (stage != Stage.RUNNING) {
            done.run();
            return;
        }
        onShutdown = done;
        give(new RaftInput.ShutdownRequested(timeoutNanos));
    }

    void shutdownCompleted() {
        become(Stage.STOPPED);
        timer.stop();
        peers.close();
        snapshots.close();
        if (onShutdown != null) {
            news.add(onShutdown);
            onShutdown = null;
        }
    }

    /** The committed state was encoded as a snapshot: makes it durable. */
    void writeSnapshot(SnapshotId id, byte[] bytes, Runnable done) {
        snapshots.write(id, bytes, failure -> {
            if (failure != null) {
                diskFailed(failure);
            } else {
                done.run();
                give(new RaftInput.SnapshotWritten(id));
            }
        });
    }

    void diskFailed(DiskException failure) {
        fail(directory.health().fail("writing to " + QuorumOpening.path(directory), failure).getMessage());
    }

    /** The directory of the metadata log went offline. */
    public void directoryOffline(LogDirectoryOffline reason) {
        fail(reason.getMessage());
    }

    private void fail(String why) {
        if (stage == Stage.FAILED || stage == Stage.STOPPED) {
            return;
        }
        become(Stage.FAILED);
        timer.stop();
        inputs.clear();
        news.clear();
        peers.close();
        listener.onFatal(why);
    }

    /** Does what may find that the node cannot go on. */
    void guarded(Runnable work) {
        try {
            work.run();
        } catch (LogDirectoryOffline | CorruptFileException | BadBatchException | MetadataReplayException
                | UnsupportedFeatureException e) {
            fail(e.getMessage());
        } catch (DiskException e) {
            diskFailed(e);
        }
    }

    @Override
    public void onForced(PartitionLog forced) {
        if (stage == Stage.RUNNING) {
            guarded(effects::onForced);
        }
    }

    @Override
    public void onAppendable(PartitionLog truncated) {
        if (stage == Stage.OPENING) {
            guarded(opening::onAppendable);
        } else if (stage == Stage.RUNNING) {
            guarded(effects::onAppendable);
        }
    }

    /** The clock that {@link #describe()} tells times on: its monotonic time is 0 when the driver is made. */
    public Clock clock() {
        return clock;
    }

    /** Whether all that was committed when this replica started is known here. */
    boolean caughtUp() {
        return kernel != null && kernel.caughtUp();
    }

    /** How far each replica is; null unless this one leads. */
    public QuorumDescription describe() {
        return kernel == null ? null : kernel.describe();
    }

    /** The newest epoch that this replica has heard of, and who leads it. */
    public QuorumState quorumState() {
        return kernel == null ? QuorumState.INITIAL : kernel.quorumState();
    }

    /** Whether this replica leads its epoch. */
    boolean leads() {
        return stage == Stage.RUNNING && kernel.role() == RaftRole.LEADER;
    }

    /** Where the leader listens by the name that this node knows; null if it has none, or its address is not known. */
    HostPort leaderAddress() {
        return kernel == null || !quorumState().hasLeader() || quorumState().leaderId() == settings.nodeId() ? null
                : kernel.leaderEndpoints().addressOf(settings.listener());
    }

    /** Where the next record will be. */
    public long endOffset() {
        return kernel.logEnd().offset();
    }

    /** The voters at the log's end. */
    public VoterSet voters() {
        return controls.lastVoters();
    }

    /** Who votes and how, and since when. */
    ControlHistory controls() {
        return controls;
    }

    /** What it does. */
    public Stage stage() {
        return stage;
    }

    /** The metadata log, once it is open. */
    public PartitionLog log() {
        return log;
    }

    MetadataLogReader reader() {
        return reader;
    }

    SnapshotStore snapshots() {
        return snapshots;
    }

    QuorumSettings settings() {
        return settings;
    }

    RaftListener listener() {
        return listener;
    }

    private void become(Stage next) {
        boolean ends = next == Stage.FAILED || next == Stage.STOPPED && stage != Stage.FAILED;
        Invariant.check(ends || next.ordinal() == stage.ordinal() + 1, "quorum-driver-stage",
                stage + " cannot become " + next);
        stage = next;
    }
}
