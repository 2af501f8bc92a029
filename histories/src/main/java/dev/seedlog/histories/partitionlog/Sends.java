package dev.seedlog.histories.partitionlog;

import dev.seedlog.histories.UnjudgeableHistoryException;

/**
 * Who sent which value of a partition, and what he knows of it: a row for each, in the order in which they were sent.
 */
final class Sends {

    /** The broker drops what it has already. */
    static final int IDEMPOTENT = 1;
    /** The session's order is the log's. */
    static final int ORDERED = 2;
    /** An acknowledgement means that it is there for good. */
    static final int DURABLE = 4;
    /** There is no real acknowledgement. */
    static final int UNACKNOWLEDGED = 8;
    /** It was sent once at most. */
    static final int ONCE = 16;
    /** It certainly is not in the log. */
    static final int REFUSED = 32;
    /** It was aborted: it is in the log, and only those who read uncommitted see it. */
    static final int ABORTED = 64;
    /** It was acknowledged, and nobody said where it is. */
    static final int UNPLACED = 128;
    /** Somebody read it. */
    static final int READ = 256;
    /** The producer went on without knowing what became of it. */
    static final int GIVEN_UP = 512;
    /** What is the record key of a record of which nobody knows it. */
    static final long NO_RECORD_KEY = Long.MIN_VALUE;

    private final Longs values = new Longs();
    private final Longs sessions = new Longs();
    private final Longs flags = new Longs();
    private final Longs invokedAt = new Longs();
    private final Longs endedAt = new Longs();
    /** What the log was known to reach to when it was sent, in which life, and who showed that. */
    private final Longs floors = new Longs();
    private final Longs floorLives = new Longs();
    private final Longs floorsBy = new Longs();
    private final Longs recordKeys = new Longs();
    private final LongIndex byValue = new LongIndex();

    /**
     * A value is sent.
     *
     * @param life the log's present life, whose known records it must lie behind
     */
    void invoked(long value, long session, int flag, long index, int lifeNumber, Life life) {
        if (byValue.get(value) != LongIndex.NONE) {
            throw new UnjudgeableHistoryException(index, "the value " + value + " is sent a second time to its "
                    + "partition, so nobody could tell which one is read");
        }
        byValue.put(value, values.add(value));
        sessions.add(session);
        flags.add(flag);
        invokedAt.add(index);
        endedAt.add(-1);
        floors.add(life.knownOffset());
        floorLives.add(lifeNumber);
        floorsBy.add(life.knownOffsetBy());
        recordKeys.add(NO_RECORD_KEY);
    }

    int size() {
        return values.size();
    }

    /** The row of a value, or {@link LongIndex#NONE}. */
    int row(long value) {
        return byValue.get(value);
    }

    long value(int row) {
        return values.get(row);
    }

    long session(int row) {
        return sessions.get(row);
    }

    boolean is(int row, int flag) {
        return (flags.get(row) & flag) != 0;
    }

    void mark(int row, int flag) {
        flags.set(row, flags.get(row) | flag);
    }

    void ended(int row, long index) {
        endedAt.set(row, index);
    }

    long invokedAt(int row) {
        return invokedAt.get(row);
    }

    /** Which entry completed it, or -1. */
    long endedAt(int row) {
        return endedAt.get(row);
    }

    /** What compaction goes by. */
    long recordKey(int row) {
        return recordKeys.get(row);
    }

    void recordKey(int row, long recordKey) {
        recordKeys.set(row, recordKey);
    }

    /** The offset that it must lie behind in the life {@link #floorLife}. */
    long floor(int row) {
        return floors.get(row);
    }

    long floorLife(int row) {
        return floorLives.get(row);
    }

    long floorBy(int row) {
        return floorsBy.get(row);
    }
}
