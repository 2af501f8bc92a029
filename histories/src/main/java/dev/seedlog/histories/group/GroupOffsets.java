package dev.seedlog.histories.group;

import dev.seedlog.histories.Violations;
import java.util.ArrayList;
import java.util.List;

/** The offset of a group in one partition: what may have been committed, in which order. */
final class GroupOffsets {

    /** Behind so many commits, one that others have replaced for sure is forgotten. */
    private static final int KEPT = 512;

    private final String group;
    private final int key;
    private final Violations violations;
    private final List<OffsetWrite> writes = new ArrayList<>();
    /** Something was committed, of which the writes that are kept say nothing. */
    private boolean everCommitted;

    GroupOffsets(String group, int key, Violations violations) {
        this.group = group;
        this.key = key;
        this.violations = violations;
    }

    /** An attempt begins. */
    OffsetWrite begin(OffsetWrite write) {
        writes.add(write);
        return write;
    }

    /** An attempt certainly took no effect. */
    void refused(OffsetWrite write) {
        writes.remove(write);
    }

    /** An attempt took effect: a member's must not be in front of what was committed before. */
    void done(OffsetWrite write, long index) {
        write.done(index);
        if (write.byMember()) {
            OffsetWrite before = largestBefore(write);
            if (before != null && before.offset() > write.offset() && !mayBeSetBack(before, write)) {
                violations.add(GroupAnomaly.NONMONOTONIC_COMMIT, key, "group " + group + " committed offset "
                        + write.offset() + ", and had committed offset " + before.offset() + " before",
                        before.invokedAt(), before.returnedAt(), write.invokedAt(), index);
            }
        }
        if (writes.size() > KEPT) {
            forget();
        }
    }

    private OffsetWrite largestBefore(OffsetWrite write) {
        OffsetWrite largest = null;
        for (OffsetWrite other : writes) {
            boolean before = other.byMember() && other.returnedAt() < write.invokedAt();
            if (before && (largest == null || largest.offset() < other.offset())) {
                largest = other;
            }
        }
        return largest;
    }

    /** Whether something else may have been committed in between, from which the group went on. */
    private boolean mayBeSetBack(OffsetWrite before, OffsetWrite write) {
        for (OffsetWrite other : writes) {
            if (other != write && other != before && other.offset() <= write.offset() && !other.isBefore(before)) {
                return true;
            }
        }
        return false;
    }

    /** What nothing can ever show again goes: writes in front of one that was done long ago. */
    private void forget() {
        OffsetWrite barrier = null;
        for (int i = 0; i < KEPT / 2; i++) {
            OffsetWrite write = writes.get(i);
            barrier = write.isDone() && write.byMember() ? write : barrier;
        }
        OffsetWrite last = barrier;
        if (last != null) {
            everCommitted = true;
            writes.removeIf(write -> write != last && write.isBefore(last));
        }
    }

    /**
     * Somebody was told what is committed.
     *
     * @param askedAt the earliest time at which it may have been asked
     * @param invokedAt when it was said to be asked
     */
    void told(long offset, long askedAt, long invokedAt, long index) {
        OffsetWrite newest = null;
        for (OffsetWrite write : writes) {
            boolean settled = write.returnedAt() < (write.byMember() ? invokedAt : askedAt);
            if (settled && (newest == null || newest.invokedAt() < write.invokedAt())) {
                newest = write;
            }
        }
        boolean nothingEver = offset == OffsetWrite.NOTHING && newest == null && !everCommitted;
        boolean replaced = false;
        for (OffsetWrite write : writes) {
            if (write.offset() == offset) {
                if (newest == null || write == newest || !write.isBefore(newest)) {
                    return;
                }
                replaced = true;
            }
        }
        if (nothingEver) {
            return;
        }
        if (newest != null && (replaced || offset == OffsetWrite.NOTHING)) {
            violations.add(GroupAnomaly.LOST_COMMIT, key, "group " + group + " is said to have "
                    + (offset < 0 ? "no offset" : "offset " + offset) + ", and committed offset " + newest.offset()
                    + " after that", newest.invokedAt(), newest.returnedAt(), invokedAt, index);
        } else {
            violations.add(GroupAnomaly.UNCOMMITTED_OFFSET, key, "group " + group + " is said to have offset " + offset
                    + ", which nobody committed", invokedAt, index);
        }
    }
}
