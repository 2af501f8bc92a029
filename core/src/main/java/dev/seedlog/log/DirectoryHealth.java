package dev.seedlog.log;

import dev.seedlog.env.DiskException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a log directory can be used, as one shard knows it. The first failure takes it offline for good; the listener
 * hears it once, and tells the other shards.
 */
public final class DirectoryHealth {

    private static final Logger LOGGER = LoggerFactory.getLogger(DirectoryHealth.class);

    private final String directory;
    private final Consumer<LogDirectoryOffline> onOffline;
    private final Consumer<LogDirectoryOffline> onForceFailed;
    private LogDirectoryOffline offline;
    private boolean forceFailed;

    /** A directory that is online; {@code onOffline} is called when it goes offline. */
    public DirectoryHealth(String directory, Consumer<LogDirectoryOffline> onOffline) {
        this(directory, onOffline, reason -> { });
    }

    /**
     * A directory that is online.
     *
     * @param onOffline called when it goes offline
     * @param onForceFailed called once if a force fails, before {@code onOffline} or later
     */
    public DirectoryHealth(String directory, Consumer<LogDirectoryOffline> onOffline,
                           Consumer<LogDirectoryOffline> onForceFailed) {
        this.directory = directory;
        this.onOffline = onOffline;
        this.onForceFailed = onForceFailed;
    }

    /** The directory's path. */
    public String directory() {
        return directory;
    }

    /** Whether it can be used. */
    public boolean isOnline() {
        return offline == null;
    }

    /** Why it is offline, or null if it is not. */
    public LogDirectoryOffline reason() {
        return offline;
    }

    /**
     * Nothing if the directory is online.
     *
     * @throws LogDirectoryOffline if it is not
     */
    public void check() {
        if (offline != null) {
            throw new LogDirectoryOffline(directory, "it went offline before: " + offline.getMessage(), offline);
        }
    }

    /** A disk operation failed: takes the directory offline. */
    public LogDirectoryOffline fail(String what, DiskException cause) {
        return goOffline(what + " failed: " + cause.getMessage(), cause);
    }

    /** Takes the directory offline, if it is not yet, and gives what to throw. */
    public LogDirectoryOffline goOffline(String reason, Throwable cause) {
        if (!forceFailed && isFailureOfForce(cause)) {
            forceFailed = true;
            onForceFailed.accept(new LogDirectoryOffline(directory, reason, cause));
        }
        if (offline == null) {
            offline = new LogDirectoryOffline(directory, reason, cause);
            LOGGER.error("{}", offline.getMessage(), cause);
            onOffline.accept(offline);
        }
        return offline;
    }

    private static boolean isFailureOfForce(Throwable cause) {
        for (Throwable each = cause; each != null; each = each.getCause()) {
            if (each instanceof DiskException failure && failure.kind() == DiskException.Kind.FORCE_FAILED) {
                return true;
            }
        }
        return false;
    }
}
