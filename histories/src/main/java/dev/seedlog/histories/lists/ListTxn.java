package dev.seedlog.histories.lists;

import dev.seedlog.histories.Mop;
import dev.seedlog.histories.OpType;
import java.util.List;

/**
 * A transaction that is over.
 *
 * @param number its place among those that may have happened; -1 if it was refused
 * @param outcome {@link OpType#OK}, {@link OpType#INFO} or {@link OpType#FAIL}
 * @param invokedAt the entry that asks
 * @param returnedAt the entry that answers
 * @param steps what was done, and what was read
 */
record ListTxn(int number, OpType outcome, long invokedAt, long returnedAt, List<Mop> steps) {

    boolean certain() {
        return outcome == OpType.OK;
    }

    /** What a step read; a list of which nothing is said was empty. */
    static List<Long> values(Mop.ReadList read) {
        return read.values() == null ? List.of() : read.values();
    }
}
