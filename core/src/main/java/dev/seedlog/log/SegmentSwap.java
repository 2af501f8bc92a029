package dev.seedlog.log;

import dev.seedlog.base.Invariant;
import dev.seedlog.env.DiskException;
import dev.seedlog.env.DiskFile;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts a compacted segment in the place of those that it was made of. Whenever a crash comes, the log has either, and
 * never a segment of both: the directory is forced between the steps, so that a power cut cannot undo an earlier one
 * and keep a later one. The names are Kafka's, which completes such a swap too, and whose swaps we complete.
 */
final class SegmentSwap {

    /** What is on its way to the disk. Each leads to the next. */
    enum Stage {
        /** The compacted files, named {@code .cleaned}: a crash now deletes them. */
        FORCING,
        /** Their names with {@code .swap}: once they are durable, a restart puts them in place. */
        COMMITTING,
        /** The names of the replaced files, which are deleted ones now; readers see the compacted segment. */
        RETIRING,
        /** The proper name of the compacted batches. */
        NAMING_BATCHES,
        /** The proper names of their indexes. */
        NAMING_INDEXES,
        /** The compacted segment is one like all others. */
        DONE
    }

    private final PartitionLog owner;
    private final LogState log;
    private final List<Segment> replaced;
    private final Segment cleaned;
    private final Runnable onForced;
    private Stage stage = Stage.FORCING;
    private int forcing;

    /** @param onForced called, in a later turn, whenever {@link #advance} can go on */
    SegmentSwap(PartitionLog owner, List<Segment> replaced, Segment cleaned, Runnable onForced) {
        this.owner = owner;
        this.log = owner.state();
        this.replaced = replaced;
        this.cleaned = cleaned;
        this.onForced = onForced;
    }

    /**
     * Begins: the compacted segment is written and sealed.
     *
     * @param first whether it is the log's first one of this compaction. Before offsets go missing in front of a
     *     segment, the recovery point must be durable that says that they were there: above it, that they are missing
     *     tells that a power cut took a segment.
     */
    void begin(boolean first) {
        List<DiskFile> files = new ArrayList<>(4);
        files.add(cleaned.file());
        cleaned.addIndexFiles(files);
        forcing = files.size() + (first ? 2 : 1);
        for (DiskFile file : files) {
            file.force((generation, end, failure) -> onOperation(failure));
        }
        log.context.disk().forceDirectory(log.directory, this::onOperation);
        if (first) {
            log.context.checkpoints().checkpoint(owner, this::onOperation);
        }
    }

    private void forceDirectory(Stage next) {
        stage = next;
        forcing = 1;
        log.context.disk().forceDirectory(log.directory, this::onOperation);
    }

    private void onOperation(DiskException failure) {
        if (failure != null) {
            log.context.health().fail("compacting " + log.directory, failure);
        }
        if (--forcing == 0 || failure != null) {
            onForced.run();
        }
    }

    /**
     * Takes the next step if what it relies on is durable.
     *
     * @return whether it did; if not, {@code onForced} is called, or a truncation must end before
     */
    boolean advance() {
        if (forcing > 0) {
            return false;
        }
        switch (stage) {
            case FORCING -> {
                cleaned.renameIndexes(LogFileNames.SWAP);
                cleaned.renameLog(LogFileNames.SWAP);
                forceDirectory(Stage.COMMITTING);
            }
            case COMMITTING -> {
                if (!owner.isAppendable()) {
                    return false;
                }
                retire();
                forceDirectory(Stage.RETIRING);
            }
            case RETIRING -> {
                if (isInPlace()) {
                    cleaned.renameLog("");
                }
                forceDirectory(Stage.NAMING_BATCHES);
            }
            case NAMING_BATCHES -> {
                if (isInPlace()) {
                    cleaned.renameIndexes("");
                }
                forceDirectory(Stage.NAMING_INDEXES);
            }
            case NAMING_INDEXES -> stage = Stage.DONE;
            default -> { }
        }
        return true;
    }

    private void retire() {
        int number = log.segments.floor(replaced.get(0).baseOffset());
        Invariant.check(number >= 0 && number + replaced.size() < log.segments.size()
                        && log.segments.all().subList(number, number + replaced.size()).equals(replaced),
                "log-cleaning-pinned", "the segments that are compacted stay, and the active one is not among them");
        log.segments.replace(number, replaced.size(), cleaned);
        replaced.forEach(owner.retention()::remove);
    }

    /** Whether no truncation or deletion has taken the compacted segment away again. */
    private boolean isInPlace() {
        return log.segments.all().contains(cleaned);
    }

    /** Whether the log still has the segments as they were. */
    boolean isUndecided() {
        return stage == Stage.FORCING || stage == Stage.COMMITTING;
    }

    boolean isDone() {
        return stage == Stage.DONE;
    }

    /** Whether it waits for a truncation, which does not call back. */
    boolean waitsForTruncation() {
        return forcing == 0 && stage == Stage.COMMITTING;
    }

    @Override
    public String toString() {
        return stage + (forcing > 0 ? ", " + forcing + " forces on their way" : "");
    }
}
