package dev.seedlog.histories.partitionlog;

/**
 * Up to where the beginning of a log may have been deleted, at which time. Where it really begins is not followed: a
 * restarted broker may have forgotten that it had let go of records.
 */
final class LogStart {

    private final Longs deletedAt = new Longs();
    private final Longs deletedBefore = new Longs();
    private boolean forgets;

    /** The oldest records go by themselves. */
    void forgets() {
        forgets = true;
    }

    /** Somebody lets records below an offset be deleted; -1 for all of them. */
    void deleting(long before, long index) {
        long bound = before < 0 ? Long.MAX_VALUE : before;
        long last = deletedBefore.size() == 0 ? 0 : deletedBefore.get(deletedBefore.size() - 1);
        deletedAt.add(index);
        deletedBefore.add(Math.max(last, bound));
    }

    /** Whether anything may have been deleted. */
    boolean mayAdvance() {
        return forgets || deletedAt.size() > 0;
    }

    /** The largest offset at which the log may have begun when the entry {@code index} was written. */
    long highestAt(long index) {
        if (forgets) {
            return Long.MAX_VALUE;
        }
        int low = 0;
        int high = deletedAt.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (deletedAt.get(middle) < index) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == 0 ? 0 : deletedBefore.get(low - 1);
    }
}
