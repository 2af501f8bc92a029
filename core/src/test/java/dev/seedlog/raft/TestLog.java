package dev.seedlog.raft;

import dev.seedlog.env.RandomSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * The in-memory twin of the log: what the process sees, and what would survive a power cut.
 *
 * <p>It keeps all records since offset 0, also those before the start offset, so that a test can look at them; the
 * kernel only sees the log from its start.
 */
final class TestLog implements RaftLogView {

    /** All that a log is: where it starts and its records since offset 0. */
    record Image(long startOffset, List<TestEntry> entries) {
    }

    final List<TestEntry> entries = new ArrayList<>();
    /** The finished snapshots, each with all the records that it stands for. */
    final TreeMap<SnapshotId, List<TestEntry>> snapshots = new TreeMap<>();
    private long startOffset;
    private Image durable = new Image(0, List.of());

    @Override
    public long startOffset() {
        return startOffset;
    }

    @Override
    public OffsetAndEpoch end() {
        int last = entries.size() - 1;
        return new OffsetAndEpoch(entries.size(), last < 0 ? 0 : entries.get(last).epoch());
    }

    @Override
    public long forcedEndOffset() {
        // After a restart nothing is known to be forced but what the snapshot stands for.
        return startOffset;
    }

    @Override
    public OffsetAndEpoch endOffsetForEpoch(int epoch) {
        int end = entries.size();
        while (end > startOffset && entries.get(end - 1).epoch() > epoch) {
            end--;
        }
        int epochThere = end == 0 ? 0 : entries.get(end - 1).epoch();
        return new OffsetAndEpoch(end, epochThere);
    }

    @Override
    public SnapshotId latestSnapshotId() {
        return snapshots.isEmpty() ? SnapshotId.NONE : snapshots.lastKey();
    }

    @Override
    public SnapshotId earliestSnapshotId() {
        for (SnapshotId id : snapshots.keySet()) {
            if (startOffset > 0 && id.endOffset() == startOffset) {
                return id;
            }
        }
        return SnapshotId.NONE;
    }

    @Override
    public long snapshotSizeBytes(SnapshotId id) {
        List<TestEntry> content = snapshots.get(id);
        return content == null ? -1 : content.size();
    }

    void truncateTo(long endOffset) {
        entries.subList((int) endOffset, entries.size()).clear();
    }

    void install(SnapshotId id, List<TestEntry> content) {
        snapshots.put(id, List.copyOf(content));
        entries.clear();
        entries.addAll(content);
        startOffset = id.endOffset();
    }

    void releaseBefore(SnapshotId id) {
        startOffset = Math.max(startOffset, id.endOffset());
        snapshots.headMap(id, false).clear();
        durable = new Image(startOffset, durable.entries());
    }

    Image image() {
        return new Image(startOffset, List.copyOf(entries));
    }

    Image durable() {
        return durable;
    }

    void setDurable(Image image) {
        durable = new Image(Math.max(image.startOffset(), startOffset), image.entries());
    }

    /** Cuts the power: what was not forced is kept, lost or kept in part. */
    void powerCut(RandomSource random) {
        List<TestEntry> kept = durable.entries();
        int shared = shared(kept, entries);
        if (shared == kept.size()) {
            kept = List.copyOf(entries.subList(0, shared + random.nextInt(entries.size() - shared + 1)));
        } else if (random.nextInt(2) == 0) {
            // A truncation that was not forced may have happened or not.
            kept = List.copyOf(entries);
        }
        restore(new Image(Math.max(durable.startOffset(), Math.min(startOffset, kept.size())), kept));
    }

    /** Cuts the power; all that was not forced is lost. */
    void powerCut() {
        restore(durable);
    }

    private void restore(Image image) {
        entries.clear();
        entries.addAll(image.entries());
        startOffset = image.startOffset();
        durable = image;
        if (!snapshots.isEmpty() && snapshots.lastKey().endOffset() > entries.size()) {
            // Recovery finishes what the crash interrupted: a snapshot beyond the log replaces it.
            install(snapshots.lastKey(), snapshots.lastEntry().getValue());
            durable = image();
        }
    }

    private static int shared(List<TestEntry> one, List<TestEntry> other) {
        int shared = 0;
        while (shared < one.size() && shared < other.size() && one.get(shared).equals(other.get(shared))) {
            shared++;
        }
        return shared;
    }
}
