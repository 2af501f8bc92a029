package dev.seedlog.log;

import java.util.ArrayList;
import java.util.List;

/**
 * The leader epochs of a log's records and where each begins (KIP-101). Both epochs and offsets ascend. It is what two
 * replicas compare to find where they part.
 */
public final class LeaderEpochs {

    private final List<EpochEntry> entries = new ArrayList<>(2);
    private long changes;

    /** The entries in a checkpoint. */
    static List<EpochEntry> decode(String path, byte[] bytes) {
        List<EpochEntry> decoded = new ArrayList<>();
        EpochEntry last = new EpochEntry(-1, -1);
        for (String[] fields : CheckpointText.decode(path, bytes, 2)) {
            EpochEntry entry = new EpochEntry(CheckpointText.smallNumber(path, fields[0]),
                    CheckpointText.number(path, fields[1]));
            if (entry.epoch() <= last.epoch() || entry.startOffset() < last.startOffset()
                    || entry.startOffset() < 0) {
                throw new CorruptFileException(path, entry + " follows " + last);
            }
            decoded.add(entry);
            last = entry;
        }
        return decoded;
    }

    /** The checkpoint's bytes. */
    byte[] encode() {
        List<String> lines = new ArrayList<>(entries.size());
        for (EpochEntry entry : entries) {
            lines.add(entry.epoch() + " " + entry.startOffset());
        }
        return CheckpointText.encode(lines);
    }

    /** Grows with every change: whether a checkpoint is still the state of now. */
    long changes() {
        return changes;
    }

    /**
     * Notes that {@code epoch} begins at {@code startOffset}, unless it is known to begin there or before. Entries that
     * contradict it, of later epochs or offsets, go.
     *
     * @return whether anything changed
     */
    public boolean assign(int epoch, long startOffset) {
        if (epoch < 0 || startOffset < 0) {
            return false;
        }
        if (!entries.isEmpty()) {
            EpochEntry last = entries.get(entries.size() - 1);
            if (last.epoch() == epoch && startOffset >= last.startOffset()) {
                return false;
            }
        }
        while (!entries.isEmpty()) {
            EpochEntry last = entries.get(entries.size() - 1);
            if (last.epoch() < epoch && last.startOffset() < startOffset) {
                break;
            }
            entries.remove(entries.size() - 1);
        }
        entries.add(new EpochEntry(epoch, startOffset));
        changes++;
        return true;
    }

    /** The newest epoch, or -1. */
    public int latestEpoch() {
        return entries.isEmpty() ? -1 : entries.get(entries.size() - 1).epoch();
    }

    /** The oldest entry, or null. */
    public EpochEntry earliest() {
        return entries.isEmpty() ? null : entries.get(0);
    }

    /** The epoch of the record at {@code offset}, or -1 if it cannot be told. */
    public int epochOf(long offset) {
        int epoch = -1;
        for (EpochEntry entry : entries) {
            if (entry.startOffset() > offset) {
                break;
            }
            epoch = entry.epoch();
        }
        return epoch;
    }

    /**
     * Where {@code epoch}, or the largest one below it that is known, ends in a log that ends at {@code logEndOffset}.
     */
    public EpochEnd endOf(int epoch, long logEndOffset) {
        if (epoch < 0 || entries.isEmpty() || epoch > latestEpoch()) {
            return EpochEnd.UNKNOWN;
        }
        if (epoch == latestEpoch()) {
            return new EpochEnd(epoch, logEndOffset);
        }
        int floor = epoch;
        for (EpochEntry entry : entries) {
            if (entry.epoch() > epoch) {
                return new EpochEnd(floor, entry.startOffset());
            }
            floor = entry.epoch();
        }
        return EpochEnd.UNKNOWN;
    }

    /** Forgets what begins at {@code endOffset} or behind. */
    void truncateFromEnd(long endOffset) {
        while (!entries.isEmpty() && entries.get(entries.size() - 1).startOffset() >= endOffset) {
            entries.remove(entries.size() - 1);
            changes++;
        }
    }

    /** Forgets what ends before {@code startOffset}; the epoch that holds it begins there now. */
    void truncateFromStart(long startOffset) {
        EpochEntry removed = null;
        while (!entries.isEmpty() && entries.get(0).startOffset() <= startOffset) {
            removed = entries.remove(0);
        }
        if (removed != null) {
            entries.add(0, new EpochEntry(removed.epoch(), startOffset));
            if (removed.startOffset() != startOffset) {
                changes++;
            }
        }
    }

    void clear() {
        entries.clear();
        changes++;
    }

    /** All entries, ascending. */
    public List<EpochEntry> entries() {
        return List.copyOf(entries);
    }
}
