package dev.seedlog.log;

/**
 * The log directory is offline: a write, read or force failed, and what is on disk can no longer be vouched for.
 * Clients are answered KAFKA_STORAGE_ERROR. Nothing but a restart of the node brings it back.
 */
public final class LogDirectoryOffline extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why {@code directory} is offline. */
    public LogDirectoryOffline(String directory, String reason, Throwable cause) {
        super("log directory " + directory + " is offline: " + reason, cause);
    }
}
