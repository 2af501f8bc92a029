package dev.seedlog.histories.partitionlog;

import dev.seedlog.histories.Violations;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Follows a log through its lives: what is known of one must be in the next one, but for what the breach between them may
 * have taken, which is all that is behind some offset, and this offset is not in front of the durable end. What was lost
 * comes back in no later life.
 */
final class Survival {

    /** What should be in the log, and up to which life it is known to have been. */
    private static final class Survivor {
        private final long offset;
        private final long value;
        private final boolean settled;
        private final long learntAt;
        private int lastLife;

        private Survivor(Facts facts, int row, int life) {
            offset = facts.offset(row);
            value = facts.value(row);
            // What was only read may be sent again by who does not know that it was written.
            settled = facts.is(row, Facts.ACKED | Facts.FORCED);
            learntAt = facts.learntAt(row);
            lastLife = life;
        }
    }

    private final KeyLog log;
    private final List<Life> lives;
    private final Violations violations;
    private final Map<Long, Survivor> lost = new HashMap<>();
    private List<Survivor> survivors = new ArrayList<>();

    Survival(KeyLog log, Violations violations) {
        this.log = log;
        this.lives = log.lives();
        this.violations = violations;
    }

    void judge() {
        for (int life = 0; life < lives.size(); life++) {
            enter(life);
        }
        int last = lives.size() - 1;
        if (log.finals().complete(last)) {
            compareWithFinalReads(last);
        } else if (log.profile() == null || !log.profile().cleanup().compacts()) {
            compareWithPolls(lives.get(last).facts());
        }
    }

    /** Compares what should be there with what is known of a life; then this life is known too. */
    private void enter(int number) {
        Life life = lives.get(number);
        Facts facts = life.facts();
        checkNothingBack(facts);
        int lostFrom = firstLost(life, number);
        int confirmed = -1;
        for (int i = 0; i < survivors.size(); i++) {
            Survivor survivor = survivors.get(i);
            int row = facts.row(survivor.offset);
            if (row != LongIndex.NONE && facts.value(row) == survivor.value && survivor.settled) {
                if (i > lostFrom) {
                    hole(survivors.get(lostFrom), survivor, facts.learntAt(row));
                    break;
                }
                confirmed = i;
            }
        }
        for (int i = 0; i <= confirmed; i++) {
            survivors.get(i).lastLife = number;
        }
        for (int i = lostFrom; i < survivors.size(); i++) {
            if (survivors.get(i).settled) {
                lost.put(survivors.get(i).value, survivors.get(i));
            }
        }
        merge(facts, number, lostFrom);
    }

    private void checkNothingBack(Facts facts) {
        if (lost.isEmpty()) {
            return;
        }
        for (int row = 0; row < facts.size(); row++) {
            Survivor was = lost.get(facts.value(row));
            if (was != null && was.offset == facts.offset(row)) {
                violations.add(Anomaly.HOLE, log.key(), "value " + was.value + " at offset " + was.offset
                        + " was lost, and is there again", was.learntAt, facts.learntAt(row));
                return;
            }
        }
    }

    /** The place of the first survivor that the life contradicts; all survivors' number if there is none. */
    private int firstLost(Life life, int number) {
        Facts facts = life.facts();
        for (int i = 0; i < survivors.size(); i++) {
            Survivor survivor = survivors.get(i);
            int row = facts.row(survivor.offset);
            boolean replaced = row != LongIndex.NONE && facts.value(row) != survivor.value;
            if (replaced || survivor.offset >= life.lowestEnd()) {
                if (!mayBeLost(survivor, number)) {
                    lostWrite(survivor, replaced ? "value " + facts.value(row) + " is there" : "the log is said to end at "
                            + life.lowestEnd(), replaced ? facts.learntAt(row) : life.lowestEndBy());
                }
                return i;
            }
        }
        return survivors.size();
    }

    private boolean mayBeLost(Survivor survivor, int byLife) {
        for (int life = survivor.lastLife + 1; life <= byLife; life++) {
            if (lives.get(life).durableEnd() <= survivor.offset) {
                return true;
            }
        }
        return false;
    }

    private void merge(Facts facts, int number, int lostFrom) {
        List<Survivor> merged = new ArrayList<>(Math.max(lostFrom, facts.size()));
        int at = 0;
        for (long offset : facts.sortedOffsets()) {
            while (at < lostFrom && survivors.get(at).offset < offset) {
                merged.add(survivors.get(at++));
            }
            if (at < lostFrom && survivors.get(at).offset == offset) {
                at++;
            }
            merged.add(new Survivor(facts, facts.row(offset), number));
        }
        while (at < lostFrom) {
            merged.add(survivors.get(at++));
        }
        survivors = merged;
    }

    private void compareWithFinalReads(int last) {
        FinalReads finals = log.finals();
        Facts facts = lives.get(last).facts();
        boolean compacts = log.profile() != null && log.profile().cleanup().compacts();
        Survivor firstLost = null;
        for (Survivor survivor : survivors) {
            int row = facts.row(survivor.offset);
            boolean there = row != LongIndex.NONE && facts.is(row, Facts.FINAL);
            if (there) {
                if (firstLost != null && survivor.settled && survivor.lastLife < last) {
                    hole(firstLost, survivor, facts.learntAt(row));
                    return;
                }
                continue;
            }
            if (survivor.learntAt >= finals.firstInvokedAt() || compacts
                    || survivor.offset < finals.from() && survivor.offset < log.start().highestAt(finals.lastIndex())) {
                continue;
            }
            if (!mayBeLost(survivor, last)) {
                lostWrite(survivor, survivor.offset < finals.from() ? "the log begins at " + finals.from()
                        : survivor.offset >= finals.to() ? "the log ends at " + finals.to() : "it was not read at last",
                        finals.lastIndex());
                return;
            }
            firstLost = firstLost == null ? survivor : firstLost;
        }
    }

    /** Nobody has read everything at last: what lies in front of something that was read should have been read as well. */
    private void compareWithPolls(Facts facts) {
        long[] offsets = facts.sortedOffsets();
        long highestRead = -1;
        for (int i = offsets.length - 1; i >= 0 && highestRead < 0; i--) {
            highestRead = facts.is(facts.row(offsets[i]), Facts.POLLED) ? offsets[i] : -1;
        }
        int unseen = 0;
        int firstUnseen = -1;
        for (long offset : offsets) {
            int row = facts.row(offset);
            if (facts.is(row, Facts.POLLED) || log.start().mayAdvance() || !facts.is(row, Facts.ACKED)) {
                continue;
            }
            if (offset < highestRead) {
                violations.add(Anomaly.LOST_WRITE, log.key(), "value " + facts.value(row) + " at offset " + offset
                        + " was acknowledged and never read, though offset " + highestRead + " was",
                        invokedAt(facts.value(row)), facts.learntAt(row), facts.learntAt(facts.row(highestRead)));
            } else {
                unseen++;
                firstUnseen = firstUnseen < 0 ? row : firstUnseen;
            }
        }
        if (unseen > 0) {
            violations.add(Anomaly.UNSEEN, log.key(), unseen + " acknowledged values were never read; the first one is "
                    + facts.value(firstUnseen) + " at offset " + facts.offset(firstUnseen),
                    invokedAt(facts.value(firstUnseen)), facts.learntAt(firstUnseen));
        }
    }

    private long invokedAt(long value) {
        int row = log.sends().row(value);
        return row == LongIndex.NONE ? -1 : log.sends().invokedAt(row);
    }

    private void lostWrite(Survivor survivor, String now, long shownBy) {
        violations.add(Anomaly.LOST_WRITE, log.key(), "value " + survivor.value + " at offset " + survivor.offset
                + " is lost: " + now, invokedAt(survivor.value), survivor.learntAt, shownBy);
    }

    private void hole(Survivor gone, Survivor there, long shownBy) {
        violations.add(Anomaly.HOLE, log.key(), "value " + gone.value + " at offset " + gone.offset
                + " was lost, and value " + there.value + " behind it at offset " + there.offset + " was not",
                gone.learntAt, there.learntAt, shownBy);
    }
}
