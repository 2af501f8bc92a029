package dev.seedlog.broker.quorum;

import dev.seedlog.base.Invariant;
import dev.seedlog.base.Uuid;
import dev.seedlog.env.DirectoryEntry;
import dev.seedlog.env.Disk;
import dev.seedlog.env.DiskException;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.env.Timer;
import dev.seedlog.log.CorruptFileException;
import dev.seedlog.log.LogConfig;
import dev.seedlog.log.LogDirectory;
import dev.seedlog.log.LogListener;
import dev.seedlog.log.LogRecovery;
import dev.seedlog.log.PartitionLog;
import dev.seedlog.log.TopicPartition;
import dev.seedlog.raft.SnapshotId;
import dev.seedlog.raft.message.MetadataPartition;
import java.util.function.Consumer;

/**
 * Opens the metadata log: makes or loads it, a bounded part a turn; and finishes what a crash may have interrupted,
 * that the log gives way to a snapshot from the leader.
 */
final class QuorumOpening {

    /** The metadata log's partition. */
    static final TopicPartition PARTITION = new TopicPartition(MetadataPartition.TOPIC, MetadataPartition.INDEX);

    /** What comes next. Each stage leads to the next one. */
    private enum Stage {
        /** The partition's directory is there, and becomes durable: nothing in it would be, before. */
        NAMING,
        /** The log is being made or loaded. */
        LOADING,
        /** The log gives way to a newer snapshot. */
        REPLACING,
        /** All is there. */
        OPEN
    }

    private static final int STEPS_PER_TURN = 256;

    private final Disk disk;
    private final LogDirectory directory;
    private final LogConfig config;
    private final LogListener listener;
    private final SnapshotStore snapshots;
    private final Consumer<PartitionLog> onOpen;
    private final Consumer<String> onFailure;
    private final Consumer<Runnable> guard;
    private final Timer next;
    private Stage stage = Stage.NAMING;
    private LogRecovery recovery;
    private boolean forcing;
    private PartitionLog log;

    /**
     * Prepares; {@code onOpen} is called in this turn or a later one.
     *
     * @param guard runs what goes on in later turns, and takes the exceptions of a disk that fails or a file that is
     *     damaged; whoever calls a method of this takes them himself
     */
    QuorumOpening(ShardEnv env, LogDirectory directory, LogConfig config, LogListener listener,
                  SnapshotStore snapshots, Consumer<PartitionLog> onOpen, Consumer<String> onFailure,
                  Consumer<Runnable> guard) {
        this.disk = env.disk();
        this.directory = directory;
        this.config = config;
        this.listener = listener;
        this.snapshots = snapshots;
        this.onOpen = onOpen;
        this.onFailure = onFailure;
        this.guard = guard;
        this.next = env.timers().create("metadata log opening", () -> guard.accept(this::load));
    }

    static String path(LogDirectory directory) {
        return directory.path() + "/" + PARTITION;
    }

    void start() {
        disk.createDirectories(path(directory));
        disk.forceDirectory(directory.path(), failure -> guard.accept(() -> onNamed(failure)));
    }

    private void onNamed(DiskException failure) {
        if (failure != null) {
            onFailure.accept(directory.health().fail("opening the metadata log", failure).getMessage());
            return;
        }
        if (!directory.health().isOnline()) {
            return;
        }
        become(Stage.LOADING);
        if (hasLog()) {
            recovery = directory.recover(PARTITION, config, listener, this::onForced);
            load();
        } else {
            loaded(directory.create(PARTITION, Uuid.METADATA_TOPIC_ID, config, listener));
        }
    }

    /** Whether there is more than the snapshot that formatting leaves. */
    private boolean hasLog() {
        for (DirectoryEntry entry : disk.list(path(directory))) {
            if (entry.name().endsWith(".log") || entry.name().endsWith(".metadata")) {
                return true;
            }
        }
        return false;
    }

    private void load() {
        for (int steps = 0; steps < STEPS_PER_TURN; steps++) {
            switch (recovery.advance()) {
                case READY -> {
                    PartitionLog found = recovery.loaded();
                    directory.add(found);
                    loaded(found);
                    return;
                }
                case FAILED -> {
                    onFailure.accept("the metadata log cannot be loaded: " + recovery.failure().getMessage());
                    return;
                }
                case FORCING -> {
                    forcing = true;
                    return;
                }
                default -> { }
            }
        }
        next.startIn(0);
    }

    private void onForced() {
        if (forcing) {
            forcing = false;
            next.startIn(0);
        }
    }

    private void loaded(PartitionLog found) {
        log = found;
        snapshots.open();
        SnapshotId latest = snapshots.latest();
        if (latest.isPresent() && isBehind(latest)) {
            become(Stage.REPLACING);
            log.truncateFullyAndStartAt(latest.endOffset());
            return;
        }
        open();
    }

    /** A snapshot of committed records that the log does not have: it came from a leader, to replace the log. */
    private boolean isBehind(SnapshotId latest) {
        int epoch = log.leaderEpochs().latestEpoch();
        return latest.endOffset() > log.logEndOffset() || latest.endOffset() > 0 && latest.epoch() > epoch
                && log.logEndOffset() > log.logStartOffset();
    }

    /** The log can be appended to again; before it is open, because it has given way to a snapshot. */
    void onAppendable() {
        if (stage == Stage.REPLACING) {
            open();
        }
    }

    private void open() {
        long start = log.logStartOffset();
        if (start > 0 && !snapshots.endingAt(start).isPresent()
                && snapshots.upTo(log.logEndOffset()).endOffset() < start) {
            throw new CorruptFileException(log.directory(), "the log begins at offset " + start
                    + ", and there is no snapshot of what was before");
        }
        become(Stage.OPEN);
        onOpen.accept(log);
    }

    private void become(Stage following) {
        Invariant.check(following.ordinal() > stage.ordinal(), "quorum-opening-stage", stage + " leads on only");
        stage = following;
    }
}
