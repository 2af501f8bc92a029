package dev.seedlog.log;

import dev.seedlog.base.Invariant;
import dev.seedlog.env.DiskException;
import dev.seedlog.env.Timer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A truncation until it is durable. The log ends at the cut at once. Nothing may be appended behind it before the
 * files, the directory and the lower recovery point were forced: a power cut could bring back what was cut away, behind
 * or between what came after it. Meanwhile the producer state is made again.
 *
 * <p>If the cut is below the recovery point, that is lowered on disk before the files are touched. Else a power cut in
 * between could leave a file half cut where recovery was told that all is well.
 */
final class LogTruncation {

    /** What is being done. A later truncation leads from any stage to LOWERING or FORCING again. */
    enum Stage {
        /** The log can be appended to. */
        NONE,
        /** The files are as before; a lower recovery point, or a snapshot, is being written. Then FORCING. */
        LOWERING,
        /** The files are cut; forces and producer state are not done yet. Then NONE. */
        FORCING
    }

    private static final Logger LOGGER = LoggerFactory.getLogger(LogTruncation.class);
    private static final long RETRY_NANOS = 10_000_000_000L;

    private final PartitionLog owner;
    private final LogState log;
    private final Timer stepTimer;
    private Stage stage = Stage.NONE;
    private int waitingFor;
    private ProducerReplay replay;
    private Runnable step;

    LogTruncation(PartitionLog owner, LogState log) {
        this.owner = owner;
        this.log = log;
        this.stepTimer = log.context.timers().create("log truncation", () -> step.run());
    }

    boolean isPending() {
        return stage != Stage.NONE;
    }

    /**
     * The log ends at the cut: makes that durable.
     *
     * @param lowersFirst whether the cut may be below the recovery point that is on disk
     * @param cut cuts the files
     */
    void begin(boolean lowersFirst, Runnable cut) {
        long generation = log.truncations;
        stepTimer.stop();
        stage = Stage.LOWERING;
        log.cutDeferred = true;
        log.onCut();
        if (!lowersFirst) {
            owner.forces().whenMetadataRests(() -> cutIfCurrent(generation, cut));
            return;
        }
        try {
            log.context.checkpoints().checkpoint(owner, failure -> onLowered(generation, failure, cut));
        } catch (DiskException e) {
            throw log.context.health().fail("truncating " + log.directory, e);
        }
    }

    private void onLowered(long generation, DiskException failure, Runnable cut) {
        if (failure != null) {
            log.context.health().fail("truncating " + log.directory, failure);
        } else {
            owner.forces().whenMetadataRests(() -> cutIfCurrent(generation, cut));
        }
    }

    private void cutIfCurrent(long generation, Runnable cut) {
        if (generation == log.truncations && log.context.health().isOnline() && !owner.isClosed()) {
            try {
                cut(generation, cut);
            } catch (LogDirectoryOffline e) {
                // The listener has heard of it; the truncation stays pending, and nothing is appended any more.
                stage = Stage.LOWERING;
            } catch (CorruptFileException e) {
                stage = Stage.LOWERING;
                tryAgain(e, () -> cutIfCurrent(generation, cut));
            }
        }
    }

    private void cut(long generation, Runnable cut) {
        stage = Stage.FORCING;
        waitingFor = 3;
        try {
            CutMarker.put(log.context.disk(), log.directory);
            cut.run();
            log.cutDeferred = false;
            log.segments.active().file().force((truncation, end, failure) -> onDone(generation, failure));
            log.context.disk().forceDirectory(log.directory, failure -> onDone(generation, failure));
        } catch (DiskException e) {
            throw log.context.health().fail("truncating " + log.directory, e);
        }
        beginReplay();
    }

    /** Something is damaged that is not cut. It may be restored from a copy; until then nothing is appended. */
    private void tryAgain(CorruptFileException damage, Runnable again) {
        LOGGER.error("cannot truncate log {}: {}; tried again in ten seconds", log.directory, damage.getMessage());
        step = again;
        stepTimer.startIn(RETRY_NANOS);
    }

    private void beginReplay() {
        try {
            replay = new ProducerReplay(log, log.logEndOffset, log.logEndOffset);
        } catch (DiskException e) {
            log.context.health().fail("reading " + log.directory, e);
            return;
        }
        replay();
    }

    private void replay() {
        try {
            if (replay.advance()) {
                onDone(log.truncations, null);
            } else {
                step = this::replay;
                stepTimer.startIn(0);
            }
        } catch (DiskException e) {
            log.context.health().fail("reading " + log.directory, e);
        } catch (CorruptFileException e) {
            tryAgain(e, this::beginReplay);
        }
    }

    private void onDone(long generation, DiskException failure) {
        if (failure != null) {
            log.context.health().fail("truncating " + log.directory, failure);
            return;
        }
        if (generation != log.truncations || stage != Stage.FORCING) {
            return;
        }
        Invariant.check(waitingFor > 0, "log-truncation-steps", "no step of a truncation ends twice");
        if (--waitingFor == 0) {
            end();
        }
    }

    private void end() {
        try {
            CutMarker.remove(log.context.disk(), log.directory);
        } catch (DiskException e) {
            log.context.health().fail("truncating " + log.directory, e);
            return;
        }
        stage = Stage.NONE;
        owner.onTruncated();
    }

    void stop() {
        stepTimer.stop();
    }
}
