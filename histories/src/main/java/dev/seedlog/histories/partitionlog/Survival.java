package dev.seedlog.histories.partitionlog;

import dev.seedlog.histories.Violations;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Follows a log through its lives: what is known of one must be in the next one, but for what the breach between them
 * may have taken, which is all that is behind some offset, and this offset is not in front of the durable end. What
 * was lost comes back in no later life.
 */
final class Survival {

    /** What should be in the log. */
    private static final class Survivor {
        private final long offset;
        private final long value;
        private final long learntAt;
        /**
         * The first life in which it is known for good; the largest number if it was only read, and may be sent again.
         */
        private int settledSince;
        /** The last life in which it is known to have been there. */
        private int lastLife;

        private Survivor(Facts facts, int row, int life, Survivor before) {
            boolean same = before != null && before.value == facts.value(row);
            offset = facts.offset(row);
            value = facts.value(row);
            learntAt = same ? before.learntAt : facts.learntAt(row);
            settledSince = facts.is(row, Facts.ACKED | Facts.FORCED) ? life : Integer.MAX_VALUE;
            if (same) {
                settledSince = Math.min(settledSince, before.settledSince);
            }
            lastLife = life;
        }

        private boolean settled() {
            return settledSince < Integer.MAX_VALUE;
        }
    }

    private final KeyLog log;
    private final List<Life> lives;
    private final Violations violations;
    private final Map<Long, Survivor> lost = new HashMap<>();
    private List<Survivor> survivors = new ArrayList<>();
    /** For each record key, the offset of its last record in the final reads; null until it is wanted. */
    private Map<Long, Long> newest;

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
        checkNothingBack(life.facts());
        confirm(life, number);
        removeLost(life, number);
        merge(life.facts(), number);
    }

    private static boolean confirms(Facts facts, Survivor survivor) {
        int row = facts.row(survivor.offset);
        return row != LongIndex.NONE && facts.value(row) == survivor.value;
    }

    private static boolean contradicts(Life life, Survivor survivor) {
        int row = life.facts().row(survivor.offset);
        return row == LongIndex.NONE ? survivor.offset >= life.lowestEnd() : life.facts().value(row) != survivor.value;
    }

    /** What is still there had everything in front of it that was there at the same time. */
    private void confirm(Life life, int number) {
        Survivor oldest = null;
        for (int i = survivors.size() - 1; i >= 0; i--) {
            Survivor survivor = survivors.get(i);
            if (oldest != null && oldest.settledSince <= survivor.lastLife) {
                if (contradicts(life, survivor)) {
                    hole(survivor, oldest, life.facts().learntAt(life.facts().row(oldest.offset)));
                    return;
                }
                survivor.lastLife = number;
            }
            if (survivor.settled() && confirms(life.facts(), survivor)
                    && (oldest == null || survivor.settledSince < oldest.settledSince)) {
                oldest = survivor;
            }
        }
    }

    /** What the life contradicts is lost, and so is what was behind it at the time. */
    private void removeLost(Life life, int number) {
        List<Survivor> kept = new ArrayList<>(survivors.size());
        Survivor gone = null;
        for (Survivor survivor : survivors) {
            if (contradicts(life, survivor)) {
                if (!mayBeLost(survivor, number)) {
                    lostTo(life, survivor);
                    kept.add(survivor);
                    continue;
                }
                gone = gone == null || gone.lastLife < survivor.lastLife ? survivor : gone;
            } else if (gone == null || survivor.lastLife > gone.lastLife) {
                boolean stays = gone != null && survivor.settled() && confirms(life.facts(), survivor);
                if (stays && !mayBeLost(gone, survivor.settledSince)) {
                    hole(gone, survivor, life.facts().learntAt(life.facts().row(survivor.offset)));
                }
                kept.add(survivor);
                continue;
            }
            if (survivor.settled()) {
                lost.put(survivor.value, survivor);
            }
        }
        survivors = kept;
    }

    private void lostTo(Life life, Survivor survivor) {
        int row = life.facts().row(survivor.offset);
        if (row == LongIndex.NONE) {
            lostWrite(survivor, "the log is said to end at " + life.lowestEnd(), life.lowestEndBy());
        } else {
            lostWrite(survivor, "value " + life.facts().value(row) + " is there", life.facts().learntAt(row));
        }
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

    private boolean mayBeLost(Survivor survivor, int byLife) {
        for (int life = survivor.lastLife + 1; life <= byLife; life++) {
            if (lives.get(life).durableEnd() <= survivor.offset) {
                return true;
            }
        }
        return false;
    }

    private void merge(Facts facts, int number) {
        List<Survivor> merged = new ArrayList<>(Math.max(survivors.size(), facts.size()));
        int at = 0;
        for (long offset : facts.sortedOffsets()) {
            while (at < survivors.size() && survivors.get(at).offset < offset) {
                merged.add(survivors.get(at++));
            }
            boolean known = at < survivors.size() && survivors.get(at).offset == offset;
            merged.add(new Survivor(facts, facts.row(offset), number, known ? survivors.get(at++) : null));
        }
        merged.addAll(survivors.subList(at, survivors.size()));
        survivors = merged;
    }

    private void compareWithFinalReads(int last) {
        Facts facts = lives.get(last).facts();
        Survivor oldest = null;
        for (int i = survivors.size() - 1; i >= 0; i--) {
            Survivor survivor = survivors.get(i);
            if (confirms(facts, survivor) && facts.is(facts.row(survivor.offset), Facts.FINAL)) {
                boolean older = oldest == null || survivor.settledSince < oldest.settledSince;
                oldest = survivor.settled() && older ? survivor : oldest;
            } else if (mustBeThere(survivor)) {
                if (!mayBeLost(survivor, last)) {
                    lostWrite(survivor, log.finals().describe(survivor.offset), log.finals().lastIndex());
                } else if (oldest != null && (oldest.settledSince <= survivor.lastLife
                        || !mayBeLost(survivor, oldest.settledSince))) {
                    hole(survivor, oldest, facts.learntAt(facts.row(oldest.offset)));
                }
            }
        }
    }

    private boolean mustBeThere(Survivor survivor) {
        FinalReads finals = log.finals();
        boolean deleted = survivor.offset < finals.logStart()
                && survivor.offset < log.start().highestAt(finals.lastIndex());
        return survivor.learntAt < finals.firstInvokedAt() && !deleted && !mayBeCompacted(survivor);
    }

    /** Compaction leaves the newest record of each record key, where that is known. */
    private boolean mayBeCompacted(Survivor survivor) {
        if (log.profile() == null || !log.profile().cleanup().compacts()) {
            return false;
        }
        if (newest == null) {
            newest = newestOfRecordKeys(lives.get(lives.size() - 1).facts());
        }
        int row = log.sends().row(survivor.value);
        long recordKey = row == LongIndex.NONE ? Sends.NO_RECORD_KEY : log.sends().recordKey(row);
        return recordKey == Sends.NO_RECORD_KEY || newest.getOrDefault(recordKey, -1L) > survivor.offset;
    }

    private Map<Long, Long> newestOfRecordKeys(Facts facts) {
        Map<Long, Long> found = new HashMap<>();
        for (int i = 0; i < facts.size(); i++) {
            int row = log.sends().row(facts.value(i));
            if (facts.is(i, Facts.FINAL) && row != LongIndex.NONE) {
                found.merge(log.sends().recordKey(row), facts.offset(i), Math::max);
            }
        }
        return found;
    }

    /**
     * Nobody has read everything at last: what lies in front of something that was read should have been read as well.
     */
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
