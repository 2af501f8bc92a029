package dev.seedlog.replica;

import dev.seedlog.record.RecordDefect;
import dev.seedlog.wire.ErrorCode;
import java.util.List;

/**
 * What became of what a producer sent for one partition.
 *
 * @param error NONE if it is in the log once the turn's write has returned
 * @param message why not, in words; null if there is nothing to say
 * @param defects the records for which it was refused
 * @param baseOffset the first record's offset; -1 if it was refused
 * @param endOffset behind the last record; an acknowledgement waits for the log to get there
 * @param appendTimeMs the timestamp that the log gave the records; -1 if they keep their own
 */
public record AppendOutcome(ErrorCode error, String message, List<RecordDefect> defects, long baseOffset,
                            long endOffset, long appendTimeMs) {

    private static final long NONE = -1;

    static AppendOutcome refused(ErrorCode error, String message) {
        return new AppendOutcome(error, message, List.of(), NONE, NONE, NONE);
    }

    static AppendOutcome refused(ErrorCode error, String message, List<RecordDefect> defects) {
        return new AppendOutcome(error, message, List.copyOf(defects), NONE, NONE, NONE);
    }

    static AppendOutcome inLog(long baseOffset, long endOffset, long appendTimeMs) {
        return new AppendOutcome(ErrorCode.NONE, null, List.of(), baseOffset, endOffset, appendTimeMs);
    }

    /** Whether it is, or will be, in the log. */
    public boolean accepted() {
        return error == ErrorCode.NONE;
    }
}
