package dev.seedlog.log;

import dev.seedlog.base.Invariant;
import dev.seedlog.env.DiskException;
import dev.seedlog.env.Timer;

/**
 * A truncation until it is durable. The log is cut at once; nothing may be appended behind the cut before the file, the
 * directory and the lower recovery point were forced: a power cut could bring back what was cut away, behind or between
 * what came after it. Meanwhile the producer state is made again.
 */
final class LogTruncation {

    /** NONE leads to PENDING, and PENDING back to NONE or, when a later truncation replaces it, to PENDING again. */
    enum Stage {
        /** The log can be appended to. */
        NONE,
        /** Forces, the checkpoint or the producer state are not done yet. */
        PENDING
    }

    private final PartitionLog owner;
    private final LogState log;
    private final Timer replayTimer;
    private Stage stage = Stage.NONE;
    private int waitingFor;
    private ProducerReplay replay;

    LogTruncation(PartitionLog owner, LogState log) {
        this.owner = owner;
        this.log = log;
        this.replayTimer = log.context.timers().create("log truncation", this::replay);
    }

    boolean isPending() {
        return stage == Stage.PENDING;
    }

    /** The log has been cut: makes that durable. */
    void begin(ProducerReplay producerReplay) {
        stage = Stage.PENDING;
        replay = producerReplay;
        long generation = log.truncations;
        waitingFor = 4;
        try {
            log.segments.active().file().force((truncation, end, failure) -> onDone(generation, failure));
            log.context.disk().forceDirectory(log.directory, failure -> onDone(generation, failure));
            log.context.checkpoints().checkpoint(owner, failure -> onDone(generation, failure));
        } catch (DiskException e) {
            throw log.context.health().fail("truncating " + log.directory, e);
        }
        replay();
    }

    private void replay() {
        try {
            if (replay.advance()) {
                onDone(log.truncations, null);
            } else {
                replayTimer.startIn(0);
            }
        } catch (DiskException e) {
            throw log.context.health().fail("reading " + log.directory, e);
        }
    }

    private void onDone(long generation, DiskException failure) {
        if (failure != null) {
            log.context.health().fail("truncating " + log.directory, failure);
            return;
        }
        if (generation != log.truncations) {
            return;
        }
        Invariant.check(waitingFor > 0, "log-truncation-steps", "no step of a truncation ends twice");
        if (--waitingFor == 0) {
            stage = Stage.NONE;
            owner.listener().onAppendable(owner);
        }
    }

    void stop() {
        replayTimer.stop();
    }
}
