package dev.seedlog.histories.partitionlog;

import dev.seedlog.histories.Breach;
import dev.seedlog.histories.KeyProfile;
import dev.seedlog.histories.UnjudgeableHistoryException;
import dev.seedlog.histories.Violations;
import java.util.ArrayList;
import java.util.List;

/** All that is known of a partition. */
final class KeyLog {

    /** Nobody can tell in which life of the log something was. */
    static final int UNKNOWN_LIFE = -1;

    private final int key;
    private final Violations violations;
    private final List<Life> lives = new ArrayList<>(List.of(new Life(0, 0)));
    private final Sends sends = new Sends();
    private final LogStart start = new LogStart();
    private final List<Gap> gaps = new ArrayList<>();
    private final FinalReads finals = new FinalReads();
    /** Values that were read before their writer was heard of, and by whom. */
    private final Longs earlyValues = new Longs();
    private final Longs earlyReaders = new Longs();
    /** In front of which offsets a replica may have known no producers. */
    private final Longs freshStarts = new Longs();
    private KeyProfile profile;
    private long lastBreachAt = -1;

    KeyLog(int key, Violations violations) {
        this.key = key;
        this.violations = violations;
    }

    int key() {
        return key;
    }

    /** What is promised; null if nothing was said. */
    KeyProfile profile() {
        return profile;
    }

    void profile(KeyProfile told) {
        profile = told;
        if (told.cleanup().deletes()) {
            start.forgets();
        }
    }

    List<Life> lives() {
        return lives;
    }

    Sends sends() {
        return sends;
    }

    LogStart start() {
        return start;
    }

    List<Gap> gaps() {
        return gaps;
    }

    FinalReads finals() {
        return finals;
    }

    Longs earlyValues() {
        return earlyValues;
    }

    Longs earlyReaders() {
        return earlyReaders;
    }

    int presentLife() {
        return lives.size() - 1;
    }

    /** The log loses what is behind a prefix, perhaps, and lives on. */
    void breach(Breach breach, long index) {
        Life before = lives.get(presentLife());
        if (breach.generation() <= before.generation()) {
            throw new UnjudgeableHistoryException(index, "a breach begins generation " + breach.generation()
                    + " of key " + key + ", and generation " + before.generation() + " was there already");
        }
        for (int i = 0; i < breach.values().length; i++) {
            learn(presentLife(), breach.firstOffset() + i, breach.values()[i], Facts.FORCED, index);
        }
        lives.add(new Life(breach.generation(), breach.durableEnd()));
        lastBreachAt = index;
    }

    /** A replica that had nothing is in sync, and knows of nothing in front of an offset. */
    void beganAnew(long offset) {
        freshStarts.add(offset);
    }

    /**
     * Whether somebody who led when a value came to a later offset may not have known that it was at an earlier one:
     * all of that was deleted before the leader's log began.
     */
    boolean mayBeForgotten(long earlier, long later) {
        for (int i = 0; i < freshStarts.size(); i++) {
            if (earlier < freshStarts.get(i) && freshStarts.get(i) <= later) {
                return true;
            }
        }
        return false;
    }

    /**
     * In which life something was.
     *
     * @param generation as the answer says, or -1
     * @param invokedAt when it was asked for
     */
    int lifeOf(long generation, long invokedAt) {
        if (generation < 0) {
            return lastBreachAt > invokedAt ? UNKNOWN_LIFE : presentLife();
        }
        int life = presentLife();
        while (life > 0 && lives.get(life).generation() > generation) {
            life--;
        }
        return life;
    }

    /** Somebody learnt that a value is at an offset of a life. */
    void learn(int life, long offset, long value, int kind, long index) {
        Facts facts = lives.get(life).facts();
        if (!facts.learn(offset, value, kind, index)) {
            int row = facts.row(offset);
            if (facts.value(row) != value) {
                violations.add(Anomaly.INCONSISTENT_OFFSETS, key, "offset " + offset + " has two values, "
                        + facts.value(row) + " and " + value, facts.learntAt(row), index);
            }
            return;
        }
        int row = sends.row(value);
        if (row != LongIndex.NONE && sends.floorLife(row) == life && offset <= sends.floor(row)) {
            violations.add(Anomaly.G0_REALTIME, key, "value " + value + " is at offset " + offset
                    + ", and was sent after offset " + sends.floor(row) + " was known to be written",
                    sends.floorBy(row), sends.invokedAt(row), index);
        }
    }
}
