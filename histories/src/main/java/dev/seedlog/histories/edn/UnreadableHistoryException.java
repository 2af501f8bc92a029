package dev.seedlog.histories.edn;

import java.io.IOException;

/** A history that cannot be judged, because it is none. */
public final class UnreadableHistoryException extends IOException {

    private static final long serialVersionUID = 1;

    private final long line;

    /**
     * What is wrong, and where.
     *
     * @param line counted from 1
     */
    public UnreadableHistoryException(long line, String what) {
        super("line " + line + ": " + what);
        this.line = line;
    }

    /** In which line, counted from 1. */
    public long line() {
        return line;
    }
}
