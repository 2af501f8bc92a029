package dev.seedlog.log;

import dev.seedlog.base.Invariant;
import dev.seedlog.env.Disk;
import dev.seedlog.env.DiskException;
import dev.seedlog.env.DiskFile;
import dev.seedlog.env.Timer;
import java.util.ArrayList;
import java.util.List;

/**
 * When a log is forced, and what is durable of it.
 *
 * <p>A round forces what has been written by then: the active segment, those that were rolled since the round before
 * with their indexes, the directory if files came or went. All that is asked for meanwhile is one more round (group
 * commit). When it ends, the records below the end that the log had at its beginning are durable:
 * {@link #forcedEndOffset()}. Only then what speaks of them is written: snapshots and leader epochs. When they are
 * durable too, {@link #recoveryPoint()} follows: below it, recovery trusts what it finds.
 */
final class LogForces {

    /** What the forces of the records are doing. IDLE and FORCING lead to each other; FORCING leads to FAILED. */
    enum Stage {
        /** No round is on its way. */
        IDLE,
        /** A round is on its way. */
        FORCING,
        /** A force failed: the directory is offline, and nothing is forced any more. */
        FAILED,
        /** The log is closed: what is still under way has no consequence. Reached from everywhere. */
        STOPPED
    }

    /** Producer state as it was when the log ended at {@code offset}. */
    private record Snapshot(long offset, byte[] bytes) {
    }

    private final PartitionLog owner;
    private final LogState log;
    private final CheckpointFile epochsFile;
    private final List<Segment> sealed = new ArrayList<>(0);
    private final List<Snapshot> snapshots = new ArrayList<>(0);
    private final List<FileReplacement> replacements = new ArrayList<>(0);
    private final Timer flushTimer;
    private Stage stage = Stage.IDLE;
    private boolean again;
    private boolean directoryChanged;
    private boolean parentChanged;
    private boolean identityChanged;
    private boolean namesUncertain;
    private long forcedEndOffset;
    private long recoveryPoint;
    private long unforcedRecords;
    private int roundOperations;
    private long roundEndOffset;
    private long roundTruncations;
    private List<Segment> roundSealed = List.of();
    private int metadataOperations;
    private long metadataEndOffset;
    private long metadataTruncations;
    private long durableEpochChanges;
    private final List<Runnable> onMetadataRest = new ArrayList<>(0);
    private Runnable onClosed;

    LogForces(PartitionLog owner, LogState log, long recoveryPoint) {
        this.owner = owner;
        this.log = log;
        this.recoveryPoint = recoveryPoint;
        this.forcedEndOffset = recoveryPoint;
        this.epochsFile = new CheckpointFile(log.context.disk(), log.directory, LogFileNames.LEADER_EPOCHS,
                this::encodeEpochs);
        this.flushTimer = log.context.timers().create("log flush", this::request);
    }

    /** Everything below is durable. */
    long forcedEndOffset() {
        return forcedEndOffset;
    }

    /** Everything below is durable, with all that recovery needs to trust it. */
    long recoveryPoint() {
        return recoveryPoint;
    }

    /**
     * The log's directory is new, or may be: it counts only when its parent was forced, and the topic id's file. No
     * record counts as forced before.
     */
    void onCreated() {
        identityChanged = !owner.topicId().isZero();
        directoryChanged = true;
        parentChanged = true;
    }

    /** Files came or went. */
    void onDirectoryChanged() {
        directoryChanged = true;
    }

    /** A segment that is not appended to any more has not been forced as a whole. */
    void onSealed(Segment segment) {
        sealed.add(segment);
    }

    /** A process that was killed left the directory: the names that are in it may not be durable, snapshots' too. */
    void onLoadedAfterKill() {
        directoryChanged = true;
        namesUncertain = !log.snapshots.isEmpty();
    }

    /** Segments go: there is nothing to force of them. */
    void onRemoved(Segment segment) {
        sealed.remove(segment);
    }

    /** The epochs on disk are those of now. */
    void onEpochsLoaded() {
        durableEpochChanges = log.epochs.changes();
    }

    /** Keeps the producers' state of now, to be written when the records below {@code offset} are durable. */
    void snapshotAt(long offset) {
        if (!log.snapshots.contains(offset) && (snapshots.isEmpty()
                || snapshots.get(snapshots.size() - 1).offset != offset)) {
            snapshots.add(new Snapshot(offset, ProducerSnapshot.encode(log.producers.entries())));
        }
    }

    /** Keeps a producers' state of earlier, which was found while the log was loaded. */
    void keep(ProducerReplay.Snapshot found) {
        snapshots.add(new Snapshot(found.offset(), found.bytes()));
    }

    /** Whether the producers' state at this offset may not be on the disk yet. */
    boolean isSnapshotPending(long offset) {
        return metadataOperations > 0 || namesUncertain || !snapshots.isEmpty() && snapshots.get(0).offset <= offset;
    }

    /** Calls back when more snapshots are on the disk, in a later turn; never if the directory goes offline before. */
    void awaitSnapshots(Runnable then) {
        onMetadataRest.add(then);
        if (metadataOperations == 0) {
            request();
        }
    }

    /** Records have been written: forces them now or in time, as the configuration says. */
    void onWritten(long records) {
        unforcedRecords += records;
        LogConfig config = log.config;
        if (config.forcesAcknowledged() || unforcedRecords >= config.flushMessages()
                || log.context.faults().at("log.force")) {
            request();
        } else if (config.flushMs() != Long.MAX_VALUE && !flushTimer.armed()) {
            flushTimer.startIn(config.flushMs() > Long.MAX_VALUE / 1_000_000 ? Long.MAX_VALUE
                    : config.flushMs() * 1_000_000);
        }
    }

    /** The log has been cut at {@code endOffset}. */
    void onTruncated(long endOffset) {
        forcedEndOffset = Math.min(forcedEndOffset, endOffset);
        recoveryPoint = Math.min(recoveryPoint, endOffset);
        snapshots.removeIf(snapshot -> snapshot.offset > endOffset);
        directoryChanged = true;
    }

    /** Makes the log durable as it is now; if a round is on its way, another follows it. */
    void request() {
        if (stage == Stage.FORCING) {
            again = true;
            log.context.probes().hit("log.force.shared");
        } else if (stage == Stage.IDLE && log.context.health().isOnline()) {
            begin();
        }
    }

    private boolean isDurable() {
        return forcedEndOffset == log.logEndOffset && sealed.isEmpty() && !directoryChanged && !parentChanged
                && !identityChanged;
    }

    private void begin() {
        flushTimer.stop();
        again = false;
        unforcedRecords = 0;
        if (isDurable()) {
            writeMetadata();
            return;
        }
        stage = Stage.FORCING;
        roundEndOffset = log.logEndOffset;
        roundTruncations = log.truncations;
        roundSealed = List.copyOf(sealed);
        roundOperations = 1;
        List<DiskFile> files = new ArrayList<>(1);
        for (Segment segment : sealed) {
            files.add(segment.file());
            segment.addIndexFiles(files);
        }
        files.add(log.segments.active().file());
        Disk disk = log.context.disk();
        try {
            for (DiskFile file : files) {
                roundOperations++;
                file.force((generation, end, failure) -> onOperation(failure));
            }
            forceNewNames(disk);
        } catch (DiskException e) {
            fail(e);
        }
        onOperation(null);
    }

    private void forceNewNames(Disk disk) {
        if (identityChanged) {
            DiskFile metadata = PartitionMetadata.open(disk, log.directory);
            identityChanged = false;
            roundOperations++;
            metadata.force((generation, end, failure) -> {
                metadata.close();
                onOperation(failure);
            });
        }
        if (directoryChanged) {
            directoryChanged = false;
            roundOperations++;
            disk.forceDirectory(log.directory, this::onOperation);
        }
        if (parentChanged) {
            parentChanged = false;
            roundOperations++;
            disk.forceDirectory(log.context.health().directory(), this::onOperation);
        }
    }

    private void onOperation(DiskException failure) {
        if (stage == Stage.STOPPED) {
            return;
        }
        if (failure != null) {
            fail(failure);
        }
        if (--roundOperations == 0 && stage == Stage.FORCING) {
            onForced();
        }
    }

    private void fail(DiskException failure) {
        stage = Stage.FAILED;
        log.context.health().fail("forcing " + log.directory, failure);
    }

    private void onForced() {
        stage = Stage.IDLE;
        namesUncertain = false;
        // After a truncation, what was forced is not what is there: another round is needed.
        boolean counts = roundTruncations == log.truncations;
        if (!counts) {
            log.context.probes().hit("log.force.outdated");
        } else {
            sealed.removeAll(roundSealed);
            Invariant.check(roundEndOffset <= log.logEndOffset, "log-forced-end", "the forced end is within the log",
                    roundEndOffset, log.logEndOffset);
            boolean moved = roundEndOffset > forcedEndOffset;
            forcedEndOffset = Math.max(forcedEndOffset, roundEndOffset);
            if (moved) {
                owner.listener().onForced(owner);
            }
        }
        if ((again || !counts) && stage == Stage.IDLE) {
            begin();
        }
        writeMetadata();
    }

    /** Writes what speaks of the forced records; then the recovery point may follow. */
    private void writeMetadata() {
        if (metadataOperations > 0 || stage == Stage.STOPPED || !log.context.health().isOnline()) {
            return;
        }
        metadataEndOffset = forcedEndOffset;
        metadataTruncations = log.truncations;
        metadataOperations = 1;
        try {
            while (!snapshots.isEmpty() && snapshots.get(0).offset <= metadataEndOffset) {
                Snapshot snapshot = snapshots.remove(0);
                metadataOperations++;
                String path = log.snapshots.path(snapshot.offset);
                replacements.removeIf(FileReplacement::over);
                replacements.add(FileReplacement.start(log.context.disk(), log.directory,
                        path.substring(log.directory.length() + 1), snapshot.bytes, this::onMetadata));
                log.snapshots.add(snapshot.offset);
            }
            if (durableEpochChanges != log.epochs.changes()) {
                metadataOperations++;
                epochsFile.write(this::onMetadata);
            }
        } catch (DiskException e) {
            log.context.health().fail("writing beside " + log.directory, e);
        }
        onMetadata(null);
    }

    private byte[] encodeEpochs() {
        durableEpochChanges = log.epochs.changes();
        LeaderEpochs durable = new LeaderEpochs();
        for (EpochEntry entry : log.epochs.entries()) {
            if (entry.startOffset() <= forcedEndOffset) {
                durable.assign(entry.epoch(), entry.startOffset());
            } else {
                durableEpochChanges = -1;
            }
        }
        return durable.encode();
    }

    /**
     * Calls back when no snapshot is being written: one on its way would get its name after a truncation had deleted
     * it, and speak of records that are not there any more.
     */
    void whenMetadataRests(Runnable then) {
        if (metadataOperations == 0) {
            then.run();
        } else {
            onMetadataRest.add(then);
        }
    }

    private void onMetadata(DiskException failure) {
        if (stage == Stage.STOPPED) {
            return;
        }
        if (failure != null) {
            log.context.health().fail("writing beside " + log.directory, failure);
        }
        if (--metadataOperations > 0 || !log.context.health().isOnline()) {
            return;
        }
        if (!onMetadataRest.isEmpty()) {
            List<Runnable> waiting = List.copyOf(onMetadataRest);
            onMetadataRest.clear();
            waiting.forEach(Runnable::run);
        }
        if (metadataTruncations == log.truncations) {
            recoveryPoint = Math.max(recoveryPoint, metadataEndOffset);
        }
        boolean more = metadataEndOffset < forcedEndOffset || metadataTruncations != log.truncations
                || !snapshots.isEmpty() && snapshots.get(0).offset <= forcedEndOffset;
        if (more) {
            writeMetadata();
        } else {
            checkClosed();
        }
    }

    /** Calls {@code closed} once all that the log has is durable. */
    void close(Runnable closed) {
        onClosed = closed;
        request();
    }

    private void checkClosed() {
        if (onClosed != null && stage == Stage.IDLE) {
            if (!isDurable() || recoveryPoint < log.logEndOffset) {
                begin();
                return;
            }
            Runnable closed = onClosed;
            onClosed = null;
            closed.run();
        }
    }

    /** The log is closed, perhaps to be deleted: whatever is under way ends without a consequence. */
    void stop() {
        stage = Stage.STOPPED;
        flushTimer.stop();
        epochsFile.abandon();
        replacements.forEach(FileReplacement::abandon);
    }
}
