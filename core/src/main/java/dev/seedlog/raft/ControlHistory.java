package dev.seedlog.raft;

import java.util.Map;
import java.util.TreeMap;

/**
 * The voter sets and versions that the log's control records say, by offset, so that a truncation brings back what
 * was in force before. Without any such record the static voters of the configuration vote.
 */
public final class ControlHistory {

    private final VoterSet staticVoters;
    private final TreeMap<Long, VoterSet> voters = new TreeMap<>();
    private final TreeMap<Long, Integer> versions = new TreeMap<>();

    /** A history whose log has no control record yet. */
    public ControlHistory(VoterSet staticVoters) {
        this.staticVoters = staticVoters;
    }

    /** Takes note of a control record at the log's end. */
    public void add(ControlRecord control) {
        if (control instanceof ControlRecord.Voters change) {
            voters.put(change.offset(), change.voters());
        } else if (control instanceof ControlRecord.Version change) {
            versions.put(change.offset(), change.kraftVersion());
        }
    }

    /** The voter set at the log's end. */
    public VoterSet lastVoters() {
        return last(voters, staticVoters);
    }

    /** Where the record of the voters at the log's end is; -1 if it is in the snapshot of formatting, or nowhere. */
    public long lastVotersOffset() {
        return voters.isEmpty() ? -1 : voters.lastKey();
    }

    /** The voter set in force just before {@code offset}. */
    public VoterSet votersBefore(long offset) {
        Map.Entry<Long, VoterSet> entry = voters.lowerEntry(offset);
        return entry == null ? staticVoters : entry.getValue();
    }

    /** The kraft.version at the log's end: 0 is static voters, 1 dynamic ones. */
    public int lastVersion() {
        return last(versions, 0);
    }

    /** Forgets what is at {@code endOffset} or behind: the log was truncated to it. */
    public void truncateTo(long endOffset) {
        voters.tailMap(endOffset, true).clear();
        versions.tailMap(endOffset, true).clear();
    }

    /** Forgets everything: a snapshot replaced the log, and its own control records follow. */
    public void clear() {
        voters.clear();
        versions.clear();
    }

    /** Forgets what was overwritten before {@code startOffset}; what is in force there stays. */
    public void forgetBefore(long startOffset) {
        forgetBefore(voters, startOffset);
        forgetBefore(versions, startOffset);
    }

    private static <V> void forgetBefore(TreeMap<Long, V> history, long startOffset) {
        Long inForce = history.floorKey(startOffset);
        if (inForce != null) {
            history.headMap(inForce, false).clear();
        }
    }

    private static <V> V last(TreeMap<Long, V> history, V otherwise) {
        Map.Entry<Long, V> entry = history.lastEntry();
        return entry == null ? otherwise : entry.getValue();
    }
}
