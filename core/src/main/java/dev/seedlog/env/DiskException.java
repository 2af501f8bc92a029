package dev.seedlog.env;

/**
 * The disk refused or failed. What a caller does about it depends on the kind; a failed write or force takes the log
 * directory offline, and is never retried.
 */
public final class DiskException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What kind of failure it was. */
    public enum Kind {
        /** No such file or directory. */
        NOT_FOUND,
        /** It is there already. */
        ALREADY_EXISTS,
        /** Permission was refused. */
        ACCESS_DENIED,
        /** The disk or the quota is full (ENOSPC, EDQUOT). */
        NO_SPACE,
        /** Reading or writing failed (EIO and everything else). */
        IO_ERROR,
        /**
         * A force failed, whatever the cause. What was written may be read for a while, and then have its content of
         * before: the system counts as clean what it could not write.
         */
        FORCE_FAILED
    }

    private final Kind kind;
    private final String path;

    /** A failure; the message should say what was tried. */
    public DiskException(Kind kind, String path, String message, Throwable cause) {
        super(message + ": " + path + " (" + kind + ")", cause);
        this.kind = kind;
        this.path = path;
    }

    /** What kind of failure it was. */
    public Kind kind() {
        return kind;
    }

    /** The file or directory concerned. */
    public String path() {
        return path;
    }
}
