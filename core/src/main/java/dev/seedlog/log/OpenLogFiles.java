package dev.seedlog.log;

import java.util.ArrayList;
import java.util.List;

/**
 * The files of a shard's logs that are open. Above a limit those are closed that were not used for longest, as a
 * clock's hand finds them: it passes over who was used since it came by last.
 *
 * <p>The limit is soft: what was written is forced before its file is closed, because a system may tell of an error of
 * its own writing only those who have the file open.
 */
final class OpenLogFiles {

    private static final int MOST_LOOKED_AT = 8;

    private final int limit;
    private final List<LogFile> open = new ArrayList<>();
    private int hand;

    OpenLogFiles(int limit) {
        this.limit = limit;
    }

    /** How many are open. */
    int count() {
        return open.size();
    }

    /** One more is open, and others may have to go. */
    void opened(LogFile file) {
        file.place = open.size();
        open.add(file);
        for (int looked = 0; looked < MOST_LOOKED_AT && open.size() > limit; looked++) {
            hand = hand < open.size() ? hand : 0;
            LogFile candidate = open.get(hand);
            if (candidate == file || !candidate.closeIfIdle()) {
                hand++;
            }
        }
    }

    /** The last one takes its place. */
    void closed(LogFile file) {
        LogFile last = open.remove(open.size() - 1);
        if (last != file) {
            open.set(file.place, last);
            last.place = file.place;
        }
    }
}
