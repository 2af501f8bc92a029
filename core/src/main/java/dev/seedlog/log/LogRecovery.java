package dev.seedlog.log;

import dev.seedlog.base.Uuid;
import dev.seedlog.env.DirectoryEntry;
import dev.seedlog.env.DiskException;
import dev.seedlog.env.DiskFile;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads a log from its directory.
 *
 * <p>After a clean stop everything is trusted. After a crash, all from the segment of the recovery point on is read and
 * checked. The log ends where a batch is damaged, where the leader epoch decreases, where a segment was lost or, where
 * nothing was compacted, an offset is missing; what follows is removed, later segments too, and that is forced before
 * anything can be appended. What is damaged below the recovery point was durable once: it is not cut away but reported,
 * and the log does not load.
 */
public final class LogRecovery {

    private static final Logger LOGGER = LoggerFactory.getLogger(LogRecovery.class);
    private static final int SEGMENTS_IN_SLICE = 16;
    /** More offsets than this are not forced so late that a power cut takes them. */
    private static final long MOST_OFFSETS_LOST = Integer.MAX_VALUE / 2;

    /**
     * What comes next. Each leads to the one below it; LISTING to FORCING too, and that back to it, while it completes
     * a compaction that a crash interrupted; FAILED is reached from all but READY.
     */
    public enum Stage {
        /** The directory is read and tidied. */
        LISTING,
        /** Segments are opened, their indexes looked at. */
        OPENING,
        /** Segments that cannot be trusted are read. */
        CHECKING,
        /** Producer state is made again. */
        REPLAYING,
        /** What was changed is being forced. */
        FORCING,
        /** The log can be used. */
        READY,
        /** The log cannot be loaded: {@link #failure()}. */
        FAILED
    }

    private final LogState log;
    private final RecoveryHints hints;
    private final TurnWrites turnWrites;
    private final LogListener listener;
    private final Runnable onForced;
    private final List<Long> baseOffsets = new ArrayList<>(1);
    private final List<DiskFile> toForce = new ArrayList<>(0);
    private final List<Segment> distrusted = new ArrayList<>(1);
    private Stage stage = Stage.LISTING;
    private Stage afterForcing = Stage.READY;
    private Uuid topicId = Uuid.ZERO;
    private boolean mustForce;
    private boolean cutPending;
    private boolean trustsAll;
    private int firstUntrusted;
    private int checking;
    private long checkedEndOffset;
    private SegmentCheck check;
    private ProducerReplay replay;
    private int forcing;
    private PartitionLog loaded;
    private RuntimeException failure;

    /**
     * Prepares to load.
     *
     * @param onForced called in the turn when {@link #advance()} can go on after {@link Stage#FORCING}
     */
    public LogRecovery(LogLocation location, LogConfig config, RecoveryHints hints, TurnWrites turnWrites,
                       LogListener listener, Runnable onForced) {
        this.log = new LogState(location.context(), location.partition(), location.directory(), config);
        this.hints = hints;
        this.turnWrites = turnWrites;
        this.listener = listener;
        this.onForced = onForced;
    }

    /**
     * Does a bounded part of the work.
     *
     * @return the stage that comes next: in FORCING wait for {@code onForced}, before it call again
     */
    public Stage advance() {
        try {
            switch (stage) {
                case LISTING -> list();
                case OPENING -> open();
                case CHECKING -> check();
                case REPLAYING -> replay();
                case FORCING -> finishForcing();
                default -> { }
            }
        } catch (DiskException e) {
            fail(log.context.health().fail("loading " + log.directory, e));
        } catch (CorruptFileException e) {
            fail(e);
        }
        return stage;
    }

    private void fail(RuntimeException why) {
        LOGGER.error("cannot load log {}: {}", log.directory, why.getMessage());
        failure = why;
        stage = Stage.FAILED;
        log.segments.all().forEach(Segment::close);
    }

    private void list() {
        List<DirectoryEntry> entries = log.context.disk().list(log.directory);
        LeftoverFiles.Step leftovers = LeftoverFiles.clear(log.context.disk(), log.directory, entries,
                log.context.scan());
        if (leftovers == LeftoverFiles.Step.FORCE_AND_GO_ON) {
            stage = Stage.FORCING;
            afterForcing = Stage.LISTING;
            forcing = 2;
            log.context.disk().forceDirectory(log.directory, this::onForced);
            return;
        }
        mustForce = leftovers == LeftoverFiles.Step.CHANGED;
        if (mustForce) {
            entries = log.context.disk().list(log.directory);
        }
        for (DirectoryEntry entry : entries) {
            long offset = LogFileNames.offsetOf(entry.name());
            cutPending |= entry.name().equals(LogFileNames.CUT);
            if (offset < 0 || entry.directory()) {
                continue;
            }
            if (isFile(entry.name(), offset, LogFileNames.LOG)) {
                baseOffsets.add(offset);
            } else if (isFile(entry.name(), offset, LogFileNames.SNAPSHOT)) {
                log.snapshots.add(offset);
            }
        }
        baseOffsets.sort(null);
        readTopicId();
        dropWhatIsNothing();
        deleteOrphans(entries);
        trustsAll = hints.clean() & readEpochs();
        log.logStartOffset = hints.logStartOffset();
        firstUntrusted = trustsAll ? Integer.MAX_VALUE : firstUntrusted();
        stage = Stage.OPENING;
    }

    private boolean isFile(String name, long offset, String suffix) {
        return name.endsWith(suffix)
                && LogFileNames.file(log.directory, offset, suffix).equals(log.directory + "/" + name);
    }

    /**
     * The first force of a log makes its topic's id durable, and its directory. Before it a power cut may take the id,
     * or the name of the first segment, and leave what lies behind: that could be a log of an earlier topic of this
     * name, or begin in the middle. Nothing was promised of it.
     */
    private void dropWhatIsNothing() {
        boolean beginningLost = !baseOffsets.isEmpty() && baseOffsets.get(0) > hints.logStartOffset();
        if (baseOffsets.isEmpty() || !hints.startKnown() || !maybeNeverForced()
                || !beginningLost && !topicId.isZero()) {
            return;
        }
        LOGGER.warn("log {} has no {}, and nothing of it was forced; it begins anew, at offset {}", log.directory,
                beginningLost ? "segment at its beginning" : "topic id", hints.logStartOffset());
        log.context.probes().hit(beginningLost ? "log.recovery.beginning-lost" : "log.recovery.id-lost");
        beforeCut();
        for (long baseOffset : baseOffsets) {
            Segment.open(log.context, log.directory, baseOffset, log.config).delete();
        }
        baseOffsets.clear();
    }

    /** Index files without a segment, and segments that are wholly below the log's start. */
    private void deleteOrphans(List<DirectoryEntry> entries) {
        long firstKept = firstKept();
        while (!baseOffsets.isEmpty() && baseOffsets.get(0) < firstKept) {
            Segment.open(log.context, log.directory, baseOffsets.remove(0), log.config).delete();
            mustForce = true;
        }
        for (DirectoryEntry entry : entries) {
            String name = entry.name();
            long offset = LogFileNames.offsetOf(name);
            boolean index = name.endsWith(LogFileNames.INDEX) || name.endsWith(LogFileNames.TIME_INDEX)
                    || name.endsWith(LogFileNames.TXN_INDEX);
            if (index && offset >= 0 && !entry.directory() && !baseOffsets.contains(offset)) {
                SmallFiles.deleteIfExists(log.context.disk(), log.directory + "/" + name);
                mustForce = true;
            }
        }
    }

    /**
     * The last segment at or below the log's start at which the producers' state is known. Nothing was removed before
     * that was durable, so no hole is behind it; what is between it and the start has to be read once more.
     */
    private long firstKept() {
        long first = 0;
        for (long base : baseOffsets) {
            if (base <= hints.logStartOffset() && log.snapshots.contains(base)) {
                first = base;
            }
        }
        return first;
    }

    private void readTopicId() {
        String path = log.directory + "/" + LogFileNames.PARTITION_METADATA;
        byte[] bytes = SmallFiles.read(log.context.disk(), path);
        if (bytes != null) {
            try {
                topicId = PartitionMetadata.decode(path, bytes);
            } catch (CorruptFileException e) {
                // Written when the partition was made, and forced before anything in it was: nothing durable is lost.
                LOGGER.warn("{}; the topic's id is not known", e.getMessage());
                log.context.probes().hit("log.partition-metadata.corrupt");
            }
        }
    }

    /** Reads the leader epochs; false if they must be made again from the batches. */
    private boolean readEpochs() {
        String path = log.directory + "/" + LogFileNames.LEADER_EPOCHS;
        try {
            byte[] bytes = SmallFiles.read(log.context.disk(), path);
            if (bytes != null) {
                LeaderEpochs.decode(path, bytes)
                        .forEach(entry -> log.epochs.assign(entry.epoch(), entry.startOffset()));
                return true;
            }
        } catch (CorruptFileException e) {
            LOGGER.warn("{}; leader epochs are made again from the batches", e.getMessage());
            log.context.probes().hit("log.epochs.corrupt");
        }
        return false;
    }

    private int firstUntrusted() {
        int number = 0;
        if (!log.epochs.entries().isEmpty()) {
            // A segment may have been rolled just at the recovery point: then its indexes were not forced with it.
            while (number + 1 < baseOffsets.size() && baseOffsets.get(number + 1) < hints.recoveryPoint()) {
                number++;
            }
        }
        log.epochs.truncateFromEnd(baseOffsets.isEmpty() ? 0 : baseOffsets.get(number));
        return number;
    }

    private void open() {
        int limit = Math.min(baseOffsets.size(), log.segments.size() + SEGMENTS_IN_SLICE);
        while (log.segments.size() < limit) {
            int number = log.segments.size();
            Segment segment = Segment.open(log.context, log.directory, baseOffsets.get(number), log.config);
            log.segments.add(segment);
            if (number >= firstUntrusted) {
                distrusted.add(segment);
            } else if (log.context.faults().at("log.indexes.lost") || !segment.openIndexes()) {
                log.context.probes().hit("log.indexes.rebuilt");
                distrusted.add(segment);
            }
        }
        if (log.segments.size() == baseOffsets.size()) {
            if (trustsAll && !baseOffsets.isEmpty() && !distrusted.contains(log.segments.active())) {
                log.logEndOffset = log.segments.active().readNextOffset();
                if (log.logEndOffset < 0) {
                    distrusted.add(log.segments.active());
                }
            }
            stage = Stage.CHECKING;
        }
    }

    private void check() {
        if (check == null) {
            if (checking == distrusted.size()) {
                endChecking();
                return;
            }
            check = checkOf(distrusted.get(checking), checking == 0 ? null : distrusted.get(checking - 1));
        }
        if (!check.advance()) {
            return;
        }
        Segment segment = distrusted.get(checking);
        if (check.problem() != null) {
            cut(segment);
        }
        checkedEndOffset = check.endOffset();
        boolean last = check.problem() != null || segment == log.segments.active();
        check = null;
        if (last) {
            log.logEndOffset = checkedEndOffset;
            checking = distrusted.size();
            return;
        }
        checking++;
        segment.seal();
        if (log.segments.floor(segment.baseOffset()) < firstUntrusted) {
            // Below the recovery point nothing is checked next time: what was made again must be durable now.
            segment.addIndexFiles(toForce);
        }
    }

    private SegmentCheck checkOf(Segment segment, Segment checkedBefore) {
        int number = log.segments.floor(segment.baseOffset());
        boolean continues = number > 0 && log.segments.get(number - 1) == checkedBefore;
        long expected = continues ? checkedEndOffset : segment.baseOffset();
        long gapsBelow = log.config.compacts() ? Long.MAX_VALUE : hints.compactedBelow();
        boolean epochsLost = number >= firstUntrusted;
        return new SegmentCheck(log, segment, expected, epochsLost, gapsBelow, isLost(expected, segment));
    }

    /**
     * Whether a segment was lost in front of this one. Compaction takes offsets away there too, but not above the
     * recovery point; and a segment begins where the log ended, if it is not too far for its first batch.
     */
    private boolean isLost(long expected, Segment segment) {
        long missing = segment.baseOffset() - expected;
        return hints.filesMayBeLost() && !hints.clean() && segment.baseOffset() > hints.recoveryPoint()
                && missing > 0 && missing <= MOST_OFFSETS_LOST;
    }

    private void cut(Segment segment) {
        int number = log.segments.floor(segment.baseOffset());
        String where = segment + " at position " + check.position() + ", offset " + check.endOffset() + ": "
                + check.problem();
        if (hints.clean() || check.endOffset() < hints.recoveryPoint()) {
            throw new CorruptFileException(segment.file().path(), "at position " + check.position() + ", offset "
                    + check.endOffset() + ": " + check.problem() + ". The records "
                    + (hints.clean() ? "" : "up to offset " + hints.recoveryPoint() + " ")
                    + "were forced to the disk, so they are damaged, not torn by a crash; restore the file, or delete"
                    + " the partition's directory and let it be replicated again");
        }
        LOGGER.warn("log {} ends in {}; what follows is removed", log.directory, where);
        log.context.probes().hit("log.recovery.cut");
        // A segment that does not begin where the one before it ends goes as a whole.
        boolean misplaced = check.endOffset() < segment.baseOffset();
        if (misplaced) {
            log.context.probes().hit("log.recovery.segment-removed");
        }
        beforeCut();
        while (log.segments.size() > (misplaced ? number : number + 1)) {
            deleteLast();
        }
        if (!misplaced) {
            segment.cutAt(check.position(), check.endOffset());
            toForce.add(segment.file());
        }
    }

    private void deleteLast() {
        Segment last = log.segments.removeLast();
        distrusted.remove(last);
        toForce.remove(last.file());
        last.delete();
    }

    private void endChecking() {
        if (log.segments.isEmpty() || log.logEndOffset < log.logStartOffset) {
            startAnew();
        }
        log.logStartOffset = Math.max(log.logStartOffset, log.segments.first().baseOffset());
        log.highWatermark = Math.max(log.logStartOffset, Math.min(hints.highWatermark(), log.logEndOffset));
        log.epochs.truncateFromEnd(log.logEndOffset);
        log.epochs.truncateFromStart(log.logStartOffset);
        if (log.snapshots.latest(Long.MAX_VALUE) > log.logEndOffset) {
            beforeCut();
            log.snapshots.deleteBehind(log.logEndOffset);
        }
        log.snapshots.deleteStrays(log.segments);
        long snapshotLimit = distrusted.isEmpty() ? log.logEndOffset : distrusted.get(0).baseOffset();
        replay = new ProducerReplay(log, snapshotLimit, log.logEndOffset);
        stage = Stage.REPLAYING;
    }

    /** There are no records at or behind the log's start. */
    private void startAnew() {
        beforeCut();
        while (!log.segments.isEmpty()) {
            log.segments.removeLast().delete();
        }
        distrusted.clear();
        toForce.clear();
        log.snapshots.deleteAll();
        log.epochs.clear();
        log.segments.add(Segment.create(log.context, log.directory, log.logStartOffset, log.config));
        log.logEndOffset = log.logStartOffset;
    }

    private void replay() {
        if (!replay.advance()) {
            return;
        }
        for (Segment segment : distrusted) {
            segment.onTransactionsFound();
            if (segment.transactions().file() != null && segment != log.segments.active()) {
                toForce.add(segment.transactions().file());
            }
        }
        makeLog();
        stage = Stage.FORCING;
        afterForcing = Stage.READY;
        if (cutPending) {
            // The process may have died between a cut and its force: a later power cut must not undo it.
            mustForce = true;
            toForce.add(log.segments.active().file());
        }
        forcing = 1;
        if (log.logEndOffset < hints.recoveryPoint()) {
            // The checkpoint must not vouch for what is going to be appended.
            forcing++;
            log.context.checkpoints().checkpoint(loaded, this::onForced);
        }
        if (mustForce) {
            forcing++;
            log.context.disk().forceDirectory(log.directory, this::onForced);
        }
        for (DiskFile file : toForce) {
            forcing++;
            file.force((generation, end, problem) -> onForced(problem));
        }
        finishForcing();
    }

    private boolean maybeNeverForced() {
        return !hints.clean() && hints.recoveryPoint() <= hints.logStartOffset();
    }

    private void onForced(DiskException problem) {
        if (stage != Stage.FORCING) {
            return;
        }
        if (problem != null) {
            fail(log.context.health().fail("forcing " + log.directory, problem));
            onForced.run();
            return;
        }
        if (--forcing == 1) {
            onForced.run();
        }
    }

    private void finishForcing() {
        if (forcing == 1) {
            stage = afterForcing;
            if (stage == Stage.READY && cutPending) {
                CutMarker.remove(log.context.disk(), log.directory);
            }
        }
    }

    /** Something is about to be cut away: should this process die as well, the next one forces that. */
    private void beforeCut() {
        mustForce = true;
        if (!cutPending) {
            cutPending = true;
            CutMarker.put(log.context.disk(), log.directory);
        }
    }

    private void makeLog() {
        long recoveryPoint = trustsAll ? log.logEndOffset : Math.min(hints.recoveryPoint(), log.logEndOffset);
        loaded = new PartitionLog(log, topicId, recoveryPoint, turnWrites, listener);
        replay.missing().forEach(loaded.forces()::keep);
        if (trustsAll) {
            loaded.forces().onEpochsLoaded();
            return;
        }
        // A new name may not be durable yet, nor what was written before the crash, nor whose log this is.
        loaded.forces().onLoadedAfterKill();
        if (maybeNeverForced()) {
            loaded.forces().onCreated();
        }
        for (Segment segment : distrusted) {
            if (segment != log.segments.active()) {
                loaded.forces().onSealed(segment);
            }
        }
    }

    /** What comes next. */
    public Stage stage() {
        return stage;
    }

    /** The log, once READY. */
    public PartitionLog loaded() {
        return loaded;
    }

    /** Why it FAILED: {@link CorruptFileException} for this log alone, {@link LogDirectoryOffline} for all. */
    public RuntimeException failure() {
        return failure;
    }
}
