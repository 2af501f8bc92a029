package dev.seedlog.log;

import dev.seedlog.base.Invariant;
import dev.seedlog.base.Uuid;
import dev.seedlog.env.DirectoryEntry;
import dev.seedlog.env.DiskDone;
import dev.seedlog.env.DiskException;
import dev.seedlog.env.DiskLock;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.env.Timer;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory of logs, as the shard that owns it sees it: its lock, its identity, its checkpoints, the marker of a
 * clean stop, and whether it is offline. Logs of other shards in it report their offsets here.
 */
public final class LogDirectory implements DirectoryCheckpoints, LogHome {

    /** What can be done with a directory. Each leads to the one below it, and all but CLOSED to OFFLINE. */
    public enum Stage {
        /** It is being locked, identified, and its marker removed. */
        OPENING,
        /** Logs can be loaded, made and used. */
        OPEN,
        /** Its logs are being made durable. */
        CLOSING,
        /** Nothing can be done any more; the lock is free. */
        CLOSED,
        /** A disk operation failed. */
        OFFLINE
    }

    private static final Logger LOGGER = LoggerFactory.getLogger(LogDirectory.class);
    private static final int OFTEN = 500;
    private static final long POINTS_INTERVAL_NANOS = 60_000_000_000L;
    private static final long HIGH_WATERMARKS_INTERVAL_NANOS = 5_000_000_000L;

    private final ShardEnv env;
    private final String path;
    private final LogDirectoryListener listener;
    private final DirectoryHealth health;
    private final LogContext context;
    private final DirectoryOffsets offsets;
    private final TurnWrites turnWrites = new TurnWrites();
    private final DirectoryTrash trash;
    private final DirectoryRun run;
    private final Timer pointsTimer;
    private final Timer highWatermarksTimer;
    private final List<TopicPartition> partitions = new ArrayList<>();
    private Stage stage = Stage.OPENING;
    private DiskLock lock;
    private MetaProperties identity;
    private boolean stoppedCleanly;
    private long stoppedAtBrokerEpoch = CleanShutdownMarker.NO_EPOCH;
    private int opening;
    private int closing;
    private long brokerEpoch;
    private Runnable onClosed;

    /**
     * A directory that is not open yet.
     *
     * @param mostOpenFiles how many files of its logs are kept open while nobody uses them
     */
    public LogDirectory(ShardEnv env, String path, int mostOpenFiles, LogDirectoryListener listener) {
        this.env = env;
        this.path = path;
        this.listener = listener;
        this.run = new DirectoryRun(env.disk(), path);
        this.health = new DirectoryHealth(path, this::onOffline, reason -> run.withdraw());
        this.context = new LogContext(env, health, this, mostOpenFiles);
        this.offsets = new DirectoryOffsets(env.disk(), path);
        this.trash = new DirectoryTrash(context, () -> stage == Stage.OPEN);
        this.pointsTimer = env.timers().create("log offset checkpoint", this::writePointsInTime);
        this.highWatermarksTimer = env.timers().create("high watermark checkpoint", this::writeHighWatermarksInTime);
    }

    /**
     * Opens a directory that is there, formatting it if it is nobody's. The listener hears, in a later turn, that it is
     * open.
     *
     * @throws IllegalStateException if another process uses it, or it belongs to another cluster or node
     * @throws CorruptFileException if it cannot be told whose it is
     * @throws LogDirectoryOffline if the disk fails
     */
    public void open(DirectoryIdentity owner) {
        try {
            lock = env.disk().tryLock(path + "/" + LogFileNames.LOCK);
            if (lock == null) {
                throw new IllegalStateException("log directory " + path + " is in use by another process");
            }
            MetaProperties found = DirectoryIdentity.read(env.disk(), path);
            identity = owner.resolve(path, found);
            boolean marked = readMarker();
            run.load(marked, stoppedAtBrokerEpoch);
            offsets.load();
            listPartitions();
            opening = 1;
            if (!identity.equals(found)) {
                opening++;
                FileReplacement.start(env.disk(), path, LogFileNames.META_PROPERTIES, identity.encode(),
                        this::onOpeningStep);
            }
            if (partitions.isEmpty() && !offsets.pointsAreThere()) {
                // Once they are there, a log that they do not name is one of which nothing is durable yet.
                opening++;
                offsets.writePoints(this::onOpeningStep);
            }
            if (marked) {
                run.keep(failure -> dropMarker(failure));
            } else {
                env.disk().forceDirectory(path, this::onOpeningStep);
            }
        } catch (DiskException e) {
            releaseLock();
            throw health.fail("opening", e);
        } catch (IllegalStateException | CorruptFileException e) {
            releaseLock();
            throw e;
        }
    }

    private boolean readMarker() {
        byte[] bytes = SmallFiles.read(env.disk(), path + "/" + LogFileNames.CLEAN_SHUTDOWN);
        if (bytes != null) {
            stoppedCleanly = true;
            stoppedAtBrokerEpoch = CleanShutdownMarker.decode(bytes);
        }
        return stoppedCleanly;
    }

    /**
     * The marker must be gone before anything is appended: after a crash it would vouch for what was not forced.
     */
    private void dropMarker(DiskException failure) {
        if (failure != null) {
            onOpeningStep(failure);
            return;
        }
        try {
            env.disk().delete(path + "/" + LogFileNames.CLEAN_SHUTDOWN);
            env.disk().forceDirectory(path, this::onOpeningStep);
        } catch (DiskException e) {
            health.fail("opening", e);
        }
    }

    private void listPartitions() {
        for (DirectoryEntry entry : env.disk().list(path)) {
            String name = entry.name();
            if (!entry.directory()) {
                continue;
            }
            TopicPartition partition = LogFileNames.partitionOf(name);
            if (name.endsWith(LogFileNames.DELETE_DIRECTORY)) {
                DirectoryTrash.deleteNow(env.disk(), path + "/" + name);
            } else if (partition != null) {
                partitions.add(partition);
            } else if (name.contains("-")) {
                LOGGER.warn("{}/{} is not the directory of a partition of this node; it is left alone", path, name);
            }
        }
        partitions.sort(null);
    }

    private void onOpeningStep(DiskException failure) {
        if (failure != null) {
            health.fail("opening", failure);
        } else if (--opening == 0 && stage == Stage.OPENING) {
            stage = Stage.OPEN;
            pointsTimer.startIn(POINTS_INTERVAL_NANOS);
            highWatermarksTimer.startIn(HIGH_WATERMARKS_INTERVAL_NANOS);
            listener.onOpen(this);
        }
    }

    /** The partitions whose logs were in the directory when it was opened, {@code __cluster_metadata} too. */
    @Override
    public List<TopicPartition> partitions() {
        return List.copyOf(partitions);
    }

    /** What is known of a log that is to be loaded. */
    public RecoveryHints hintsFor(TopicPartition partition) {
        return offsets.hintsFor(partition, stoppedCleanly, run.machineWasBooted());
    }

    /** Prepares to load a log on this shard. When it is READY it must be given to {@link #add}. */
    @Override
    public LogRecovery recover(TopicPartition partition, LogConfig config, LogListener logListener,
                               Runnable onForced) {
        return new LogRecovery(LogLocation.of(context, partition), config, hintsFor(partition), turnWrites,
                logListener, onForced);
    }

    /**
     * Makes an empty log on this shard.
     *
     * @throws LogDirectoryOffline if that fails
     */
    @Override
    public PartitionLog create(TopicPartition partition, Uuid topicId, LogConfig config, LogListener logListener) {
        PartitionLog log = create(LogLocation.of(context, partition), topicId, config, turnWrites, logListener);
        add(log);
        return log;
    }

    /** Makes an empty log on any shard. */
    public static PartitionLog create(LogLocation location, Uuid topicId, LogConfig config, TurnWrites writes,
                                      LogListener logListener) {
        LogContext context = location.context();
        context.health().check();
        try {
            String directory = location.directory();
            context.disk().createDirectories(directory);
            if (!topicId.isZero()) {
                PartitionMetadata.write(context.disk(), directory, topicId);
            }
            LogState state = new LogState(context, location.partition(), directory, config);
            state.segments.add(Segment.create(context, directory, 0, config));
            PartitionLog log = new PartitionLog(state, topicId, 0, writes, logListener);
            log.forces().onCreated();
            return log;
        } catch (DiskException e) {
            throw context.health().fail("creating " + location.directory(), e);
        }
    }

    /** From now on the checkpoints say what this log says. */
    @Override
    public void add(PartitionLog log) {
        offsets.add(log);
        partitions.remove(log.partition());
    }

    /** A log of another shard says what the checkpoints are to say of it. */
    public void report(TopicPartition partition, LogOffsets reported) {
        offsets.report(partition, reported);
        partitions.remove(partition);
    }

    /** A log of another shard is no more. */
    public void forget(TopicPartition partition) {
        removeOffsets(partition);
        partitions.remove(partition);
    }

    /** What the checkpoints say of a log must not vouch, after a power cut, for a later one of its name. */
    private void removeOffsets(TopicPartition partition) {
        offsets.remove(partition);
        pointsTimer.startIn(0);
    }

    /** Deletes a log of this shard: its directory gets another name at once, and goes after the configured delay. */
    @Override
    public void delete(PartitionLog log) {
        health.check();
        log.close();
        removeOffsets(log.partition());
        deleteFiles(log.partition(), log.directory(), log.config().fileDeleteDelayMs());
    }

    /**
     * Puts a log of this shard aside that the metadata does not know of: its directory gets another name and is left
     * alone, because what was deleted and what the metadata has lost look alike from here.
     */
    @Override
    public void setAside(PartitionLog log) {
        health.check();
        log.close();
        removeOffsets(log.partition());
        partitions.remove(log.partition());
        String renamed = trash.setAside(log.partition(), log.directory());
        LOGGER.warn("the metadata has no replica of {}, topic id {}, here; its log is put aside as {}", log.partition(),
                log.topicId(), renamed);
    }

    /** Deletes the directory of a log that is closed, or was never loaded. */
    public void deleteFiles(TopicPartition partition, String directory, long delayMs) {
        health.check();
        partitions.remove(partition);
        removeOffsets(partition);
        trash.delete(partition, directory, delayMs);
    }

    @Override
    public void checkpoint(PartitionLog log, DiskDone done) {
        health.check();
        offsets.report(log.partition(), LogOffsets.of(log));
        offsets.writePoints(done);
    }

    /** Makes the recovery points and log starts of all logs durable, as they are now or later. */
    public void checkpoint(DiskDone done) {
        health.check();
        offsets.writePoints(done);
    }

    @Override
    public long cleanedUpTo(TopicPartition partition) {
        return offsets.cleanedUpTo(partition);
    }

    @Override
    public void cleaned(TopicPartition partition, long offset, DiskDone done) {
        health.check();
        offsets.cleaned(partition, offset, done);
    }

    private void writePointsInTime() {
        try {
            offsets.writePoints(failure -> onCheckpoint(failure, pointsTimer, POINTS_INTERVAL_NANOS));
        } catch (DiskException e) {
            health.fail("writing a checkpoint", e);
        }
    }

    private void writeHighWatermarksInTime() {
        try {
            offsets.writeHighWatermarks(failure -> onCheckpoint(failure, highWatermarksTimer,
                    HIGH_WATERMARKS_INTERVAL_NANOS));
        } catch (DiskException e) {
            health.fail("writing a checkpoint", e);
        }
    }

    private void onCheckpoint(DiskException failure, Timer timer, long intervalNanos) {
        if (failure != null) {
            health.fail("writing a checkpoint", failure);
        } else if (stage == Stage.OPEN) {
            timer.startIn(env.faults().at("log.checkpoint") ? intervalNanos / OFTEN : intervalNanos);
        }
    }

    /**
     * Makes all logs of this shard durable and closes them; then writes the checkpoints and the marker, and frees the
     * lock. Logs of other shards must have been closed, and have reported, before. The marker is not written if a log
     * in the directory was never loaded, for nobody can vouch for it.
     *
     * @param epoch the broker's epoch, for the marker; -1 if it has none
     * @param closed called when all is done; not if the directory goes offline meanwhile
     */
    public void closeCleanly(long epoch, Runnable closed) {
        health.check();
        Invariant.check(stage == Stage.OPEN, "log-directory-stage", "only an open directory is closed");
        stage = Stage.CLOSING;
        run.abandon();
        pointsTimer.stop();
        highWatermarksTimer.stop();
        brokerEpoch = epoch;
        onClosed = closed;
        CleanClosing.begin(offsets.logs().values(), this::onLogsClosed);
    }

    private void onLogsClosed() {
        closing = 2;
        inOrder(() -> {
            offsets.writePoints(this::onFinalCheckpoint);
            offsets.writeHighWatermarks(this::onFinalCheckpoint);
        });
    }

    private void onFinalCheckpoint(DiskException failure) {
        if (failure != null) {
            health.fail("writing a checkpoint", failure);
        } else if (--closing == 0 && stage == Stage.CLOSING) {
            if (partitions.isEmpty()) {
                inOrder(() -> FileReplacement.start(env.disk(), path, LogFileNames.CLEAN_SHUTDOWN,
                        CleanShutdownMarker.encode(brokerEpoch), this::onMarker));
            } else {
                LOGGER.warn("{} is not marked as cleanly stopped: {} was never loaded", path, partitions);
                onMarker(null);
            }
        }
    }

    private void inOrder(Runnable step) {
        try {
            step.run();
        } catch (DiskException e) {
            health.fail("closing", e);
        }
    }

    private void onMarker(DiskException failure) {
        if (failure != null) {
            health.fail("writing the marker of a clean stop", failure);
        } else if (stage == Stage.CLOSING) {
            stage = Stage.CLOSED;
            releaseLock();
            onClosed.run();
        }
    }

    private void releaseLock() {
        if (lock != null) {
            lock.release();
            lock = null;
        }
    }

    private void onOffline(LogDirectoryOffline reason) {
        stage = Stage.OFFLINE;
        env.probes().hit("log.directory.offline");
        pointsTimer.stop();
        highWatermarksTimer.stop();
        listener.onOffline(this, reason);
    }

    /** What can be done with it. */
    public Stage stage() {
        return stage;
    }

    /** Its path. */
    @Override
    public String path() {
        return path;
    }

    /** The directory's own id, once it is open. */
    @Override
    public Uuid directoryId() {
        return identity.directoryId();
    }

    /** Whether the node was stopped cleanly before. */
    public boolean stoppedCleanly() {
        return stoppedCleanly;
    }

    /** The broker's epoch when it was stopped cleanly, or -1 (KIP-966). */
    public long stoppedAtBrokerEpoch() {
        return stoppedAtBrokerEpoch;
    }

    /** Whether nothing was lost here since the directory was online last when its broker was registered. */
    public boolean vouchesForItsLastRun() {
        return run.vouchesForItsLastRun();
    }

    /**
     * Whether nothing was lost here of what a broker had when this process of it was registered, with this epoch: it
     * was stopped cleanly, or only killed, or all that it had acknowledged was forced.
     */
    public boolean vouchesFor(Uuid incarnation, long registeredEpoch) {
        return run.vouchesFor(incarnation, registeredEpoch);
    }

    /**
     * A process of a broker is about to register; {@code done} is called when it may. Until then nothing is appended.
     *
     * @param registered the process that is registered now; null if none is, or this one says that it lost something
     * @param acksForced whether all that it acknowledges is forced before
     */
    public void beginRun(Uuid incarnation, Uuid registered, boolean acksForced, Runnable done) {
        try {
            run.begin(incarnation, registered, acksForced, failure -> {
                if (failure != null) {
                    health.fail("beginning a run", failure);
                }
                done.run();
            });
        } catch (DiskException e) {
            health.fail("beginning a run", e);
            done.run();
        }
    }

    /** What this shard's logs in the directory share. */
    public LogContext context() {
        return context;
    }

    /** What this shard's logs have queued: to be written at the end of each turn. */
    @Override
    public TurnWrites turnWrites() {
        return turnWrites;
    }

    /** Whether it can be used. */
    @Override
    public DirectoryHealth health() {
        return health;
    }
}
