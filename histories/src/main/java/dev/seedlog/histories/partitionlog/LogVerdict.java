package dev.seedlog.histories.partitionlog;

import dev.seedlog.histories.Violations;
import java.util.HashMap;
import java.util.Map;

/** Says what is wrong with a partition, once everything about it is known. */
final class LogVerdict {

    private final KeyLog log;
    private final Sends sends;
    private final Violations violations;

    LogVerdict(KeyLog log, Violations violations) {
        this.log = log;
        this.sends = log.sends();
        this.violations = violations;
    }

    void judge() {
        checkEarlyReads();
        new Survival(log, violations).judge();
        checkUnplaced();
        for (Life life : log.lives()) {
            checkWriters(life.facts());
            checkOrder(life.facts());
        }
        log.gaps().forEach(this::checkGap);
    }

    private void checkEarlyReads() {
        for (int i = 0; i < log.earlyValues().size(); i++) {
            long value = log.earlyValues().get(i);
            long reader = log.earlyReaders().get(i);
            int row = sends.row(value);
            if (row == LongIndex.NONE) {
                violations.add(Anomaly.UNWRITTEN, log.key(), "value " + value + " was read, and nobody sent it",
                        reader);
            } else {
                violations.add(Anomaly.G1C_REALTIME, log.key(), "value " + value + " was read before it was sent",
                        reader, sends.invokedAt(row));
            }
        }
    }

    /**
     * What was acknowledged without an offset is somewhere in the log, and who reads all of it finds it. Where records
     * may go, or a breach may have taken some, nobody can tell whether that was one of them.
     */
    private void checkUnplaced() {
        boolean compacts = log.profile() != null && log.profile().cleanup().compacts();
        if (compacts || log.start().mayAdvance() || log.presentLife() > 0) {
            return;
        }
        boolean readAtLast = log.finals().complete(log.presentLife());
        for (int row = 0; row < sends.size(); row++) {
            boolean late = readAtLast && sends.endedAt(row) > log.finals().firstInvokedAt();
            if (sends.is(row, Sends.UNPLACED) && !sends.is(row, Sends.READ) && !late) {
                violations.add(Anomaly.UNSEEN, log.key(), "value " + sends.value(row) + " was acknowledged and never "
                        + "read", sends.invokedAt(row), sends.endedAt(row));
            }
        }
    }

    private void checkWriters(Facts facts) {
        boolean uncommitted = log.profile() != null && !log.profile().readCommitted();
        for (int i = 0; i < facts.size(); i++) {
            int row = facts.is(i, Facts.POLLED) ? sends.row(facts.value(i)) : LongIndex.NONE;
            boolean refused = row != LongIndex.NONE
                    && (sends.is(row, Sends.REFUSED) || sends.is(row, Sends.ABORTED) && !uncommitted);
            if (refused) {
                violations.add(Anomaly.G1A, log.key(), "value " + facts.value(i) + " at offset " + facts.offset(i)
                        + " was read, and was refused", sends.invokedAt(row), sends.endedAt(row), facts.learntAt(i));
            }
        }
    }

    /** A life's values, in the order of the log: none is there twice, and each session's are in the session's order. */
    private void checkOrder(Facts facts) {
        int[] first = new int[sends.size()];
        Map<Long, Integer> lastOfSession = new HashMap<>();
        long[] offsets = facts.sortedOffsets();
        for (int i = 0; i < offsets.length; i++) {
            int fact = facts.row(offsets[i]);
            int row = sends.row(facts.value(fact));
            if (row == LongIndex.NONE) {
                continue;
            }
            if (first[row] != 0) {
                checkDuplicate(facts, first[row] - 1, fact, row);
                continue;
            }
            first[row] = fact + 1;
            // What may be there twice may lie in front as well, where nothing is known: this is not its first place.
            boolean firstPlace = offsets[i] == i || sends.is(row, Sends.IDEMPOTENT | Sends.ONCE);
            // Nobody fences a request that is still on its way when its producer has given it up, and has no epoch.
            boolean straggler = sends.is(row, Sends.GIVEN_UP) && !sends.is(row, Sends.IDEMPOTENT);
            if (firstPlace && !straggler && sends.is(row, Sends.ORDERED)) {
                Integer last = lastOfSession.put(sends.session(row), row);
                if (last != null && last > row) {
                    lastOfSession.put(sends.session(row), last);
                    sentLaterLiesInFront(facts, last, first[last] - 1, row, fact);
                }
            }
        }
    }

    private void checkDuplicate(Facts facts, int one, int other, int row) {
        boolean forgotten = log.mayBeForgotten(facts.offset(one), facts.offset(other));
        if (sends.is(row, Sends.IDEMPOTENT) && !forgotten || sends.is(row, Sends.ONCE)) {
            violations.add(Anomaly.DUPLICATE, log.key(), "value " + facts.value(one) + " is at offset "
                    + facts.offset(one) + " and at offset " + facts.offset(other), sends.invokedAt(row),
                    sends.endedAt(row), facts.learntAt(one), facts.learntAt(other));
        }
    }

    private void sentLaterLiesInFront(Facts facts, int laterRow, int laterFact, int row, int fact) {
        boolean sameOperation = sends.invokedAt(row) == sends.invokedAt(laterRow);
        violations.add(sameOperation ? Anomaly.INT_NONMONOTONIC_SEND : Anomaly.NONMONOTONIC_SEND, log.key(),
                "value " + facts.value(fact) + " at offset " + facts.offset(fact) + " lies behind value "
                        + facts.value(laterFact) + " at offset " + facts.offset(laterFact) + ", which "
                        + (sameOperation ? "the operation" : "the session") + " sent later",
                sends.invokedAt(row), sends.endedAt(row), sends.invokedAt(laterRow), sends.endedAt(laterRow),
                facts.learntAt(laterFact), facts.learntAt(fact));
    }

    private void checkGap(Gap gap) {
        Facts facts = log.lives().get(gap.life()).facts();
        long known = facts.firstFrom(gap.from());
        boolean dense = log.profile() != null && log.profile().dense();
        boolean compacts = log.profile() != null && log.profile().cleanup().compacts();
        if (known >= 0 && known < gap.to() && !compacts) {
            int fact = facts.row(known);
            int row = sends.row(facts.value(fact));
            violations.add(gap.anomaly(), log.key(), "a consumer was not shown offset " + known + " with value "
                    + facts.value(fact) + ": it went from " + gap.from() + " to " + gap.to(), gap.before(), gap.by(),
                    row == LongIndex.NONE ? -1 : sends.endedAt(row), facts.learntAt(fact));
        } else if (dense) {
            violations.add(gap.anomaly(), log.key(), "a consumer was shown nothing from offset " + gap.from() + " to "
                    + gap.to() + ", where records are", gap.before(), gap.by());
        }
    }
}
